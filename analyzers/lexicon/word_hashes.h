// The hash_of() of any stretch of a word at once, from those of its beginnings.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzers/lexicon/format.h"

namespace opslag::analyzers {

// hash(ab) = hash(a) · base^|b| + what b adds.
template <std::size_t kMost>
struct HashPowers {
  std::array<std::uint64_t, kMost + 1> of{};
  constexpr HashPowers() {
    of[0] = 1;
    for (std::size_t i = 1; i < of.size(); ++i) of[i] = of[i - 1] * lexicon_format::kHashBase;
  }
};

// Words of up to kMaxBytes bytes. Offsets are bytes.
class WordHashes {
 public:
  static constexpr std::size_t kMaxBytes = 100;

  explicit WordHashes(std::string_view word) {
    until_[0] = lexicon_format::kHashSeed;
    letters_[0] = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
      until_[i + 1] = lexicon_format::hash_step(until_[i], word[i]);
      letters_[i + 1] =
          static_cast<std::uint8_t>(letters_[i] + ((static_cast<unsigned char>(word[i]) & 0xC0U) != 0x80U));
    }
  }
  std::uint64_t hash(std::size_t begin, std::size_t end) const {
    return until_[end] + (lexicon_format::kHashSeed - until_[begin]) * kPowers.of[end - begin];
  }
  std::size_t letters(std::size_t begin, std::size_t end) const {
    return static_cast<std::size_t>(letters_[end]) - letters_[begin];
  }

 private:
  static constexpr HashPowers<kMaxBytes> kPowers{};
  std::array<std::uint64_t, kMaxBytes + 1> until_;
  std::array<std::uint8_t, kMaxBytes + 1> letters_;
};

}  // namespace opslag::analyzers
