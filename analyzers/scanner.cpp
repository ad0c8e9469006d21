// Scans Latin text by plain rules and leaves other scripts to ICU.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/scanner.h"

#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "analyzers/letter_run.h"

namespace opslag::analyzers {
namespace {

enum class Class : std::uint8_t { letter, digit, joiner, complex, mark, space, line };

struct Point {
  char32_t code;
  std::size_t size;
  Class kind;
};

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Class class_of(char32_t code) {
  if (code < 0xC0) {
    if (code == 0xAD) return Class::joiner;
    if (code == 0xAA || code == 0xB5 || code == 0xBA) return Class::letter;
    return code == 0xA0 ? Class::space : code == 0x85 ? Class::line : Class::mark;
  }
  if (code < 0x250) return code == 0xD7 || code == 0xF7 ? Class::mark : Class::letter;
  if (code < 0x300) return u_isalpha(static_cast<UChar32>(code)) ? Class::letter : Class::mark;
  if (code < 0x370) return Class::joiner;
  if (code == 0x2060 || code == 0xFEFF) return Class::joiner;
  if (code >= 0x2080 && code <= 0x2089) return Class::letter;  // CO₂
  if (code == 0x2028 || code == 0x2029) return Class::line;
  const auto point = static_cast<UChar32>(code);
  if (u_isUWhiteSpace(point) || code == 0x200B) return Class::space;
  if (u_isalnum(point) || (U_GET_GC_MASK(point) & (U_GC_M_MASK | U_GC_NL_MASK)) != 0 || code == 0x200C ||
      code == 0x200D)
    return Class::complex;
  return Class::mark;
}

Point point_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (is_ascii_letter(c)) return {static_cast<char32_t>(c), 1, Class::letter};
  if (is_digit(c)) return {static_cast<char32_t>(c), 1, Class::digit};
  if (static_cast<unsigned char>(c) < 0x80) {
    const bool space = c == ' ' || c == '\t' || c == '\0' || c == '\x1F';
    const bool line = c == '\n' || c == '\r' || c == '\v' || c == '\f';
    return {static_cast<char32_t>(c), 1, space ? Class::space : line ? Class::line : Class::mark};
  }
  auto next = static_cast<std::int64_t>(at);
  UChar32 code = 0;
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), next, static_cast<std::int64_t>(text.size()), code);
  const std::size_t size = static_cast<std::size_t>(next) - at;
  if (code < 0) return {0xFFFD, size, Class::mark};
  return {static_cast<char32_t>(code), size, class_of(static_cast<char32_t>(code))};
}

constexpr bool in_word(Class kind) {
  return kind <= Class::complex;
}

// What a byte says by itself.
enum class Byte : std::uint8_t { other, letter, digit, latin1, space, line, mark };

constexpr std::array<Byte, 256> make_bytes() {
  std::array<Byte, 256> bytes{};
  for (std::size_t i = 0; i < 0x80; ++i) {
    const auto c = static_cast<char>(i);
    const bool space = c == ' ' || c == '\t' || c == '\0' || c == '\x1F';
    const bool line = c == '\n' || c == '\r' || c == '\v' || c == '\f';
    bytes[i] = is_ascii_letter(c) ? Byte::letter
               : is_digit(c)      ? Byte::digit
               : space            ? Byte::space
               : line             ? Byte::line
                                  : Byte::mark;
  }
  bytes[0xC3] = Byte::latin1;
  return bytes;
}
constexpr std::array<Byte, 256> kBytes = make_bytes();

Byte byte_at(std::string_view text, std::size_t at) {
  return kBytes[static_cast<unsigned char>(text[at])];
}

}  // namespace

struct Scanner::Breaker {
  std::unique_ptr<icu::BreakIterator> iterator;
  UText text = UTEXT_INITIALIZER;
  ~Breaker() { utext_close(&text); }
};

Scanner::Scanner() : breaker_(std::make_unique<Breaker>()) {}
Scanner::~Scanner() = default;

