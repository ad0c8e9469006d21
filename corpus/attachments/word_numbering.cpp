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
  std::map<std::string, std::array<NumberingLevel, kNumberingLevels>> abstract;
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

std::string roman(int number) {
  constexpr std::array<std::pair<int, std::string_view>, 13> kSigns{{{1000, "m"},
                                                                     {900, "cm"},
                                                                     {500, "d"},
                                                                     {400, "cd"},
                                                                     {100, "c"},
                                                                     {90, "xc"},
                                                                     {50, "l"},
                                                                     {40, "xl"},
                                                                     {10, "x"},
                                                                     {9, "ix"},
                                                                     {5, "v"},
                                                                     {4, "iv"},
                                                                     {1, "i"}}};
  std::string text;
  for (const auto& [value, sign] : kSigns) {
    for (; number >= value && text.size() < 20; number -= value) text += sign;
  }
  return text;
}

std::string shown(int number, const std::string& format) {
  if (number < 1) return std::to_string(number);
  std::string text;
  if (format == "lowerLetter" || format == "upperLetter")
    text = std::string(1, static_cast<char>('a' + (number - 1) % 26));
  else if (format == "lowerRoman" || format == "upperRoman")
    text = roman(number);
  else
    text = std::to_string(number);
  if (format.starts_with("upper")) {
    for (char& c : text) c = static_cast<char>(c - 32);
  }
  return text;
}

}  // namespace

WordNumbering::WordNumbering(std::string_view numbering_xml, std::string_view styles_xml,
                             const ExtractionLimits& limits) {
  if (!numbering_xml.empty()) {
    NumberingReader reader;
    walk_xml(numbering_xml, limits, reader);
    abstract_ = std::move(reader.abstract);
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
  if (list == lists_.end()) return {};
  const auto levels = abstract_.find(list->second);
  if (levels == abstract_.end() || place.level >= kNumberingLevels) return {};
  auto [counter, fresh] = counters_.try_emplace(list->second);
  std::array<int, kNumberingLevels>& counts = counter->second;
  if (fresh) counts.fill(0);
  if (counts[place.level] == 0)
    counts[place.level] = levels->second[place.level].start;
  else
    ++counts[place.level];
  std::fill(counts.begin() + static_cast<std::ptrdiff_t>(place.level) + 1, counts.end(), 0);
  const NumberingLevel& level = levels->second[place.level];
  if (level.format == "bullet" || level.format == "none") return {};
  std::string label;
  for (std::size_t i = 0; i < level.text.size(); ++i) {
    const bool number =
        level.text[i] == '%' && i + 1 < level.text.size() && level.text[i + 1] >= '1' && level.text[i + 1] <= '9';
    if (!number) {
      label += level.text[i];
      continue;
    }
    const auto at = static_cast<std::size_t>(level.text[++i] - '1');
    label += shown(counts[at] == 0 ? levels->second[at].start : counts[at], levels->second[at].format);
  }
  return label;
}

}  // namespace opslag::corpus
