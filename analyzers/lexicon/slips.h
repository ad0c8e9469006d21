// Which spellings are near to some word: bits that tell at once that a spelling is not, so that few edits need be
// tried. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "analyzers/lexicon/format.h"

// A word and what is one edit away from it (a letter too many, missing, wrong, or moved) have a spelling in common,
// once a letter is taken out of one of them or of both. So the bits hold, of every word, all that is left of it without
// one letter. Beside them what is left of a word where letters that are alike are taken for one. Beginnings of
// compounds are told apart from what may end them or stand alone: they are a tenth, in a table that stays at hand.
// One edit leaves one half of a spelling as it is, but where letters are moved across the middle: halves that no word
// has rule out most edits before their bits are looked at.
namespace opslag::analyzers::lexicon_format {

enum class Role : std::uint8_t { head, end };
inline constexpr std::array<Role, 2> kRoles{Role::head, Role::end};

// Whether an entry with these flags has the role.
constexpr bool has_role(std::uint16_t flags, Role role) {
  if (flags & kForbidden) return false;
  if (role == Role::head) return (flags & kHead) != 0;
  return (flags & kTail) != 0 || (flags & (kForm | kCommon)) == (kForm | kCommon);
}

// Letters alike in sound or shape, as kAlike of edits.cpp has them: each group is closed under it. By letter_code().
constexpr std::uint8_t alike_code(std::uint8_t code) {
  constexpr std::array<std::u32string_view, 7> kGroups{U"mn", U"csgjkz", U"dt", U"bp", U"eiyæ", U"ouå", U"fv"};
  for (const std::u32string_view group : kGroups)
    for (const char32_t c : group)
      if (letter_code(c) == code) return letter_code(group.front());
  return code;
}
struct AlikeCodes {
  std::array<std::uint8_t, 32> of{};
  constexpr AlikeCodes() {
    for (std::uint8_t code = 0; code < of.size(); ++code) of[code] = alike_code(code);
  }
};
inline constexpr AlikeCodes kAlikeCodes;

// What a hash is looked for as.
constexpr std::uint64_t slip_key(std::uint64_t hash, Role role, bool alike) {
  return mixed(hash + (2 * static_cast<std::uint64_t>(role) + (alike ? 1 : 0)) * 0xD6E8FEB86659FD93ULL);
}

// The half that begins a spelling of `letters` letters has this many of them; the other has the rest.
constexpr std::size_t half_of(std::size_t letters) {
  return letters / 2;
}
// What a half's hash is looked for as.
constexpr std::uint64_t half_key(std::uint64_t hash, Role role, bool begins) {
  return mixed(hash + (2 * static_cast<std::uint64_t>(role) + (begins ? 1 : 0)) * 0xA0761D6478BD642FULL);
}

// Of one key: one line of memory, and five bits in it.
struct SlipLine {
  std::uint64_t words[8];
};
static_assert(sizeof(SlipLine) == 64);
inline constexpr std::size_t kSlipBitsAKey = 10;  // of room: two in a hundred are taken for one that is there

inline constexpr std::size_t kHalfBitsAKey = 12;

constexpr std::size_t slip_line_of(std::uint64_t key, std::uint32_t lines) {
  return static_cast<std::size_t>((key >> 32) * lines >> 32);
}
constexpr void set_slip(SlipLine& line, std::uint64_t key) {
  key *= 0x9E3779B97F4A7C15ULL;
  for (unsigned i = 0; i < 5; ++i, key <<= 9) line.words[key >> 61] |= std::uint64_t{1} << (key >> 55 & 63);
}
constexpr bool has_slip(const SlipLine& line, std::uint64_t key) {
  key *= 0x9E3779B97F4A7C15ULL;
  std::uint64_t all = 1;
  for (unsigned i = 0; i < 5; ++i, key <<= 9) all &= line.words[key >> 61] >> (key >> 55 & 63);
  return all != 0;
}

}  // namespace opslag::analyzers::lexicon_format