void Scanner::scan(std::string_view text, std::size_t from, std::size_t to, Atoms& atoms) {
  Gap gap = Gap::space;
  for (std::size_t at = from; at < to;) {
    const Byte byte = byte_at(text, at);
    if (byte == Byte::space) {
      gap = std::max(gap, Gap::space);
      ++at;
      continue;
    }
    // Nearly all of a text: a word of Danish letters and ASCII behind it.
    if (byte == Byte::letter || byte == Byte::latin1) {
      const std::size_t end = letters_end(text, at, to);
      if (end > at && (end == to || byte_at(text, end) > Byte::latin1)) {
        atoms.add({at, end, 0, AtomKind::word, gap, true});
        gap = Gap::none;
        at = end;
        continue;
      }
    }
    if (byte == Byte::digit) {
      std::size_t end = at + 1;
      while (end < to && byte_at(text, end) == Byte::digit) ++end;
      if (end == to || byte_at(text, end) > Byte::latin1) {
        atoms.add({at, end, 0, AtomKind::number, gap, false});
        gap = Gap::none;
        at = end;
        continue;
      }
    }
    if (byte == Byte::mark) {
      atoms.add({at, at + 1, static_cast<char32_t>(text[at]), AtomKind::mark, gap, false});
      gap = Gap::none;
      ++at;
      continue;
    }
    at = scan_slowly(text, at, to, gap, at > from, atoms);
  }
}

// One atom or gap of any kind, from `at` on; where it ends.
std::size_t Scanner::scan_slowly(std::string_view text, std::size_t at, std::size_t to, Gap& gap, bool has_before,
                                 Atoms& atoms) {
  const Point first = point_at(text, at);
  if (first.kind == Class::space) {
    gap = std::max(gap, Gap::space);
    return at + first.size;
  }
  if (first.kind == Class::line) {
    const bool same_break = first.code == '\n' && has_before && text[at - 1] == '\r';
    if (!same_break) gap = gap >= Gap::line ? Gap::paragraph : Gap::line;
    return at + first.size;
  }
  // A combining mark without a letter before it begins no word.
  if (first.kind == Class::joiner) return at + first.size;
  if (!in_word(first.kind)) {
    atoms.add({at, at + first.size, first.code, AtomKind::mark, gap, false});
    gap = Gap::none;
    return at + first.size;
  }
  const std::size_t begin = at;
  bool only_digits = true, has_letter = false, is_complex = false;
  while (at < to) {
    const Point point = point_at(text, at);
    if (!in_word(point.kind)) break;
    only_digits = only_digits && point.kind == Class::digit;
    has_letter = has_letter || point.kind == Class::letter || point.kind == Class::digit;
    is_complex = is_complex || point.kind == Class::complex;
    at += point.size;
  }
  if (is_complex) {
    scan_with_icu(text, begin, at, gap, atoms);
  } else if (has_letter) {
    atoms.add({begin, at, 0, only_digits ? AtomKind::number : AtomKind::word, gap, false});
  }
  gap = Gap::none;
  return at;
}

void Scanner::scan_with_icu(std::string_view text, std::size_t from, std::size_t to, Gap gap, Atoms& atoms) {
  UErrorCode status = U_ZERO_ERROR;
  if (!breaker_->iterator) {
    breaker_->iterator.reset(icu::BreakIterator::createWordInstance(icu::Locale("da", "DK"), status));
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU has no word break: ") + u_errorName(status));
  }
  // ICU's offsets are 32 bits; a run without white space that long is no text.
  to = std::min(to, from + (std::size_t{1} << 30));
  utext_openUTF8(&breaker_->text, text.data() + from, static_cast<std::int64_t>(to - from), &status);
  breaker_->iterator->setText(&breaker_->text, status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU can't break words: ") + u_errorName(status));
  std::int32_t begin = breaker_->iterator->first();
  for (std::int32_t end = breaker_->iterator->next(); end != icu::BreakIterator::DONE;
       end = breaker_->iterator->next()) {
    if (breaker_->iterator->getRuleStatus() >= UBRK_WORD_NUMBER) {
      atoms.add({from + static_cast<std::size_t>(begin), from + static_cast<std::size_t>(end), 0, AtomKind::word, gap,
                 false});
      gap = Gap::none;
    }
    begin = end;
  }
}

std::size_t Scanner::block_end(std::string_view text, std::size_t from, std::size_t target) {
  if (text.size() - from <= target) return text.size();
  std::size_t space = 0;
  for (std::size_t at = from + target; at < text.size(); ++at) {
    if (text[at] == '\n' && (text[at - 1] == '\n' || at > from + 2 * target)) return at + 1;
    if (text[at] == ' ') space = at + 1;
    if (at > from + 3 * target && space != 0) return space;
  }
  return text.size();
}

}  // namespace opslag::analyzers
