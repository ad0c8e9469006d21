// Letters of Danish words: UTF-8 ↔ code points, lower case, vowels. Small on purpose: the compiled dictionary's tool
// and its reader must agree, whatever the Unicode version of the machine.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace opslag::analyzers {

// Invalid bytes are taken as the code point of their value; never throws.
std::u32string utf32(std::string_view utf8);
std::string utf8(std::u32string_view text);

bool is_upper(char32_t c);  // A–Z, Latin-1 and Latin Extended-A capitals
std::string lower_word(std::string_view word);

bool is_vowel(char32_t c);  // a e i o u y æ ø å, and these with accents
bool is_letter(char32_t c);

// Is `at` on a code-point border of `text` (both ends count)?
inline bool on_border(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}
// Number of code points of valid UTF-8.
inline std::size_t letter_count(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  return count;
}

}  // namespace opslag::analyzers
