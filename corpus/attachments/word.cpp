// DOCX: paragraphs, tables, text boxes, notes, headers and footers; what tracked changes deleted is left out.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "corpus/attachments/extractors.h"
#include "corpus/attachments/word_numbering.h"
#include "corpus/attachments/word_spacing.h"
#include "corpus/attachments/xml_events.h"
#include "corpus/attachments/zip_archive.h"

namespace opslag::corpus {
namespace {

// What a document's paragraphs look like; null for parts that are said without.
struct WordLook {
  WordNumbering* numbering = nullptr;
  const WordSpacing* spacing = nullptr;
};

class WordHandler : public XmlHandler {
 public:
  WordHandler(TextSink& sink, WordLook look) : sink_(sink), look_(look) {}

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    // Deleted and moved-away text is no text; a fallback repeats its alternative for old programs.
    if (name == "del" || name == "moveFrom" || name == "delText" || name == "Fallback" || name == "instrText")
      return false;
    if (name == "t") in_text_ = true;
    if (name == "p") paragraph_ = {};
    if (name == "pStyle") paragraph_.style = attributes.get("w:val");
    if (name == "numId") paragraph_.place.list = attributes.get("w:val");
    if (name == "ilvl")
      paragraph_.place.level = static_cast<std::size_t>(std::atoi(std::string(attributes.get("w:val")).c_str()));
    paragraph_.space.take(name, attributes);
    if (name == "r") begin_run();
    if (name == "tab") sink_.add("\t");
    if (name == "br" || name == "cr") sink_.line_break();
    if (name == "noBreakHyphen") sink_.add("-");
    if (name == "tbl") begin_table();
    if (name == "txbxContent") sink_.line_break();
    if (name == "sym") add_symbol(attributes.get("w:char"));
    return true;
  }

  void end(std::string_view name) override {
    if (name == "t") in_text_ = false;
    if (name == "p") end_paragraph();
    if (name == "tc") sink_.cell_break();
    if (name == "tr") sink_.line_break();
    if (name == "tbl" && tables_ > 0 && --tables_ == 0) sink_.paragraph_break();
  }

  void text(std::string_view text) override {
    if (!in_text_) return;
    paragraph_.filled = true;
    sink_.add(text);
  }

 private:
  struct Paragraph {
    std::string style;
    ListPlace place;
    WordSpace space;
    bool begun = false, filled = false;
  };

  void add_symbol(std::string_view code) {
    if (!code.empty()) sink_.add(" ");  // a letter of a picture font: bullets, ticks
  }

  void begin_table() {
    if (tables_++ == 0) sink_.paragraph_break();
    last_.reset();
  }

  // Before a paragraph's first run; a paragraph's own list comes before its style's, and list "0" means none.
  void begin_run() {
    if (std::exchange(paragraph_.begun, true)) return;
    if (last_ && look_.spacing->apart(last_->style, last_->space, paragraph_.style, paragraph_.space))
      sink_.paragraph_break();
    if (look_.numbering == nullptr || (paragraph_.place.list.empty() && paragraph_.style.empty())) return;
    const ListPlace place =
        paragraph_.place.list.empty() ? look_.numbering->place_of_style(paragraph_.style) : paragraph_.place;
    if (const std::string label = look_.numbering->next_label(place); !label.empty()) sink_.add(label + " ");
  }

  void end_paragraph() {
    if (tables_ > 0) return sink_.line_break();
    const bool told = look_.spacing != nullptr && paragraph_.filled;  // an empty one is a gap by itself
    last_ = told ? std::optional(paragraph_) : std::nullopt;
    told ? sink_.line_break() : sink_.paragraph_break();
    paragraph_.begun = true;  // what follows a text box belongs to no new one
  }

  TextSink& sink_;
  WordLook look_;
  bool in_text_ = false;
  int tables_ = 0;
  Paragraph paragraph_;
  std::optional<Paragraph> last_;  // the one above, if the space below it is to be told
};

// The same header stands in up to three parts (first, even, odd page) and in every section: said once.
void add_part(ZipArchive& archive, const std::string& name, TextSink& sink, std::set<std::string>* said) {
  const auto xml = archive.read(name);
  if (!xml) return;
  if (said == nullptr) {
    const std::string styles = archive.read("word/styles.xml").value_or("");
    WordNumbering numbering(archive.read("word/numbering.xml").value_or(""), styles, sink.limits());
    const WordSpacing spacing(styles, sink.limits());
    WordHandler handler(sink, {&numbering, &spacing});
    return walk_xml(*xml, sink.limits(), handler);
  }
  TextSink part(sink.limits());
  WordHandler handler(part, {});
  walk_xml(*xml, sink.limits(), handler);
  for (const Page& page : part.take()) {
    if (page.text.empty() || !said->insert(page.text).second) continue;
    sink.paragraph_break();
    sink.add(page.text);
  }
}

}  // namespace

void extract_word(std::string_view bytes, TextSink& sink) {
  ZipArchive archive(bytes, sink.limits());
  std::vector<std::string> names = archive.names();
  std::string main = "word/document.xml";
  if (!archive.has(main)) {  // other producers number it: word/document2.xml
    const auto found = std::find_if(names.begin(), names.end(), [](const std::string& name) {
      return name.starts_with("word/document") && name.ends_with(".xml");
    });
    if (found == names.end()) throw ExtractionError("no Word document: it holds no word/document.xml");
    main = *found;
  }
  sink.new_page();
  std::set<std::string> said;
  std::sort(names.begin(), names.end());
  const auto add_parts = [&](std::string_view stem, TextSink& to) {
    for (const std::string& name : names) {
      if (name.starts_with(stem) && name.ends_with(".xml")) add_part(archive, name, to, &said);
    }
  };
  add_parts("word/header", sink);
  sink.paragraph_break();
  add_part(archive, main, sink, nullptr);
  add_parts("word/footnotes", sink);
  add_parts("word/endnotes", sink);
  TextSink feet(sink.limits());
  for (const std::string_view stem : {"word/comments.xml", "word/footer"}) add_parts(stem, feet);
  for (const Page& page : feet.take()) add_feet({page.text}, sink);
}

}  // namespace opslag::corpus
