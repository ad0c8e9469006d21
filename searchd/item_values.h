// The values of each row's own facets (municipality, topic, decision), packed so that counting them takes some
// nanoseconds a row.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "searchd/bitmap.h"
#include "searchd/ranked_bits.h"

namespace opslag::searchd {

inline constexpr std::size_t kItemFacets = 3;

// By facet, values are codes from 0. Eight bytes a row: its first municipalities' codes, and of the other facets, which
// have few values, the number of the set of codes that it has. What has no place there stands in lists beside them.
// Immutable once finished.
class ItemValues {
 public:
  // What a row has of a facet: its codes, and the number of that set of codes; 0 is the empty one.
  struct Set {
    std::span<const std::uint32_t> codes;
    std::uint32_t number;
  };
  // All sets of a facet: by number, and one more, where their codes begin.
  struct Sets {
    std::vector<std::uint32_t> starts{0, 0}, codes;
  };
  // By facet and code.
  using Counts = std::array<std::vector<std::uint32_t>, kItemFacets>;

  // While it is made: a row has no values until they are set. Rows are set in their order, once each; any may then be
  // made like one that was.
  explicit ItemValues(std::size_t rows = 0) : slots_(rows, kNothing) {}
  void set(std::uint32_t row, const std::array<Set, kItemFacets>& sets);
  void set_like(std::uint32_t row, std::uint32_t other);
  // `sets`: by facet; those of the first are not asked for.
  void finish(std::array<Sets, kItemFacets> sets);

  // Which of a bitmap's words are looked at.
  struct Words {
    std::size_t begin = 0, end = ~std::size_t{0};
  };
  // Adds the rows' values to the counts, which are as long as the facets have values.
  void count(const Bitmap& rows, Words words, Counts& counts) const;
  void count(const Bitmap& rows, Words words, std::size_t facet, std::vector<std::uint32_t>& counts) const;
  // Those of the rows that have one of a facet's values; `wanted`: by code, as long as the facet has values.
  Bitmap with(const Bitmap& rows, std::size_t facet, const std::vector<char>& wanted) const {
    Bitmap found(rows.size());
    with(rows, {}, facet, wanted, found);
    return found;
  }
  // The same of these words only, which are set in `found`.
  void with(const Bitmap& rows, Words words, std::size_t facet, const std::vector<char>& wanted, Bitmap& found) const;

 private:
  static constexpr std::size_t kSlots = 3;                               // of a byte each, the first the lowest
  static constexpr std::uint8_t kNone = 255;                             // an empty one
  static constexpr std::array<unsigned, kItemFacets> kShift{0, 24, 40};  // by facet: where its set's 16 bits begin
  static constexpr std::uint32_t kOther = 0xFFFF;                        // a set whose number is too large
  static constexpr std::uint64_t kNothing = 0xFFFFFF;

  // The codes of one facet that have no slot: many rows have the same ones.
  struct Others {
    RankedBits rows;
    std::vector<std::uint32_t> set_of;  // by place among `rows`: one of the sets
    Sets sets{{0}, {}};
    // While it is made: rows and their sets; the sets' numbers by their codes.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> set, like;
    std::map<std::vector<std::uint32_t>, std::uint32_t> numbers;

    void add(std::uint32_t row, std::span<const std::uint32_t> left);
    void finish(std::size_t rows);
    std::span<const std::uint32_t> codes(std::uint32_t number) const {
      return {sets.codes.data() + sets.starts[number], sets.codes.data() + sets.starts[number + 1]};
    }
  };
  static void count_others(const Bitmap& rows, Words words, const Others& others, std::vector<std::uint32_t>& counts);
  template <typename Visit>
  static void each_other(const Bitmap& rows, Words words, const Others& others, const Visit& visit);
  void fold(std::size_t facet, const std::vector<std::uint32_t>& by_set, std::vector<std::uint32_t>& counts) const;
  std::vector<std::uint32_t> table(std::size_t facet) const;
  void with_slot(const Bitmap& rows, Words words, const std::vector<char>& wanted, Bitmap& found) const;
  void with_set(const Bitmap& rows, Words words, std::size_t facet, const std::vector<char>& wanted,
                Bitmap& found) const;

  std::vector<std::uint64_t> slots_;
  std::array<Sets, kItemFacets> sets_;
  std::array<Others, kItemFacets> others_;
};

}  // namespace opslag::searchd
