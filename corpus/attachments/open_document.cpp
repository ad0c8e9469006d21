// ODT, ODS, ODP: content.xml with paragraphs, tables, slides; tracked deletions left out.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>

#include "corpus/attachments/extractors.h"
#include "corpus/attachments/xml_events.h"
#include "corpus/attachments/zip_archive.h"

namespace opslag::corpus {
namespace {

constexpr int kMostRepeats = 100;  // spreadsheets repeat empty cells a million times

class OpenDocumentHandler : public XmlHandler {
 public:
  explicit OpenDocumentHandler(TextSink& sink) : sink_(sink) {}

  bool start(std::string_view name, const XmlAttributes& attributes) override {
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
    if (name == "s") sink_.add(std::string(repeats(attributes.get("text:c")), ' '));
    if (name == "tab") sink_.add("\t");
    if (name == "line-break") sink_.line_break();
    return true;
  }

  void end(std::string_view name) override {
    if (name == "body") in_body_ = false;
    if (name == "p" || name == "h") cells_ > 0 ? sink_.add(" ") : sink_.paragraph_break();
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
    sink_.add(text);
  }

 private:
  static std::size_t repeats(std::string_view count) {
    return count.empty() ? 1
                         : static_cast<std::size_t>(std::clamp(std::atoi(std::string(count).c_str()), 1, kMostRepeats));
  }

  TextSink& sink_;
  int cells_ = 0;
  bool in_body_ = false, in_spreadsheet_ = false, cell_has_text_ = false;
};

}  // namespace

void extract_open_document(std::string_view bytes, TextSink& sink) {
  ZipArchive archive(bytes, sink.limits());
  const auto manifest = archive.read("META-INF/manifest.xml");
  if (manifest && manifest->find("encryption-data") != std::string::npos)
    throw ExtractionError("encrypted: a password is needed");
  const auto xml = archive.read("content.xml");
  if (!xml) throw ExtractionError("no OpenDocument file: it holds no content.xml");
  OpenDocumentHandler handler(sink);
  walk_xml(*xml, sink.limits(), handler);
}

}  // namespace opslag::corpus
