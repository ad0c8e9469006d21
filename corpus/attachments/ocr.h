// The text of pictures, through tesseract with its Danish data.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/attachments/extract.h"

namespace opslag::corpus {

struct OcrLimits {
  unsigned page_seconds = 60;       // wall clock, a page: what was read of it until then is kept
  unsigned seconds = 840;           // wall clock, all pages of one file; the pages behind are left out
  std::size_t pixels = 40'000'000;  // of one picture; pages are drawn smaller, picture files refused
};

// Eight bits a pixel, 0 is black.
struct GrayPicture {
  const char* pixels = nullptr;
  int width = 0, height = 0, bytes_a_row = 0, dots_an_inch = 300;
};

struct RecognisedText {
  std::string text;     // lines separated by '\n', paragraphs by an empty line; words that are but guesses left out
  int confidence = 0;   // 0 to 100, the mean over its letters; 100 where the picture shows no text at all
  bool in_time = true;  // false: the page took longer than it may
  bool unsure() const;  // more likely noise than text
};

// Holds the language's data; making one takes a tenth of a second, and is done before a process is confined: what
// follows opens no files. Not thread-safe. Tests put others in its place.
class Ocr {
 public:
  // `before_page` is called before each page. Throws ExtractionError, with a sentence, if tesseract has no Danish data.
  explicit Ocr(const OcrLimits& limits = {}, std::function<void()> before_page = {});
  virtual ~Ocr();
  Ocr(const Ocr&) = delete;
  Ocr& operator=(const Ocr&) = delete;

  const OcrLimits& limits() const;
  void begin_file();  // its time is counted from here
  bool has_time() const;
  bool asked() const;  // whether it has read anything since begin_file()
  // Pages that lie on their side or stand on their head are turned.
  virtual RecognisedText read(const GrayPicture& picture);
  // Each picture of a PNG, JPEG or TIFF file in turn. Throws ExtractionError if it is none that can be read, or has
  // more pixels than it may.
  virtual void read_file(std::string_view bytes, const std::function<void(const RecognisedText&)>& take);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// What a recognised text depends on besides its picture: tesseract's version and the size and time of its data.
std::string ocr_fingerprint();
// Why there is no OCR here, a sentence; nullopt if there is.
std::optional<std::string> why_no_ocr();

}  // namespace opslag::corpus
