// A bitmap that knows how many of its bits stand before a place: from rows to the number of the stretch they lie in.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "searchd/bitmap.h"

namespace opslag::searchd {

// Immutable. Half a byte a row beside the bitmap.
class RankedBits {
 public:
  RankedBits() = default;
  explicit RankedBits(Bitmap bits) : bits_(std::move(bits)), before_(bits_.words().size()) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      before_[i] = sum;
      sum += static_cast<std::uint32_t>(std::popcount(bits_.words()[i]));
    }
  }

  const Bitmap& bits() const { return bits_; }
  // By word of the bitmap: how many bits stand in the words before it.
  const std::vector<std::uint32_t>& before() const { return before_; }
  // How many bits stand up to this one, it included.
  std::size_t up_to(std::size_t bit) const {
    const std::uint64_t word = bits_.words()[bit >> 6] << (63 - (bit & 63));
    return before_[bit >> 6] + static_cast<std::size_t>(std::popcount(word));
  }

 private:
  Bitmap bits_;
  std::vector<std::uint32_t> before_;
};

}  // namespace opslag::searchd
