// Looks for the outer letters of the words that are asked for, sixteen bytes at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/doubt.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <span>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "analyzers/letter_run.h"

namespace opslag::analyzers {
namespace {

// A word broken at the end of a line.
bool line_ends(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at < text.size() &&
         (static_cast<unsigned char>(text[at]) < 0x20 || static_cast<unsigned char>(text[at]) > 0x7F);
}

// The bytes of what stands between words and is no part of one, or leaves a word one of letters that are not asked for;
// 0: it might change what is before or behind it.
std::size_t separator_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : static_cast<unsigned char>(0);
  };
  if (byte(0) == '-') return line_ends(text, at + 1) ? 0 : 1;
  if (byte(0) < 0x80 || byte(0) == 0xC3) return 1;
  constexpr unsigned char kSoftHyphen = 0xAD, kNextLine = 0x85;
  if (byte(0) == 0xC2) return byte(1) == kSoftHyphen || byte(1) == kNextLine ? 0 : 1 + (byte(1) >= 0x80 ? 1 : 0);
  const bool dash_or_quote = byte(0) == 0xE2 && byte(1) == 0x80 && byte(2) >= 0x92 && byte(2) <= 0xA7;
  return dash_or_quote ? 3 : 0;
}

constexpr std::size_t kLongest = 200;  // longer words are cut before they are compared

bool may_be_asked(std::string_view word, const Spellings& asked) {
  return word.size() > kLongest || (asked.may_hold_plain(word) && asked.may_hold(word));
}

// "og -pladser" stands for a word that is not spelt out.
bool is_suspended(std::string_view text, std::size_t at) {
  return text[at] == '-' && at > 0 && static_cast<unsigned char>(text[at - 1]) <= ' ';
}

std::size_t first_doubt_slowly(std::string_view text, std::size_t from, std::size_t to, const Spellings& asked) {
  for (std::size_t at = from; at < to;) {
    if (text[at] == ' ') {
      ++at;
      continue;
    }
    const std::size_t end = letters_end(text, at, to);
    if (end > at) {
      if (may_be_asked(text.substr(at, end - at), asked)) return at;
      at = end;
      continue;
    }
    if (text[at] == '%' && asked.may_hold_plain("procent")) return at;  // as which it is read
    if (asked.has_beginnings() && is_suspended(text, at)) return at;
    const std::size_t separator = separator_at(text, at);
    if (separator == 0) return at;
    at += separator;
  }
  return to;
}

#ifdef __SSE2__

constexpr std::size_t kAtOnce = 16;

// Whether no letter stands before `at`.
bool begins_word(std::string_view text, std::size_t at, std::size_t from) {
  if (at == from) return true;
  if (is_ascii_letter(text[at - 1])) return false;
  return at - from < 2 || !is_latin1_letter(text.substr(0, at), at - 2);
}

// Whether what a bit stands for lets it not be told what is asked for, or may be asked for.
bool is_doubt(std::string_view text, std::size_t at, std::size_t from, std::size_t to, const Spellings& asked) {
  const char c = text[at];
  if (c == '%') return asked.may_hold_plain("procent");
  if (c == '-') return (asked.has_beginnings() && is_suspended(text, at)) || separator_at(text, at) == 0;
  if (static_cast<unsigned char>(c) >= 0xC0 && static_cast<unsigned char>(c) != 0xC3)
    return separator_at(text, at) == 0;
  if (!begins_word(text, at, from)) return false;
  const std::size_t end = letters_end(text, at, to);
  return end > at && may_be_asked(text.substr(at, end - at), asked);  // "×" and half a letter begin like one
}

