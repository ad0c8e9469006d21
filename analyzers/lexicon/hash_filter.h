// Bits that rule out most of what a small table does not hold, at the price of one line of memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bitset>
#include <cstddef>
#include <cstdint>

#include "analyzers/lexicon/format.h"

namespace opslag::analyzers {

// For up to a few thousand words, by their lexicon_format::hash_of().
class HashFilter {
 public:
  void add(std::uint64_t hash) { bits_.set(place(hash)); }
  // False: it was never added. True: it may have been.
  bool may_hold(std::uint64_t hash) const { return bits_[place(hash)]; }

 private:
  static constexpr std::size_t kBits = 1 << 15;
  static constexpr std::size_t place(std::uint64_t hash) { return (lexicon_format::mixed(hash) >> 40) % kBits; }

  std::bitset<kBits> bits_;
};

}  // namespace opslag::analyzers
