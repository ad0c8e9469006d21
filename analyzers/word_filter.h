// Rules words out by their length and their outer letters, which is quicker than comparing them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bitset>
#include <cstddef>
#include <string_view>

namespace opslag::analyzers {

// Of words in the letters A–Z and À–ÿ, in any case: their lower case differs in bit 5 alone. Immutable once filled;
// threads may share it.
class WordFilter {
 public:
  void add(std::string_view word) {
    if (!word.empty()) bits_.set(place_of(word));
  }
  // False: it is none of those that were added. `word`: not empty.
  bool may_hold(std::string_view word) const { return bits_[place_of(word)]; }

 private:
  static constexpr std::size_t kLetters = 32, kLengths = 16;
  static std::size_t place_of(std::string_view word) {
    const auto number = [](char c) { return static_cast<unsigned char>(c) % kLetters; };
    return (word.size() % kLengths * kLetters + number(word.front())) * kLetters + number(word.back());
  }
  std::bitset<kLengths * kLetters * kLetters> bits_;
};

}  // namespace opslag::analyzers
