// What was found out of late about parts of compounds: the same ones return in word after word.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "analyzers/lexicon/lexicon.h"

namespace opslag::analyzers {

// One for each thread, in the processor's own cache. A newer one takes an older one's place.
class PartMemory {
 public:
  // A stretch of letters by its hash_of(), and what it costs as a part; not-a-number: not asked yet.
  struct Part {
    std::uint64_t hash = 0;
    const Lexicon::Entry* entry = nullptr;  // nullptr: the dictionary has none
    double head = kUnasked, tail = kUnasked, any_tail = kUnasked;
  };
  static constexpr double kUnasked = std::numeric_limits<double>::quiet_NaN();

  // Where a dictionary form is cut.
  class Cuts {
   public:
    bool is_of(std::uint32_t lemma, int depth) const { return lemma_ == lemma && depth_ == depth; }
    // False: there are too many to be remembered.
    bool remember(std::uint32_t lemma, int depth, const std::vector<std::size_t>& cuts) {
      if (cuts.size() > at_.size()) return false;
      lemma_ = lemma;
      depth_ = static_cast<std::int8_t>(depth);
      count_ = static_cast<std::uint8_t>(cuts.size());
      for (std::size_t i = 0; i < cuts.size(); ++i) at_[i] = static_cast<std::uint8_t>(cuts[i]);
      return true;
    }
    std::vector<std::size_t> cuts() const { return {at_.begin(), at_.begin() + count_}; }

   private:
    std::uint32_t lemma_ = 0;
    std::int8_t depth_ = -1;
    std::uint8_t count_ = 0;
    std::array<std::uint8_t, 10> at_{};
  };

  // The one of this thread, empty if it was another dictionary's. `owner`: no two have the same, ever; not 0.
  static PartMemory& of_thread(std::uint64_t owner) {
    thread_local PartMemory memory;
    if (memory.owner_ != owner) memory.begin(owner);
    return memory;
  }

  Part& part(std::uint64_t hash) { return parts_[(lexicon_format::mixed(hash) >> 40) % kParts]; }
  Cuts& cuts(std::uint32_t lemma) { return cuts_[(lemma * 0x9E3779B1U >> 16) % kCuts]; }

 private:
  static constexpr std::size_t kParts = 4096, kCuts = 4096;

  void begin(std::uint64_t owner) {
    owner_ = owner;
    parts_.assign(kParts, {});
    cuts_.assign(kCuts, {});
  }

  std::uint64_t owner_ = 0;
  std::vector<Part> parts_;
  std::vector<Cuts> cuts_;
};

}  // namespace opslag::analyzers
