// ODT, ODS, ODP: content.xml with paragraphs, tables, slides; tracked deletions left out.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "corpus/attachments/extractors.h"
#include "corpus/attachments/xml_events.h"
#include "corpus/attachments/zip_archive.h"

namespace opslag::corpus {
namespace {

constexpr int kMostRepeats = 100;  // spreadsheets repeat empty cells a million times

class OpenDocumentHandler : public XmlHandler {
 public:
  explicit OpenDocumentHandler(TextSink& sink) : sink_(sink), notes_(sink.limits()) {}

  // Behind the text: what stands at the foot of pages.
  void add_notes() {
    for (const Page& page : notes_.take()) {
      sink_.paragraph_break();
      sink_.add(page.text);
    }
  }

  bool start(std::string_view name, const XmlAttributes& attributes) override {
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
    if (name == "table-cell") ++cells_, cell_has_text_ = false;
    if (name == "s") to_->add(std::string(repeats(attributes.get("text:c")), ' '));
    if (name == "tab") to_->add("\t");
    if (name == "line-break") to_->line_break();
    return true;
  }

  void end(std::string_view name) override {
    if (name == "body") in_body_ = false;
    if (name == "note-body") notes_.paragraph_break(), to_ = &sink_;
    if (name == "p" || name == "h") cells_ > 0 && to_ == &sink_ ? sink_.add(" ") : to_->paragraph_break();
    if (name == "table-cell" && cells_ > 0) {
      --cells_;
      if (cell_has_text_) sink_.cell_break();
    }
    if (name == "table-row") sink_.line_break();
  }

  void text(std::string_view text) override {
    if (!in_body_) return;
    const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (blank && text.find('\n') != std::string_view::npos) return;  // white space between elements
    cell_has_text_ = true;
    to_->add(text);
  }

 private:
  static std::size_t repeats(std::string_view count) {
    return count.empty() ? 1
                         : static_cast<std::size_t>(std::clamp(std::atoi(std::string(count).c_str()), 1, kMostRepeats));
  }

  TextSink& sink_;
  TextSink notes_;
  TextSink* to_ = &sink_;
  int cells_ = 0;
  bool in_body_ = false, in_spreadsheet_ = false, cell_has_text_ = false;
};

// The heads and feet of pages stand in styles.xml, in each master page: said once each.
class HeadHandler : public XmlHandler {
 public:
  explicit HeadHandler(const ExtractionLimits& limits) : limits_(limits) {}

  bool start(std::string_view name, const XmlAttributes&) override {
    if (is_edge(name)) part_.emplace(limits_);
    return name != "page-number" && name != "page-count";
  }
  void end(std::string_view name) override {
    if (part_ && name == "p") part_->line_break();
    if (!is_edge(name) || !part_) return;
    auto& texts = name.starts_with("header") ? heads : feet;
    for (const Page& page : part_->take()) {
      if (page.text.size() > 1 && std::find(texts.begin(), texts.end(), page.text) == texts.end())
        texts.push_back(page.text);
    }
    part_.reset();
  }
  void text(std::string_view text) override {
    if (part_) part_->add(text);
  }

  std::vector<std::string> heads, feet;

 private:
  static bool is_edge(std::string_view name) {
    return name == "header" || name == "footer" || name == "header-left" || name == "footer-left" ||
           name == "header-first" || name == "footer-first";
  }

  const ExtractionLimits& limits_;
  std::optional<TextSink> part_;
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
  const bool text = xml->find("<office:text") != std::string::npos;
  if (const auto styles = text ? archive.read("styles.xml") : std::nullopt) walk_xml(*styles, sink.limits(), edges);
  add_texts(edges.heads, sink);
  OpenDocumentHandler handler(sink);
  walk_xml(*xml, sink.limits(), handler);
  handler.add_notes();
  add_texts(edges.feet, sink);
}

}  // namespace opslag::corpus
