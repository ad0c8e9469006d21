// A document as lines, and the forms in which lines are compared.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/model.h"

namespace opslag::corpus::minutes {

// Views into the document's text, which must outlive them.
struct Line {
  std::string_view raw;   // without its line end
  std::string_view text;  // without white space (hard and invisible spaces too) at the ends
  bool blank() const { return text.empty(); }
};
using Lines = std::vector<Line>;

// Line ends: LF, CRLF, CR, form feed, U+2028, U+2029. Never throws.
Lines split_lines(std::string_view text);

// Half-open range of lines.
struct Range {
  std::size_t begin = 0, end = 0;
};

// Without white space at the ends, hard spaces and zero-width characters included.
std::string_view trim(std::string_view text);

// The form in which headings and titles are compared: lower case, white space collapsed, quotes and dashes plain,
// invisible characters dropped, no ':' or '.' at the end.
std::string key(std::string_view text);

// Words of letters or digits in a text, counted up to `limit`.
std::size_t count_words(std::string_view text, std::size_t limit = 1000);

bool starts_upper(std::string_view text);  // begins with an upper-case letter (Latin)
bool starts_lower(std::string_view text);
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_space(char c) {
  return c == ' ' || c == '\t';
}
bool starts_with_letter(std::string_view text);
bool ends_with_letter(std::string_view text);  // or digit

// Without a bullet ("•", "-", "–", "*", "·", "o" before two spaces) at its beginning.
std::string_view without_bullet(std::string_view text);

// The lines of a range as one text: ends of lines trimmed, no blank lines at the ends, never two blank lines in a row.
std::string join_lines(const Lines& lines, Range range);

// Replaces line `index` by its parts before and after `position` in its text.
void split_line(Lines& lines, std::size_t index, std::size_t position);

}  // namespace opslag::corpus::minutes