// Sixteen bits, of each byte whether it must be looked at. kReach bytes behind the sixteen can be read.
unsigned worth_a_look(const char* bytes, std::span<const Spellings::Outline> outlines) {
  const auto load = [&](std::size_t at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + at)); };
  const auto all = [](int byte) { return _mm_set1_epi8(static_cast<char>(byte)); };
  const __m128i raw = load(0), small = all(0x20), lower = _mm_or_si128(raw, small);
  // Bytes that begin a letter of which not much is known: C0 to FF but for C3.
  const __m128i leads = _mm_and_si128(_mm_cmpgt_epi8(raw, all(0xBF)), _mm_cmpgt_epi8(_mm_setzero_si128(), raw));
  __m128i found = _mm_andnot_si128(_mm_cmpeq_epi8(raw, all(0xC3)), leads);
  found = _mm_or_si128(found, _mm_or_si128(_mm_cmpeq_epi8(raw, all('-')), _mm_cmpeq_epi8(raw, all('%'))));
  for (const Spellings::Outline& outline : outlines) {
    const __m128i first = _mm_cmpeq_epi8(lower, _mm_set1_epi8(outline.first));
    const __m128i other = load(outline.distance);
    __m128i fits = _mm_cmpeq_epi8(_mm_or_si128(other, small), _mm_set1_epi8(outline.other));
    if (outline.beginning) {  // its letters may be written with marks
      fits = _mm_or_si128(fits, _mm_cmpeq_epi8(other, all(0xC3)));
      found = _mm_or_si128(found, _mm_cmpeq_epi8(raw, all(0xC3)));
    }
    found = _mm_or_si128(found, _mm_and_si128(first, fits));
  }
  return static_cast<unsigned>(_mm_movemask_epi8(found));
}

// The same of 32 bytes: only for processors that have it.
__attribute__((target("avx2"))) unsigned worth_a_look_widely(const char* bytes,
                                                             std::span<const Spellings::Outline> outlines) {
  const __m256i raw = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  const __m256i small = _mm256_set1_epi8(0x20), lower = _mm256_or_si256(raw, small);
  const __m256i danish = _mm256_cmpeq_epi8(raw, _mm256_set1_epi8(static_cast<char>(0xC3)));
  const __m256i leads = _mm256_and_si256(_mm256_cmpgt_epi8(raw, _mm256_set1_epi8(static_cast<char>(0xBF))),
                                         _mm256_cmpgt_epi8(_mm256_setzero_si256(), raw));
  __m256i found = _mm256_andnot_si256(danish, leads);
  found = _mm256_or_si256(found, _mm256_cmpeq_epi8(raw, _mm256_set1_epi8('-')));
  found = _mm256_or_si256(found, _mm256_cmpeq_epi8(raw, _mm256_set1_epi8('%')));
  for (const Spellings::Outline& outline : outlines) {
    const __m256i other = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + outline.distance));
    __m256i fits = _mm256_cmpeq_epi8(_mm256_or_si256(other, small), _mm256_set1_epi8(outline.other));
    if (outline.beginning) {
      fits = _mm256_or_si256(fits, _mm256_cmpeq_epi8(other, _mm256_set1_epi8(static_cast<char>(0xC3))));
      found = _mm256_or_si256(found, danish);
    }
    const __m256i first = _mm256_cmpeq_epi8(lower, _mm256_set1_epi8(outline.first));
    found = _mm256_or_si256(found, _mm256_and_si256(first, fits));
  }
  return static_cast<unsigned>(_mm256_movemask_epi8(found));
}

template <std::size_t kBytes, class Look>
std::size_t first_doubt_quickly(std::string_view text, std::size_t from, std::size_t to, const Spellings& asked,
                                Look look) {
  std::array<char, kBytes + Spellings::kReach> end;
  for (std::size_t at = from; at < to; at += kBytes) {
    const char* bytes = text.data() + at;
    if (text.size() - at < end.size()) {
      end.fill(0);
      std::memcpy(end.data(), bytes, text.size() - at);
      bytes = end.data();
    }
    unsigned bits = look(bytes, asked.outlines());
    if (to - at < kBytes) bits &= (1U << (to - at)) - 1;
    for (; bits != 0; bits &= bits - 1) {
      const std::size_t here = at + static_cast<std::size_t>(std::countr_zero(bits));
      if (is_doubt(text, here, from, to, asked)) return here;
    }
  }
  return to;
}

#endif

}  // namespace

std::size_t first_doubt(std::string_view text, std::size_t from, std::size_t to, const Spellings& asked) {
#ifdef __SSE2__
  static const bool wide = __builtin_cpu_supports("avx2") != 0;
  if (asked.has_outlines())
    return wide ? first_doubt_quickly<2 * kAtOnce>(text, from, to, asked, worth_a_look_widely)
                : first_doubt_quickly<kAtOnce>(text, from, to, asked, worth_a_look);
#endif
  return first_doubt_slowly(text, from, to, asked);
}

}  // namespace opslag::analyzers
