// Page numbers are told by where they stand in their line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/running_key.h"

#include <algorithm>
#include <array>

namespace opslag::corpus {
namespace {

constexpr std::size_t kMostDigits = 3;  // of a page's number: a year is none
constexpr std::array<std::string_view, 8> kPageWords{"side", "s", "page", "p", "pag", "pg", "sidenr", "blad"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f';
}
// Of any script.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// "- 3 -", "3/12": amounts and dates have other signs.
bool is_of_page_number(char c) {
  return is_digit(c) || is_space(c) || c == '-' || c == '/' || c == '|' || c == '(' || c == ')';
}

std::size_t numbers_in(std::string_view line) {
  std::size_t numbers = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (is_digit(line[i]) && (i == 0 || !is_digit(line[i - 1]))) ++numbers;
  }
  return numbers;
}

// The last word of what stands before a number, in lower case; empty if something other than it stands between.
std::string word_before(std::string_view before) {
  while (!before.empty() && (is_space(before.back()) || before.back() == '.' || before.back() == ':'))
    before.remove_suffix(1);
  std::string word;
  for (; !before.empty() && is_letter(before.back()); before.remove_suffix(1))
    word.insert(word.begin(),
                before.back() >= 'A' && before.back() <= 'Z' ? static_cast<char>(before.back() + 32) : before.back());
  return word;
}

bool stands_far_behind(std::string_view before) {
  return before.ends_with('\t') || before.ends_with("  ");
}

bool is_page_number(std::string_view line, std::size_t begin, std::size_t end, bool only_numbers) {
  if (end - begin > kMostDigits) return false;
  const std::string_view before = line.substr(0, begin), behind = line.substr(end);
  if (only_numbers) return std::none_of(before.begin(), before.end(), is_digit);
  const std::string word = word_before(before);
  if (std::find(kPageWords.begin(), kPageWords.end(), word) != kPageWords.end()) return true;
  return std::all_of(behind.begin(), behind.end(), is_space) && stands_far_behind(before);
}

}  // namespace

std::string running_key(std::string_view line, std::size_t page) {
  const bool only_numbers =
      std::all_of(line.begin(), line.end(), is_of_page_number) && numbers_in(line) <= 2;  // dates have three
  std::string key;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at;
    while (end < line.size() && is_digit(line[end])) ++end;
    if (end == at) {
      if (!is_space(line[at])) key += line[at];
      ++at;
      continue;
    }
    const std::string digits(line.substr(at, end - at));
    key += is_page_number(line, at, end, only_numbers)
               ? '#' + std::to_string(std::stol(digits) - static_cast<long>(page))
               : digits;
    at = end;
  }
  return key;
}

}  // namespace opslag::corpus
