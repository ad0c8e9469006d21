// PDF through poppler: page by page, in reading order; encrypted, broken and picture-only files are told apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/text.h"
#include "corpus/attachments/extractors.h"
#include "corpus/attachments/ocr.h"
#include "corpus/attachments/page_layout.h"
#include "corpus/attachments/running_lines.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kFewLetters = 150;  // a page with fewer may be a picture with a stamp or a running head
constexpr std::size_t kStamp = 40;        // by so many letters more, OCR must have found something new
constexpr double kFarthest = 1e6;         // points; a PDF's largest page is 14,400
constexpr std::size_t kLaidOut = 200000;  // bytes of a page whose layout is looked at: boxes take memory

// A page without glyphs to speak of holds a picture; private-use and replacement characters are lost glyphs.
struct Glyphs {
  std::size_t letters = 0, lost = 0;
};

Glyphs count_glyphs(std::string_view text) {
  Glyphs glyphs;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c > ' ') ++glyphs.letters;
    const bool replacement = text.substr(i, 3) == "\xEF\xBF\xBD";
    const bool private_use =
        c == 0xEE || (c == 0xEF && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA4);
    if (replacement || private_use || (c < 0x20 && c != '\n' && c != '\t' && c != '\f' && c != '\r')) ++glyphs.lost;
  }
  return glyphs;
}

std::string utf8_of(const poppler::ustring& text) {
  const poppler::byte_array utf8 = text.to_utf8();
  return analyzers::valid_utf8({utf8.data(), utf8.size()});
}

std::string page_text(const poppler::page& page) {
  std::string text = utf8_of(page.text(poppler::rectf(), poppler::page::raw_order_layout));
  std::replace(text.begin(), text.end(), '\f', '\n');  // ends the page
  return text;
}

// The page's upright words and where they stand.
std::vector<PrintedWord> printed_words(const poppler::page& page) {
  std::vector<PrintedWord> words;
  std::map<std::string, int> fonts;
  for (const poppler::text_box& box : page.text_list(poppler::page::text_list_include_font)) {
    if (box.rotation() != 0) continue;
    const poppler::rectf place = box.bbox();
    const bool sane = std::abs(place.left()) < kFarthest && std::abs(place.right()) < kFarthest &&
                      std::abs(place.top()) < kFarthest && std::abs(place.bottom()) < kFarthest;
    if (!sane) continue;  // what is no number either
    const int font = fonts.try_emplace(box.get_font_name(0), static_cast<int>(fonts.size())).first->second;
    words.push_back({utf8_of(box.text()), place.left(), place.right(), place.top(), place.bottom(), font});
  }
  return words;
}

// Drawn in gray at 300 dots an inch, or as many as there may be pixels.
std::optional<RecognisedText> recognise(const poppler::page& page, Ocr& ocr) {
  const poppler::rectf size = page.page_rect();
  const double square_inches = size.width() * size.height() / (72.0 * 72.0);
  if (!(square_inches > 0.01)) return std::nullopt;
  const double dots = std::min(300.0, std::sqrt(static_cast<double>(ocr.limits().pixels) / 2 / square_inches));
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  const poppler::image image = renderer.render_page(&page, dots, dots);
  if (!image.is_valid() || image.format() != poppler::image::format_gray8) return std::nullopt;
  return ocr.read({image.const_data(), image.width(), image.height(), image.bytes_per_row(), static_cast<int>(dots)});
}

class PdfPages {
 public:
  PdfPages(const poppler::document& document, bool encrypted, TextSink& sink)
      : document_(document), sink_(sink), encrypted_(encrypted) {}

  void run() {
    const int pages = document_.pages();
    if (pages <= 0) throw ExtractionError("a PDF without pages");
    for (int next = 0; !sink_.full() && (next < pages || at_ < window_.size());) {
      while (next < pages && window_.size() < at_ + 3) read(next++);
      add(window_.size() == static_cast<std::size_t>(pages));
      if (++at_ <= 2) continue;
      window_.erase(window_.begin());
      texts_.erase(texts_.begin());
      --at_;
    }
    if (unplaced_ == 0) sink_.tell_running_lines();
    report(std::to_string(pages));
  }

 private:
  // Appends a page to the window; one whose text is all that is known has no lines.
  void read(int number) {
    window_.emplace_back();
    window_.back().number = static_cast<std::size_t>(number);
    std::string& text = texts_.emplace_back();
    std::unique_ptr<poppler::page> page(document_.create_page(number));
    if (!page) return static_cast<void>(++empty_);
    window_.back().width = page->page_rect().width();
    window_.back().height = page->page_rect().height();
    text = page_text(*page);
    Glyphs glyphs = count_glyphs(text);
    const bool picture = glyphs.letters < kFewLetters || glyphs.lost * 5 > glyphs.letters;
    if (sink_.ocr() != nullptr && picture && recognise_page(*page, text, glyphs)) {
      glyphs = count_glyphs(text);
    } else if (text.size() <= kLaidOut) {
      window_.back().lines = printed_lines(text, printed_words(*page));
    }
    if (window_.back().lines.empty() && glyphs.letters > 0) ++unplaced_;
    all_.letters += glyphs.letters;
    all_.lost += glyphs.lost;
    if (glyphs.letters == 0) ++empty_;
  }

