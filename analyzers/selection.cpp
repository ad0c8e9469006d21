// Compares spellings byte by byte.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/selection.h"

#include <algorithm>

#include "analyzers/letter_run.h"
#include "analyzers/text.h"

namespace opslag::analyzers {
namespace {

constexpr std::size_t kNoLetter = 27;   // the end of the word, or a digit
constexpr std::size_t kAnyLetter = 28;  // what folds to nobody knows what

// The letters that one code point folds to, as numbers from 1; one may be none.
struct Folded {
  std::size_t first = kNoLetter, second = 0;
  std::size_t bytes = 1;
};

constexpr std::size_t number_of(char letter) {
  return static_cast<std::size_t>(letter - 'a') + 1;
}

Folded folded_at(std::string_view raw, std::size_t at) {
  if (at >= raw.size()) return {};
  const auto byte = static_cast<unsigned char>(raw[at]);
  const auto lower = static_cast<char>(byte | 0x20U);
  if (byte < 0x80) return {lower >= 'a' && lower <= 'z' ? number_of(lower) : kNoLetter, 0, 1};
  if (byte == 0xC3 && at + 1 < raw.size()) {
    switch (static_cast<unsigned char>(raw[at + 1]) | 0x20U) {
      case 0xA5:
        return {number_of('a'), number_of('a'), 2};
      case 0xA6:
        return {number_of('a'), number_of('e'), 2};
      case 0xB8:
        return {number_of('o'), number_of('e'), 2};
      default:
        break;
    }
  }
  return {kAnyLetter, 0, 1};
}

// Whether a beginning is known by two letters; else by its first alone.
constexpr bool tells_two(std::size_t pair) {
  return pair % 32 < kNoLetter;
}

// ASCII, and the letters of Latin-1 behind the byte C3, differ in one bit by case.
bool same_but_for_case(std::string_view raw, std::string_view lower) {
  if (raw.size() != lower.size()) return false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != lower[i] && (static_cast<unsigned char>(raw[i]) | 0x20U) != static_cast<unsigned char>(lower[i]))
      return false;
  }
  return true;
}

// Letters and digits whose lower case same_but_for_case() knows.
bool is_plain(std::string_view raw) {
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto byte = static_cast<unsigned char>(raw[i]);
    const auto lower = static_cast<char>(byte | 0x20U);
    if ((lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9')) continue;
    if (byte != 0xC3 || i + 1 == raw.size()) return false;
    const auto next = static_cast<unsigned char>(raw[++i]) | 0x20U;
    if (next < 0xA0 || next == 0xB7 || next > 0xBE) return false;
  }
  return true;
}

// Whether a plain word's letters, folded, begin so; true also where it is not known what one folds to.
bool may_begin_folded(std::string_view raw, std::string_view folded) {
  std::size_t at = 0;
  while (!folded.empty()) {
    if (at >= raw.size()) return false;
    const Folded letters = folded_at(raw, at);
    if (letters.first == kAnyLetter) return true;
    at += letters.bytes;
    if (letters.first == kNoLetter) {  // a digit
      if (folded.front() != raw[at - 1]) return false;
      folded.remove_prefix(1);
      continue;
    }
    for (const std::size_t letter : {letters.first, letters.second}) {
      if (letter == 0 || folded.empty()) continue;
      if (folded.front() < 'a' || folded.front() > 'z' || number_of(folded.front()) != letter) return false;
      folded.remove_prefix(1);
    }
  }
  return true;
}

}  // namespace

std::size_t Spellings::pair_of(std::string_view raw) {
  if (raw.size() > 1) {
    const auto first_letter = static_cast<char>(raw[0] | 0x20), second_letter = static_cast<char>(raw[1] | 0x20);
    if (first_letter >= 'a' && first_letter <= 'z' && second_letter >= 'a' && second_letter <= 'z')
      return number_of(first_letter) * 32 + number_of(second_letter);
  }
  const Folded first = folded_at(raw, 0);
  if (first.first == kAnyLetter) return kAnyLetter * 32 + kAnyLetter;
  const std::size_t second = first.second != 0 ? first.second : folded_at(raw, first.bytes).first;
  return first.first * 32 + second;
}

void Spellings::add_outline(const Spelling& spelling) {
  constexpr std::size_t kMost = 12;  // more cost more than reading words
  const std::string& text = spelling.beginning ? spelling.folded : spelling.text;
  has_outlines_ = has_outlines_ && outlines_.size() < kMost && text.size() >= 2 && text.size() <= kReach;
  if (!has_outlines_) return;
  const std::size_t distance = spelling.beginning ? 1 : text.size() - 1;
  outlines_.push_back(
      {static_cast<char>(text[0] | 0x20), static_cast<char>(text[distance] | 0x20), distance, spelling.beginning});
}

void Spellings::add_word(std::string_view word) {
  add(word, false, {});
}

void Spellings::add(std::string_view word, bool beginning, std::string_view folded) {
  all_.push_back({std::string(word), beginning, std::string(folded)});
  add_outline(all_.back());
  words_.add(word);
  are_plain_ = are_plain_ && letters_end(word, 0, word.size()) == word.size();
  may_begin_.set(pair_of(word));
  for (std::size_t number = 0; number < 32; ++number) {
    may_begin_.set(number * 32 + kAnyLetter);
    may_begin_.set(kAnyLetter * 32 + number);
  }
}

void Spellings::add_beginning(std::string_view beginning, std::string_view folded) {
  add(beginning, true, folded);
  has_beginnings_ = true;
  const std::size_t pair = pair_of(beginning);
  if (pair / 32 == kAnyLetter) may_begin_.set();
  if (!tells_two(pair)) {
    for (std::size_t number = 0; number < 32; ++number) may_begin_.set(pair / 32 * 32 + number);
  }
}

bool Spellings::may_hold_slowly(std::string_view raw) const {
  if (!is_plain(raw)) return true;
  const std::size_t pair = pair_of(raw);
  return std::any_of(all_.begin(), all_.end(), [&](const Spelling& spelling) {
    if (!spelling.beginning) return same_but_for_case(raw, spelling.text);
    if (!spelling.folded.empty()) return may_begin_folded(raw, spelling.folded);
    const std::size_t own = pair_of(spelling.text);
    return own == pair || own / 32 == kAnyLetter || (!tells_two(own) && own / 32 == pair / 32);
  });
}

}  // namespace opslag::analyzers
