// ODT, ODS, ODP: content.xml with paragraphs, tables, slides; tracked deletions left out.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/attachments/extractors.h"
#include "corpus/attachments/open_styles.h"
#include "corpus/attachments/xml_events.h"
#include "corpus/attachments/zip_archive.h"

namespace opslag::corpus {
namespace {

constexpr int kMostRepeats = 100;  // spreadsheets repeat empty cells a million times

// The lists that are open, and the label that waits for an item's first paragraph.
class OpenLists {
 public:
  explicit OpenLists(OpenStyles& styles) : numbers_(styles.numbers()) {}

  void start(std::string_view name, const XmlAttributes& attributes) {
    if (name == "list") begin(attributes);
    if (name == "list-item" && !lists_.empty()) {
      item_ = true;
      const std::string_view number = attributes.get("text:start-value");
      if (!number.empty() && std::atoi(std::string(number).c_str()) > 0)
        numbers_.set_next(lists_.back(), level(), std::atoi(std::string(number).c_str()));
    }
  }
  void end(std::string_view name) {
    if (name == "list" && !lists_.empty()) lists_.pop_back();
    if (name == "list-item") item_ = false;
  }
  // Before a paragraph or heading.
  std::string next_label(bool heading, const XmlAttributes& attributes) {
    if (std::exchange(item_, false)) return numbers_.next_label(lists_.back(), level());
    if (!heading || !lists_.empty() || attributes.get("text:is-list-header") == "true") return {};
    const int outline = std::atoi(std::string(attributes.get("text:outline-level")).c_str());
    return outline < 1 ? std::string() : numbers_.next_label(kHeadingList, static_cast<std::size_t>(outline - 1));
  }

 private:
  std::size_t level() const { return lists_.size() - 1; }
  void begin(const XmlAttributes& attributes) {
    std::string style(attributes.get("text:style-name"));
    if (style.empty() && !lists_.empty()) style = lists_.back();
    const bool goes_on =
        attributes.get("text:continue-numbering") == "true" || !attributes.get("text:continue-list").empty();
    if (lists_.empty() && !goes_on) numbers_.restart(style);
    lists_.push_back(std::move(style));
  }

  ListNumbering& numbers_;
  std::vector<std::string> lists_;  // their styles
  bool item_ = false;
};

class OpenDocumentHandler : public XmlHandler {
 public:
  // `styles`: of a text; null where pages are sheets or slides.
  OpenDocumentHandler(TextSink& sink, OpenStyles* styles) : sink_(sink), styles_(styles), notes_(sink.limits()) {
    if (styles != nullptr) lists_.emplace(*styles);
  }

  // Behind the text: what stands at the foot of pages.
  void add_notes() {
    for (const Page& page : notes_.take()) {
      sink_.paragraph_break();
      sink_.add(page.text);
    }
  }

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "automatic-styles") in_styles_ = styles_ != nullptr;
    if (in_styles_) return styles_->start(name, attributes);
    if (name == "note-citation") return false;  // it would run into the word before it
    if (name == "note-body") to_ = &notes_;
    if (name == "tracked-changes" || name == "automatic-styles" || name == "styles" || name == "scripts") return false;
    if (name == "forms" || name == "settings") return false;
    if (name == "body") in_body_ = true;
    if (name == "table" && in_spreadsheet_) {
      sink_.new_page();
      sink_.add(attributes.get("table:name"));
      sink_.paragraph_break();
    }
    if (name == "spreadsheet") in_spreadsheet_ = true;
    if (name == "page") sink_.new_page();
    if (name == "table" && styles_ != nullptr && cells_ == 0) sink_.paragraph_break(), above_.reset();
    if (name == "table-cell") ++cells_, cell_has_text_ = false;
    if (name == "p" || name == "h") begin_paragraph(name == "h", attributes);
    if (lists_) lists_->start(name, attributes);
    if (name == "s") to_->add(std::string(repeats(attributes.get("text:c")), ' '));
    if (name == "tab") to_->add("\t");
    if (name == "line-break") to_->line_break();
    return true;
  }

  void end(std::string_view name) override {
    if (name == "automatic-styles") in_styles_ = false;
    if (in_styles_) return styles_->end(name);
    if (name == "body") in_body_ = false;
    if (name == "note-body") notes_.paragraph_break(), to_ = &sink_;
    if (name == "p" || name == "h") end_paragraph();
    if (lists_) lists_->end(name);
    if (name == "table-cell" && cells_ > 0) {
      --cells_;
      if (cell_has_text_) sink_.cell_break();
    }
    if (name == "table-row") sink_.line_break();
    if (name == "table" && styles_ != nullptr && cells_ == 0) sink_.paragraph_break();
  }

