// The extractors, one a family of formats. Each takes the file's bytes and throws ExtractionError if they are not
// readable. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "corpus/attachments/extract.h"

namespace opslag::corpus {

// What an extractor adds text to: pages with a common bound on their size.
class TextSink {
 public:
  explicit TextSink(const ExtractionLimits& limits, Ocr* ocr = nullptr) : limits_(limits), ocr_(ocr) {}

  void new_page();                  // the next text goes to a page of its own
  void add(std::string_view text);  // ignored once the limit is reached
  void line_break();                // at most one in a row
  void paragraph_break();           // at most one empty line in a row
  void cell_break();                // between table cells
  bool full() const { return full_; }
  const ExtractionLimits& limits() const { return limits_; }
  Ocr* ocr() const { return ocr_; }  // null: pictures are not read
  std::vector<Page> take() { return std::move(pages_); }
  void tell_running_lines() { running_told_ = true; }  // heads and feet of pages are said once, the others left out
  bool running_told() const { return running_told_; }
  void note(std::string reason);  // makes the extraction partial; the first note is kept
  const std::string& notes() const { return note_; }

  // One for each file within a file, while it is read. Throws ExtractionError beyond ExtractionLimits::attached_depth.
  class Nested {
   public:
    explicit Nested(TextSink& sink);
    ~Nested() { --sink_.depth_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    TextSink& sink_;
  };

 private:
  std::string& text();

  ExtractionLimits limits_;
  Ocr* ocr_;
  std::vector<Page> pages_;
  std::size_t size_ = 0, depth_ = 0;
  bool full_ = false, running_told_ = false;
  std::string note_;
};

// What stands at the foot of pages, and beside the text: behind a form feed, so that it runs into nothing.
void add_feet(const std::vector<std::string>& feet, TextSink& sink);

void extract_pdf(std::string_view bytes, TextSink& sink);
void extract_word(std::string_view bytes, TextSink& sink);           // DOCX
void extract_spreadsheet(std::string_view bytes, TextSink& sink);    // XLSX
void extract_slides(std::string_view bytes, TextSink& sink);         // PPTX
void extract_open_document(std::string_view bytes, TextSink& sink);  // ODT, ODS, ODP
void extract_rtf(std::string_view bytes, TextSink& sink);
void extract_html(std::string_view bytes, TextSink& sink);
void extract_picture(std::string_view bytes, TextSink& sink);  // PNG, JPEG, TIFF, where there is OCR
void extract_plain(std::string_view bytes, TextSink& sink);    // TXT, CSV in any encoding

void extract_mail(std::string_view bytes, TextSink& sink);     // EML: headers, text, what is attached
void extract_outlook(std::string_view bytes, TextSink& sink);  // MSG: the same
// A file within a file, of whatever kind; what can't be read of it makes the whole partial. Throws ExtractionError if
// it lies too deep.
void extract_attached(std::string_view bytes, std::string_view name, TextSink& sink);

// What all pages have in common is said once: headers and footers that repeat on most pages are kept on the first only,
// unless their extractor told them (`running_told`).
// Words broken over lines by a hyphen are joined, soft hyphens dropped, ligatures spelt out, NFC.
void tidy(std::vector<Page>& pages, bool running_told = false);

}  // namespace opslag::corpus
