// PPTX: a page a slide, with its notes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "corpus/attachments/extractors.h"
#include "corpus/attachments/xml_events.h"
#include "corpus/attachments/zip_archive.h"

namespace opslag::corpus {
namespace {

class SlideHandler : public XmlHandler {
 public:
  explicit SlideHandler(TextSink& sink) : sink_(sink) {}
  bool start(std::string_view name, const XmlAttributes&) override {
    if (name == "Fallback" || name == "fld") return name != "Fallback" && name != "fld";
    if (name == "t") in_text_ = true;
    if (name == "br") sink_.line_break();
    return true;
  }
  void end(std::string_view name) override {
    if (name == "t") in_text_ = false;
    if (name == "p") sink_.line_break();
    if (name == "tc") sink_.cell_break();
    if (name == "tr" || name == "sp") sink_.line_break();
  }
  void text(std::string_view text) override {
    if (in_text_) sink_.add(text);
  }

 private:
  TextSink& sink_;
  bool in_text_ = false;
};

// "ppt/slides/slide12.xml" → 12; 0 if it is no slide.
int slide_number(std::string_view name) {
  constexpr std::string_view kStem = "ppt/slides/slide";
  if (!name.starts_with(kStem) || !name.ends_with(".xml")) return 0;
  return std::atoi(std::string(name.substr(kStem.size())).c_str());
}

}  // namespace

void extract_slides(std::string_view bytes, TextSink& sink) {
  ZipArchive archive(bytes, sink.limits());
  std::vector<std::pair<int, std::string>> slides;
  for (const std::string& name : archive.names()) {
    if (const int number = slide_number(name)) slides.emplace_back(number, name);
  }
  if (slides.empty()) throw ExtractionError("no presentation: it holds no slides");
  std::sort(slides.begin(), slides.end());
  for (const auto& [number, name] : slides) {
    sink.new_page();
    for (const std::string& part : {name, "ppt/notesSlides/notesSlide" + std::to_string(number) + ".xml"}) {
      const auto xml = archive.read(part);
      if (!xml) continue;
      SlideHandler handler(sink);
      walk_xml(*xml, sink.limits(), handler);
    }
    if (sink.full()) return;
  }
}

}  // namespace opslag::corpus
