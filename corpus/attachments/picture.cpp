// Pictures: what OCR reads in them; without it, no text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/extractors.h"
#include "corpus/attachments/ocr.h"

namespace opslag::corpus {

void extract_picture(std::string_view bytes, TextSink& sink) {
  Ocr* ocr = sink.ocr();
  if (ocr == nullptr) throw ExtractionError("a picture: its text is read with --ocr only");
  bool unsure = false, any = false, late = false;
  ocr->read_file(bytes, [&](const RecognisedText& page) {
    sink.new_page();
    sink.add(page.text);
    late = late || !page.in_time;
    unsure = unsure || page.unsure();
    any = any || !page.text.empty();
  });
  const OcrLimits& limits = ocr->limits();
  std::string given_up;
  if (!ocr->has_time())
    given_up = "OCR was given up after " + std::to_string(limits.seconds) + " seconds";
  else if (late)
    given_up = "OCR took more than " + std::to_string(limits.page_seconds) + " seconds for a picture";
  if (!any && !given_up.empty()) throw ExtractionError(given_up);
  if (!any) throw ExtractionError("a picture in which OCR finds no text");
  if (!given_up.empty())
    sink.note(given_up);
  else if (unsure)
    sink.note("OCR is unsure of what it read");
}

}  // namespace opslag::corpus
