// Joins words broken at lines' ends.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/hyphens.h"

#include <algorithm>

namespace opslag::corpus {
namespace {

constexpr std::size_t kEnoughLines = 40;  // that go on: of fewer, none need break a word by chance
constexpr std::size_t kMostWords = 100000, kLongest = 60;
constexpr std::string_view kBlank = " \t\r\n\f";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || is_upper(c);
}

bool starts_lower(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() >= 'a' && text.front() <= 'z') return true;
  const std::string_view letter = text.substr(0, 2);
  return letter == "æ" || letter == "ø" || letter == "å" || letter == "é";
}

bool is_suspended(std::string_view after) {
  return after.starts_with("og ") || after.starts_with("eller ") || after.starts_with("samt ");
}

// "2027-" and "2028", "18-" and "årige", "EU-" and "midler", "Nord-" and "Jylland".
bool never_breaks(std::string_view before, std::string_view after) {
  if (is_digit(before.back())) return is_digit(after.front()) || starts_lower(after);
  return is_letter(before.back()) && (is_upper(after.front()) || (is_upper(before.back()) && starts_lower(after)));
}

std::string_view last_word(std::string_view text) {
  text = text.substr(text.size() - std::min(text.size(), kLongest));
  return text.substr(text.find_last_of(kBlank) + 1);
}
std::string_view first_word(std::string_view text) {
  text = text.substr(0, text.find_first_of(kBlank));
  while (!text.empty() && !is_letter(text.back()) && !is_digit(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

Hyphens::Hyphens(const std::vector<Page>& pages) {
  std::size_t lines = 0, broken = 0;
  for (const Page& page : pages) {
    const std::string_view text = page.text;
    for (std::size_t at = text.find(" \n"); at != std::string_view::npos; at = text.find(" \n", at + 2)) {
      ++lines;
      if (at > 1 && text[at - 1] == '-' && is_letter(text[at - 2])) ++broken;
    }
    for (std::size_t at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
      if (at == 0 || at + 1 >= text.size() || !is_letter(text[at - 1]) || !is_letter(text[at + 1])) continue;
      if (hyphenated_.size() >= kMostWords) break;
      std::string word(last_word(text.substr(0, at)));
      (word += '-') += first_word(text.substr(at + 1, kLongest));
      hyphenated_.insert(std::move(word));
    }
  }
  breaks_words_ = lines < kEnoughLines || broken * 50 >= lines;
}

// Is the hyphen one of the word's own?
bool Hyphens::belongs(std::string_view before, std::string_view after) const {
  const std::string_view word = last_word(before);
  return !breaks_words_ ||
         hyphenated_.contains(std::string(word) + "-" + std::string(first_word(after.substr(0, kLongest))));
}

std::string Hyphens::joined(std::string_view text) const {
  std::string joined;
  joined.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool flows = text.substr(i, 3) == "- \n";
    const bool breaks = text[i] == '-' && (flows || text.substr(i + 1, 1) == "\n" || text.substr(i + 1, 2) == "\r\n");
    const std::size_t next = breaks ? text.find_first_not_of(" \t\r\n", i + 1) : std::string_view::npos;
    if (next == std::string_view::npos || joined.empty() || is_suspended(text.substr(next, 6))) {
      joined += text[i];
      continue;
    }
    const std::string_view after = text.substr(next);
    const bool lower = is_letter(joined.back()) && !is_upper(joined.back()) && starts_lower(after);
    const bool own = flows && (never_breaks(joined, after) || (lower && belongs(joined, after)));
    if (own || !lower) joined += '-';
    if (own || lower) i = next - 1;
  }
  return joined;
}

}  // namespace opslag::corpus
