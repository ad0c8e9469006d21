// Where a leaf's readings are put together, some thousand rows at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "corpus/segment_tables.h"
#include "searchd/rows.h"

namespace opslag::searchd {

// Readings of a leaf are put together for so many rows at a time, so that their values stay in the fastest memory.
struct LeafBlock {
  static constexpr std::size_t kRows = kRowUnit;
  // Zero between blocks; what a row has is more than that.
  struct Values {
    std::array<float, kRows> of_row{};
    std::array<char, kRows / 64> touched{};  // not zero where one of 64 rows may have some

    // The best remains. Nothing becomes a little more than that, too little to change any other value.
    // REQUIRES: row < kRows
    void add(std::size_t row, float value) {
      constexpr float kLittle = 1e-30F;
      of_row[row] = std::max(of_row[row], value + kLittle);
      touched[row / 64] = 1;
    }
    // Those of 64 rows that have some and are allowed: puts theirs at `to`, one behind the other, and clears all. Up to
    // kBehind behind the last are written to. `widely`: sixteen at a time, where the processor can.
    static constexpr std::size_t kBehind = 15;
    std::uint64_t take(std::size_t word, std::uint64_t allowed, float* to, bool widely = true);
  };
  Values own, titles;
  corpus::PostingCursor::Batch batch;
  std::array<float, kRows + Values::kBehind> own_packed, titles_packed;
  bool clean = true;  // false where reading a block threw
};

// For each of the threads that read for one query at the same time; made when it is needed.
using LeafBlocks = std::vector<std::unique_ptr<LeafBlock>>;

}  // namespace opslag::searchd
