// Counts the items of numbered lists and headings.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/list_numbering.h"

#include <algorithm>
#include <utility>

namespace opslag::corpus {
namespace {

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

void ListNumbering::define(const std::string& list, NumberingLevels levels) {
  lists_[list].levels = std::move(levels);
}

void ListNumbering::restart(const std::string& list) {
  if (const auto found = lists_.find(list); found != lists_.end()) found->second.counts.fill(0);
}

void ListNumbering::set_next(const std::string& list, std::size_t level, int number) {
  const auto found = lists_.find(list);
  if (found != lists_.end() && level < kNumberingLevels) found->second.counts[level] = number - 1;
}

std::string ListNumbering::next_label(const std::string& name, std::size_t place) {
  const auto list = lists_.find(name);
  if (list == lists_.end() || place >= kNumberingLevels) return {};
  auto& [levels, counts] = list->second;
  if (counts[place] == 0)
    counts[place] = levels[place].start;
  else
    ++counts[place];
  std::fill(counts.begin() + static_cast<std::ptrdiff_t>(place) + 1, counts.end(), 0);
  const NumberingLevel& level = levels[place];
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
    label += shown(counts[at] == 0 ? levels[at].start : counts[at], levels[at].format);
  }
  return label;
}

}  // namespace opslag::corpus