  void text(std::string_view text) override {
    if (!in_body_) return;
    const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (blank && text.find('\n') != std::string_view::npos) return;  // white space between elements
    cell_has_text_ = filled_ = true;
    to_->add(text);
  }

 private:
  static std::size_t repeats(std::string_view count) {
    return count.empty() ? 1
                         : static_cast<std::size_t>(std::clamp(std::atoi(std::string(count).c_str()), 1, kMostRepeats));
  }

  void begin_paragraph(bool heading, const XmlAttributes& attributes) {
    filled_ = false;
    if (!lists_ || to_ != &sink_) return;
    style_ = attributes.get("text:style-name");
    if (above_ && styles_->apart(*above_, style_)) sink_.paragraph_break();
    above_.reset();
    if (const std::string label = lists_->next_label(heading, attributes); !label.empty()) sink_.add(label + " ");
  }

  void end_paragraph() {
    if (cells_ > 0 && to_ == &sink_) return styles_ != nullptr ? sink_.line_break() : sink_.add(" ");
    if (styles_ == nullptr || to_ != &sink_ || !filled_) return to_->paragraph_break();
    above_ = style_;
    sink_.line_break();
  }

  TextSink& sink_;
  OpenStyles* styles_;
  std::optional<OpenLists> lists_;
  TextSink notes_;
  TextSink* to_ = &sink_;
  std::string style_;                 // of the paragraph
  std::optional<std::string> above_;  // style of the one above, if the space below it is to be told
  int cells_ = 0;
  bool in_styles_ = false, in_body_ = false, in_spreadsheet_ = false, cell_has_text_ = false, filled_ = false;
};

// The heads and feet of pages stand in styles.xml, in each master page: said once each.
class HeadHandler : public XmlHandler {
 public:
  explicit HeadHandler(const ExtractionLimits& limits) : limits_(limits) {}

  bool start(std::string_view name, const XmlAttributes&) override {
    if (is_edge(name)) part_.emplace(limits_);
    if (name == "p") line_.clear(), counts_ = false;
    if (name == "page-number" || name == "page-count") counts_ = true;
    return name != "page-number" && name != "page-count";
  }
  void end(std::string_view name) override {
    if (part_ && name == "p") end_line();
    if (!is_edge(name) || !part_) return;
    auto& texts = name.starts_with("header") ? heads : feet;
    for (const Page& page : part_->take()) {
      if (page.text.size() > 1 && std::find(texts.begin(), texts.end(), page.text) == texts.end())
        texts.push_back(page.text);
    }
    part_.reset();
  }
  void text(std::string_view text) override {
    if (part_) line_ += text;
  }

  std::vector<std::string> heads, feet;

 private:
  // "Side 3 af 9" says nothing without its numbers.
  void end_line() {
    const bool counter = counts_ && line_.size() < 24;
    if (!counter) part_->add(line_);
    part_->line_break();
    line_.clear();
  }
  static bool is_edge(std::string_view name) {
    return name == "header" || name == "footer" || name == "header-left" || name == "footer-left" ||
           name == "header-first" || name == "footer-first";
  }

  const ExtractionLimits& limits_;
  std::optional<TextSink> part_;
  std::string line_;
  bool counts_ = false;
};

void add_texts(const std::vector<std::string>& texts, TextSink& sink) {
  for (const std::string& text : texts) {
    sink.paragraph_break();
    sink.add(text);
    sink.paragraph_break();
  }
}

}  // namespace

void extract_open_document(std::string_view bytes, TextSink& sink) {
  ZipArchive archive(bytes, sink.limits());
  const auto manifest = archive.read("META-INF/manifest.xml");
  if (manifest && manifest->find("encryption-data") != std::string::npos)
    throw ExtractionError("encrypted: a password is needed");
  const auto xml = archive.read("content.xml");
  if (!xml) throw ExtractionError("no OpenDocument file: it holds no content.xml");
  HeadHandler edges(sink.limits());
  OpenStyles looks;
  const bool text = xml->find("<office:text") != std::string::npos;
  if (const auto styles = text ? archive.read("styles.xml") : std::nullopt) {
    walk_xml(*styles, sink.limits(), edges);
    walk_xml(*styles, sink.limits(), looks);
  }
  add_texts(edges.heads, sink);
  OpenDocumentHandler handler(sink, text ? &looks : nullptr);
  walk_xml(*xml, sink.limits(), handler);
  handler.add_notes();
  add_feet(edges.feet, sink);
}

}  // namespace opslag::corpus
