// Letters of Danish words: see letters.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {
namespace {

char32_t lower_letter(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  const bool even_is_upper = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177);
  const bool odd_is_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
  if (even_is_upper && c % 2 == 0 && c != 0x130) return c + 1;
  if (odd_is_upper && c % 2 == 1) return c + 1;
  return c == 0x178 ? 0xFF : c;
}

}  // namespace

std::u32string utf32(std::string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? first : first & (0xFFU >> (length + 1));
    bool whole = i + length <= text.size();
    for (std::size_t k = 1; whole && k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      whole = (next & 0xC0U) == 0x80U;
      c = (c << 6) | (next & 0x3FU);
    }
    if (!whole || c > 0x10FFFF) {
      result += static_cast<char32_t>(first);
      ++i;
      continue;
    }
    result += c;
    i += length;
  }
  return result;
}

std::string utf8(std::u32string_view text) {
  std::string result;
  result.reserve(text.size() + 4);
  for (const char32_t c : text) {
    if (c < 0x80) {
      result += static_cast<char>(c);
    } else if (c < 0x800) {
      result += static_cast<char>(0xC0U | (c >> 6));
      result += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
      result += static_cast<char>(0xE0U | (c >> 12));
      result += static_cast<char>(0x80U | ((c >> 6) & 0x3FU));
      result += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
      result += static_cast<char>(0xF0U | (c >> 18));
      result += static_cast<char>(0x80U | ((c >> 12) & 0x3FU));
      result += static_cast<char>(0x80U | ((c >> 6) & 0x3FU));
      result += static_cast<char>(0x80U | (c & 0x3FU));
    }
  }
  return result;
}

bool is_upper(char32_t c) {
  return lower_letter(c) != c;
}

std::string lower_word(std::string_view word) {
  auto text = utf32(word);
  for (auto& c : text) c = lower_letter(c);
  return utf8(text);
}

bool is_vowel(char32_t c) {
  return std::u32string_view(U"aeiouyæøåäöüéèêëáàâíìîïóòôúùûý").find(c) != std::u32string_view::npos;
}

bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7);
}

}  // namespace opslag::analyzers
