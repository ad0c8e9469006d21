// Counts the items of numbered lists and headings as word processors do.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <map>
#include <string>
#include <string_view>

namespace opslag::corpus {

inline constexpr std::size_t kNumberingLevels = 9;

struct NumberingLevel {
  int start = 1;
  std::string format = "decimal";  // decimal, lowerLetter, upperLetter, lowerRoman, upperRoman, bullet, none …
  std::string text;                // "%1.%2"
};
using NumberingLevels = std::array<NumberingLevel, kNumberingLevels>;

// Not thread-safe.
class ListNumbering {
 public:
  void define(const std::string& list, NumberingLevels levels);
  // The next label of that list at that level: "2.1", "b)"; empty for bullets and unknown lists.
  std::string next_label(const std::string& list, std::size_t level);
  void restart(const std::string& list);
  void set_next(const std::string& list, std::size_t level, int number);  // the next label's

 private:
  struct List {
    NumberingLevels levels;
    std::array<int, kNumberingLevels> counts{};
  };
  std::map<std::string, List> lists_;
};

}  // namespace opslag::corpus