  // Heads and feet are said once, the feet behind a form feed. `all`: the window is the whole document.
  void add(bool all) {
    sink_.new_page();
    const double width = window_[at_].width;
    if (window_[at_].lines.empty()) return sink_.add(texts_[at_]);
    const PageParts parts = running_.parts(window_, at_, all);
    if (!parts.heads.empty()) sink_.add(layout_.arrange(parts.heads, width) + '\n');
    sink_.add(layout_.arrange(parts.text, width));
    if (!parts.feet.empty()) sink_.add("\n\f" + layout_.arrange(parts.feet, width));
  }

  // A stamp or a running head on a scanned page is kept before what is recognised behind it; lost glyphs are not.
  bool recognise_page(const poppler::page& page, std::string& text, const Glyphs& glyphs) {
    if (!sink_.ocr()->has_time()) return ++left_out_, false;
    const auto recognised = recognise(page, *sink_.ocr());
    if (recognised && !recognised->in_time) ++late_;
    if (!recognised || recognised->text.empty()) return false;
    const bool lost = glyphs.lost * 5 > glyphs.letters;
    if (!lost && glyphs.letters > 0 && count_glyphs(recognised->text).letters < glyphs.letters * 3 / 2 + kStamp)
      return false;
    if (recognised->unsure() && recognised->in_time) ++unsure_;
    text = lost || glyphs.letters == 0 ? recognised->text : text + "\n\n" + recognised->text;
    return true;
  }

  // Of pages that were given up, all or in part; empty if there are none.
  std::string given_up(const std::string& of) const {
    if (sink_.ocr() == nullptr) return {};
    const OcrLimits& limits = sink_.ocr()->limits();
    if (left_out_ > 0)
      return "OCR was given up after " + std::to_string(limits.seconds) + " seconds: " + std::to_string(left_out_) +
             of + " are left out";
    return late_ == 0 ? std::string()
                      : "OCR took more than " + std::to_string(limits.page_seconds) + " seconds for " +
                            std::to_string(late_) + of + ": they are read in part, or not at all";
  }

  [[noreturn]] void report_nothing(const std::string& of) const {
    const bool ocr = sink_.ocr() != nullptr;
    if (encrypted_)
      throw ExtractionError("encrypted: without its password no text is found in it, or its pages are " +
                            std::string(ocr ? "empty" : "pictures (scanned? --ocr reads them) or empty"));
    if (const std::string late = given_up(of); !late.empty()) throw ExtractionError(late);
    throw ExtractionError(ocr ? "no text in it: the pages are empty, or pictures in which OCR finds none"
                              : "no text in it: the pages are pictures (scanned? --ocr reads them) or empty");
  }

  void report(const std::string& pages) {
    const std::string of = " of " + pages + " pages";
    const bool ocr = sink_.ocr() != nullptr;
    if (all_.letters == 0) report_nothing(of);
    const std::string late = given_up(of);
    if (all_.lost * 5 > all_.letters)
      sink_.note("many letters have no known meaning: the PDF's fonts lack their tables" +
                 std::string(ocr ? "" : " (--ocr reads the pages as pictures)"));
    else if (!late.empty())
      sink_.note(late);
    else if (unsure_ > 0)
      sink_.note("OCR is unsure of " + std::to_string(unsure_) + of);
    else if (empty_ > 0 && !ocr)
      sink_.note(std::to_string(empty_) + of + " hold no text (pictures? --ocr reads them)");
  }

  const poppler::document& document_;
  TextSink& sink_;
  bool encrypted_;
  PageLayout layout_;
  RunningLines running_;
  std::vector<PrintedPage> window_;  // up to two pages before and behind the one at `at_`
  std::vector<std::string> texts_;   // of its pages
  std::size_t at_ = 0, unplaced_ = 0;
  Glyphs all_;
  int empty_ = 0, unsure_ = 0, late_ = 0, left_out_ = 0;
};

// Poppler takes a file whose encryption it does not understand for one without; its trailer tells.
bool has_encryption(const poppler::document& document, std::string_view bytes) {
  constexpr std::string_view kEntry = "/Encrypt";
  if (document.is_encrypted()) return true;
  for (std::size_t at = bytes.find(kEntry); at != std::string_view::npos; at = bytes.find(kEntry, at + 1)) {
    const std::size_t next = at + kEntry.size();
    if (next < bytes.size() && (bytes[next] == ' ' || bytes[next] == '<')) return true;
  }
  return false;
}

}  // namespace

void extract_pdf(std::string_view bytes, TextSink& sink) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (!document) throw ExtractionError("no readable PDF: it is damaged or cut off");
  if (document->is_locked()) throw ExtractionError("encrypted: a password is needed");
  PdfPages(*document, has_encryption(*document, bytes), sink).run();
}

}  // namespace opslag::corpus
