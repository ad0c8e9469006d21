// Pictures: what OCR reads in them; without it, no text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/extractors.h"
#include "corpus/attachments/ocr.h"

namespace opslag::corpus {

void extract_picture(std::string_view bytes, TextSink& sink) {
  Ocr* ocr = sink.ocr();
  if (ocr == nullptr) throw ExtractionError("a picture: its text is read with --ocr only");
  bool unsure = false, any = false;
  ocr->read_file(bytes, [&](const RecognisedText& page) {
    sink.new_page();
    sink.add(page.text);
    unsure = unsure || page.unsure();
    any = any || !page.text.empty();
  });
  if (!any) throw ExtractionError("a picture in which OCR finds no text");
  if (!ocr->has_time()) sink.note("OCR was given up after " + std::to_string(ocr->limits().seconds) + " seconds");
  if (unsure) sink.note("OCR is unsure of what it read");
}

}  // namespace opslag::corpus
