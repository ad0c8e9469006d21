// Reads numbering.xml and styles.xml and counts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/word_numbering.h"

#include <algorithm>

#include "corpus/attachments/xml_events.h"

namespace opslag::corpus {
namespace {

std::size_t level_of(std::string_view text) {
  return std::min<std::size_t>(kNumberingLevels - 1,
                               static_cast<std::size_t>(std::max(0, std::atoi(std::string(text).c_str()))));
}

struct NumberingReader : XmlHandler {
  std::map<std::string, NumberingLevels> abstract;
  std::map<std::string, std::string> lists;
  std::string id, list;
  std::size_t level = 0;

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    const std::string value(attributes.get("w:val"));
    if (name == "abstractNum") id = attributes.get("w:abstractNumId"), abstract[id];
    if (name == "num") list = attributes.get("w:numId");
    if (name == "abstractNumId" && !list.empty()) lists[list] = value;
    if (name == "lvlOverride") return false;
    if (name == "lvl") level = level_of(attributes.get("w:ilvl"));
    if (id.empty()) return true;
    NumberingLevel& here = abstract[id][level];
    if (name == "start") here.start = std::atoi(value.c_str());
    if (name == "numFmt") here.format = value;
    if (name == "lvlText") here.text = value;
    return true;
  }
  void end(std::string_view name) override {
    if (name == "abstractNum") id.clear();
    if (name == "num") list.clear();
  }
  void text(std::string_view) override {}
};

struct StyleReader : XmlHandler {
  std::map<std::string, ListPlace> places;
  std::map<std::string, std::string> based_on;
  std::string style;

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "style") style = attributes.get("w:styleId");
    if (style.empty()) return true;
    if (name == "basedOn") based_on[style] = attributes.get("w:val");
    if (name == "ilvl") places[style].level = level_of(attributes.get("w:val"));
    if (name == "numId") places[style].list = attributes.get("w:val");
    return true;
  }
  void end(std::string_view name) override {
    if (name == "style") style.clear();
  }
  void text(std::string_view) override {}
};

}  // namespace

WordNumbering::WordNumbering(std::string_view numbering_xml, std::string_view styles_xml,
                             const ExtractionLimits& limits) {
  if (!numbering_xml.empty()) {
    NumberingReader reader;
    walk_xml(numbering_xml, limits, reader);
    for (auto& [id, levels] : reader.abstract) numbers_.define(id, std::move(levels));
    lists_ = std::move(reader.lists);
  }
  if (!styles_xml.empty()) {
    StyleReader reader;
    walk_xml(styles_xml, limits, reader);
    styles_ = std::move(reader.places);
    based_on_ = std::move(reader.based_on);
  }
}

ListPlace WordNumbering::place_of_style(const std::string& style) const {
  std::string name = style;
  for (int depth = 0; depth < 10; ++depth) {  // a hostile chain of styles may go in circles
    if (const auto found = styles_.find(name); found != styles_.end() && !found->second.list.empty())
      return found->second;
    const auto base = based_on_.find(name);
    if (base == based_on_.end()) break;
    name = base->second;
  }
  return {};
}

std::string WordNumbering::next_label(const ListPlace& place) {
  const auto list = lists_.find(place.list);
  return list == lists_.end() ? std::string() : numbers_.next_label(list->second, place.level);
}

}  // namespace opslag::corpus
