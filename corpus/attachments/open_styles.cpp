// Reads an OpenDocument text's styles.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/open_styles.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace opslag::corpus {
namespace {

constexpr double kVisible = 3;  // points

// "0.2cm" in points; none for percentages and what is no length.
std::optional<double> points(std::string_view length) {
  constexpr std::pair<std::string_view, double> kUnits[]{{"cm", 72 / 2.54}, {"mm", 72 / 25.4}, {"in", 72}, {"pt", 1}};
  for (const auto& [unit, size] : kUnits) {
    if (length.ends_with(unit)) return std::clamp(std::atof(std::string(length).c_str()), 0.0, 1000.0) * size;
  }
  return std::nullopt;
}

std::string format_of(std::string_view format) {
  if (format == "1") return "decimal";
  if (format == "a") return "lowerLetter";
  if (format == "A") return "upperLetter";
  if (format == "i") return "lowerRoman";
  if (format == "I") return "upperRoman";
  return "none";
}

int number_of(std::string_view text, int otherwise) {
  return text.empty() ? otherwise : std::clamp(std::atoi(std::string(text).c_str()), 0, 99999);
}

}  // namespace

bool OpenStyles::start(std::string_view name, const XmlAttributes& attributes) {
  const bool paragraph = attributes.get("style:family") == "paragraph";
  if (name == "style" && paragraph) {
    style_ = attributes.get("style:name");
    spaces_[*style_].parent = attributes.get("style:parent-style-name");
  }
  if (name == "default-style" && paragraph) style_ = "";
  if (name == "paragraph-properties" && style_) take_space(attributes);
  if (name == "list-style") list_ = attributes.get("style:name");
  if (name == "outline-style") list_ = kHeadingList;
  if (name == "list-style" || name == "outline-style") levels_.fill({1, "none", ""});
  if (name.ends_with("level-style-number") || name == "outline-level-style") take_level(attributes);
  return true;
}

void OpenStyles::end(std::string_view name) {
  if (name == "style" || name == "default-style") style_.reset();
  if ((name == "list-style" || name == "outline-style") && list_) {
    numbers_.define(*list_, levels_);
    list_.reset();
  }
}

void OpenStyles::take_space(const XmlAttributes& attributes) {
  Space& space = spaces_[*style_];
  for (const std::string_view name : {"fo:margin", "fo:margin-top"}) {
    if (const auto length = points(attributes.get(name))) space.above = length;
  }
  for (const std::string_view name : {"fo:margin", "fo:margin-bottom"}) {
    if (const auto length = points(attributes.get(name))) space.below = length;
  }
}

void OpenStyles::take_level(const XmlAttributes& attributes) {
  const int level = number_of(attributes.get("text:level"), 1);
  if (level < 1 || level > static_cast<int>(kNumberingLevels)) return;
  NumberingLevel& here = levels_[static_cast<std::size_t>(level - 1)];
  here.start = number_of(attributes.get("text:start-value"), 1);
  here.format = format_of(attributes.get("style:num-format"));
  here.text = attributes.get("style:num-prefix");
  const int shown = std::clamp(number_of(attributes.get("text:display-levels"), 1), 1, level);
  for (int above = level - shown + 1; above <= level; ++above) {
    if (above > level - shown + 1) here.text += '.';
    (here.text += '%') += std::to_string(above);
  }
  here.text += attributes.get("style:num-suffix");
}

OpenStyles::Space OpenStyles::resolved(const std::string& style) const {
  Space result;
  std::string name = style;
  for (int depth = 0; depth < 10; ++depth) {  // a hostile chain of styles may go in circles
    const auto found = spaces_.find(name);
    if (found == spaces_.end()) break;
    if (!result.above) result.above = found->second.above;
    if (!result.below) result.below = found->second.below;
    if (name.empty()) break;
    name = found->second.parent;
  }
  return result;
}

bool OpenStyles::apart(const std::string& style, const std::string& next_style) const {
  if (spaces_.empty()) return true;
  const double below = resolved(style).below.value_or(0), above = resolved(next_style).above.value_or(0);
  return std::max(below, above) >= kVisible;
}

}  // namespace opslag::corpus
