// Reads the paragraph spacing of styles.xml.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/word_spacing.h"

#include <algorithm>
#include <cstdlib>

namespace opslag::corpus {
namespace {

constexpr int kVisible = 60;  // twentieths of a point: 3 points
constexpr int kAutomatic = 280;

bool is_on(std::string_view value) {
  return value != "0" && value != "false" && value != "off";
}

std::optional<int> space_of(const XmlAttributes& attributes, std::string_view name, std::string_view automatic) {
  const std::string_view by_itself = attributes.get(automatic), value = attributes.get(name);
  if (!by_itself.empty() && is_on(by_itself)) return kAutomatic;
  if (value.empty()) return std::nullopt;
  return std::clamp(std::atoi(std::string(value).c_str()), 0, 10000);
}

struct StyleReader : XmlHandler {
  std::map<std::string, WordSpace> styles;
  std::map<std::string, std::string> based_on;
  std::string default_style;
  WordSpace defaults;
  std::string style;
  bool in_defaults = false;

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "style") {
      style = attributes.get("w:styleId");
      const bool is_default = attributes.get("w:default") == "1" || attributes.get("w:default") == "true";
      if (is_default && attributes.get("w:type") == "paragraph") default_style = style;
    }
    if (name == "pPrDefault") in_defaults = true;
    if (in_defaults) defaults.take(name, attributes);
    if (style.empty()) return true;
    if (name == "basedOn") based_on[style] = attributes.get("w:val");
    styles[style].take(name, attributes);
    return true;
  }
  void end(std::string_view name) override {
    if (name == "style") style.clear();
    if (name == "pPrDefault") in_defaults = false;
  }
  void text(std::string_view) override {}
};

}  // namespace

void WordSpace::take(std::string_view element, const XmlAttributes& attributes) {
  if (element == "contextualSpacing") contextual = is_on(attributes.get("w:val"));
  if (element != "spacing") return;
  if (const auto space = space_of(attributes, "w:before", "w:beforeAutospacing")) before = space;
  if (const auto space = space_of(attributes, "w:after", "w:afterAutospacing")) after = space;
}

void WordSpace::fill_from(const WordSpace& other) {
  if (!before) before = other.before;
  if (!after) after = other.after;
  if (!contextual) contextual = other.contextual;
}

WordSpacing::WordSpacing(std::string_view styles_xml, const ExtractionLimits& limits) {
  if (styles_xml.empty()) return;
  StyleReader reader;
  walk_xml(styles_xml, limits, reader);
  known_ = !reader.styles.empty();
  styles_ = std::move(reader.styles);
  based_on_ = std::move(reader.based_on);
  default_style_ = std::move(reader.default_style);
  default_ = reader.defaults;
}

WordSpace WordSpacing::resolved(const std::string& style, WordSpace own) const {
  std::string name = style.empty() ? default_style_ : style;
  for (int depth = 0; depth < 10; ++depth) {  // a hostile chain of styles may go in circles
    if (const auto found = styles_.find(name); found != styles_.end()) own.fill_from(found->second);
    const auto base = based_on_.find(name);
    if (base == based_on_.end()) break;
    name = base->second;
  }
  own.fill_from(default_);
  return own;
}

bool WordSpacing::apart(const std::string& style, const WordSpace& own, const std::string& next_style,
                        const WordSpace& next) const {
  if (!known_) return true;
  const WordSpace above = resolved(style, own), below = resolved(next_style, next);
  const bool same = style == next_style;
  const int after = same && above.contextual.value_or(false) ? 0 : above.after.value_or(0);
  const int before = same && below.contextual.value_or(false) ? 0 : below.before.value_or(0);
  return std::max(after, before) >= kVisible;
}

}  // namespace opslag::corpus
