// The values of each row's own facets (municipality, topic, decision), packed so that counting them takes some
// nanoseconds a row.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "searchd/bitmap.h"
#include "searchd/ranked_bits.h"

namespace opslag::searchd {

inline constexpr std::size_t kItemFacets = 3;

// By facet, values are codes from 0. A row's first codes stand in eight bytes, of each facet as many as most items have
// values; codes that are large or too many stand in lists beside them. Immutable once finished.
class ItemValues {
 public:
  using Codes = std::array<std::span<const std::uint32_t>, kItemFacets>;
  // By facet and code.
  using Counts = std::array<std::vector<std::uint32_t>, kItemFacets>;

  // While it is made: a row has no values until they are set. Rows are set in their order, once each; any may then be
  // made like one that was.
  explicit ItemValues(std::size_t rows = 0) : slots_(rows, ~std::uint64_t{0}) {}
  void set(std::uint32_t row, const Codes& codes);
  void set_like(std::uint32_t row, std::uint32_t other);
  void finish();

  // Adds the rows' values to the counts, which are as long as the facets have values.
  void count(const Bitmap& rows, Counts& counts) const;
  void count(const Bitmap& rows, std::size_t facet, std::vector<std::uint32_t>& counts) const;
  // Those of the rows that have one of a facet's values; `wanted`: by code, as long as the facet has values.
  Bitmap with(const Bitmap& rows, std::size_t facet, const std::vector<char>& wanted) const;

 private:
  static constexpr std::size_t kSlots = 8;
  static constexpr std::array<std::size_t, kItemFacets + 1> kBegin{0, 3, 6, kSlots};  // by facet: its slots
  static constexpr std::uint8_t kNone = 255;                                          // an empty slot

  // The codes of one facet that have no slot.
  struct Others {
    RankedBits rows;
    std::vector<std::uint32_t> at;     // by place among `rows`: where in codes
    std::vector<std::uint32_t> codes;  // of each: how many, then as many
    // While it is made: rows, and where in codes.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> set, like;

    void finish(std::size_t rows);
  };
  static void count_others(const std::uint64_t* rows, const Others& others, std::uint32_t* counts);

  std::vector<std::uint64_t> slots_;  // a byte each, the first the lowest
  std::array<Others, kItemFacets> others_;
};

}  // namespace opslag::searchd
