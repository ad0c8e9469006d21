// PDF through poppler: page by page, in reading order; encrypted, broken and picture-only files are told apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <memory>
#include <string>

#include "analyzers/text.h"
#include "corpus/attachments/extractors.h"

namespace opslag::corpus {
namespace {

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

std::string page_text(const poppler::document& document, int number) {
  const std::unique_ptr<poppler::page> page(document.create_page(number));
  if (!page) return {};
  const poppler::byte_array utf8 = page->text(poppler::rectf(), poppler::page::raw_order_layout).to_utf8();
  return analyzers::valid_utf8({utf8.data(), utf8.size()});
}

}  // namespace

void extract_pdf(std::string_view bytes, TextSink& sink) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (!document) throw ExtractionError("no readable PDF: it is damaged or cut off");
  if (document->is_locked()) throw ExtractionError("encrypted: a password is needed");
  const int pages = document->pages();
  if (pages <= 0) throw ExtractionError("a PDF without pages");
  Glyphs all;
  int empty = 0;
  for (int i = 0; i < pages && !sink.full(); ++i) {
    sink.new_page();
    const std::string text = page_text(*document, i);
    const Glyphs glyphs = count_glyphs(text);
    all.letters += glyphs.letters;
    all.lost += glyphs.lost;
    if (glyphs.letters == 0) ++empty;
    sink.add(text);
  }
  if (all.letters == 0) throw ExtractionError("no text in it: the pages are pictures (scanned?) or empty");
  if (all.lost * 5 > all.letters)
    sink.note("many letters have no known meaning: the PDF's fonts lack their tables");
  else if (empty > 0)
    sink.note(std::to_string(empty) + " of " + std::to_string(pages) + " pages hold no text (pictures?)");
}

}  // namespace opslag::corpus
