// Runs of the letters that Danish is written in, found sixteen bytes at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <cstddef>
#include <string_view>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace opslag::analyzers {

constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// À to ÿ, but for × and ÷: two bytes, of which the first is C3.
inline bool is_latin1_letter(std::string_view text, std::size_t at) {
  if (static_cast<unsigned char>(text[at]) != 0xC3 || at + 1 >= text.size()) return false;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  return (next & 0xC0U) == 0x80U && next != 0x97 && next != 0xB7;
}

#ifdef __SSE2__
inline constexpr std::size_t kLettersAtOnce = 16;

// How many of sixteen bytes are letters A–Z and À–ÿ, up to the first that is none; a letter's first byte at the end is
// left out.
inline std::size_t letters_of_sixteen(const char* bytes) {
  const __m128i raw = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  const auto equal = [&](int byte) { return _mm_cmpeq_epi8(raw, _mm_set1_epi8(static_cast<char>(byte))); };
  const auto bits = [](__m128i mask) { return static_cast<unsigned>(_mm_movemask_epi8(mask)); };
  // Signed comparisons: a to z become the highest 26 numbers.
  const __m128i lower = _mm_or_si128(raw, _mm_set1_epi8(0x20));
  unsigned good = bits(_mm_cmpgt_epi8(_mm_add_epi8(lower, _mm_set1_epi8(127 - 'z')), _mm_set1_epi8(127 - 26)));
  if (const unsigned lead = bits(equal(0xC3)); lead != 0) {
    const unsigned follows = bits(_mm_cmplt_epi8(raw, _mm_set1_epi8(static_cast<char>(0xC0))));  // 80 to BF
    const unsigned signs = bits(_mm_or_si128(equal(0x97), equal(0xB7)));                         // × and ÷
    const unsigned second = follows & ~signs & (lead << 1);
    good |= second | second >> 1;
  }
  return static_cast<std::size_t>(std::countr_one(good));
}
#endif

// Behind the letters A–Z and À–ÿ from `at` on.
inline std::size_t letters_end(std::string_view text, std::size_t at, std::size_t to) {
#ifdef __SSE2__
  while (at + kLettersAtOnce <= to) {
    const std::size_t letters = letters_of_sixteen(text.data() + at);
    at += letters;
    if (letters < kLettersAtOnce - 1) return at;
  }
#endif
  while (at < to) {
    if (is_ascii_letter(text[at])) {
      ++at;
    } else if (at + 1 < to && is_latin1_letter(text, at)) {
      at += 2;
    } else {
      break;
    }
  }
  return at;
}

}  // namespace opslag::analyzers
