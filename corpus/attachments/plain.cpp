// TXT and CSV: text as it stands, in whatever encoding.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/encodings.h"
#include "corpus/attachments/extractors.h"

namespace opslag::corpus {

void extract_plain(std::string_view bytes, TextSink& sink) {
  analyzers::DecodedText decoded = decode_document(bytes);
  if (decoded.lossy) sink.note("some bytes are no text in " + decoded.encoding);
  std::string text;
  text.reserve(decoded.text.size());
  for (std::size_t i = 0; i < decoded.text.size(); ++i) {
    const char c = decoded.text[i];
    if (c == '\r') {
      text += '\n';
      if (i + 1 < decoded.text.size() && decoded.text[i + 1] == '\n') ++i;
    } else if (c == '\f') {
      sink.add(text);
      text.clear();
      if (i + 1 < decoded.text.size()) sink.new_page();
    } else {
      text += c;
    }
  }
  sink.add(text);
}

}  // namespace opslag::corpus
