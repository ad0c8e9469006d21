// Numbers that stand for the rows of a bitmap, one each, in their order.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "searchd/bitmap.h"
#include "searchd/rows.h"

namespace opslag::searchd {

using RowValues = std::vector<std::pair<Row, float>>;  // by ascending row

// visit(row, value) for all of them; without values, zeros.
template <typename Visit>
void each_value(const Bitmap& rows, const std::vector<float>& values, const Visit& visit) {
  std::size_t next = 0;
  rows.each([&](std::size_t row) {
    visit(static_cast<Row>(row), values.empty() ? 0.0F : values[next]);
    ++next;
  });
}

// Adds rows and their values; where a row is there already, or twice in `more`, the highest value stays.
void merge_best(const RowValues& more, Bitmap& rows, std::vector<float>& values);

// Adds to the values of those rows that are in `some` too `factor` times theirs.
void add_values(const Bitmap& some, const std::vector<float>& theirs, float factor, const Bitmap& rows,
                std::vector<float>& values);

// Looks up the values of ascending rows.
class ValueWalk {
 public:
  ValueWalk(const Bitmap& rows, const std::vector<float>& values) : rows_(rows), values_(values) {}
  // How many of the rows are before this one: where its value is if it is there.
  std::size_t place_of(Row row) {
    const std::size_t wanted = row >> 6;
    for (; word_ < wanted; ++word_) before_ += static_cast<std::size_t>(std::popcount(rows_.words()[word_]));
    const std::uint64_t below = rows_.words()[word_] & ((std::uint64_t{1} << (row & 63)) - 1);
    return before_ + static_cast<std::size_t>(std::popcount(below));
  }
  // The row's value; `otherwise` if it has none.
  float at(Row row, float otherwise) {
    if (!rows_.test(row) || values_.empty()) return otherwise;
    return values_[place_of(row)];
  }

 private:
  const Bitmap& rows_;
  const std::vector<float>& values_;
  std::size_t word_ = 0, before_ = 0;
};

// From `it` on the first (item, attachment) whose item is not before this one: for items that are asked in their order.
template <typename It>
It first_attachment(It it, It end, Row item) {
  std::ptrdiff_t step = 1;
  while (end - it > step && it[step].first < item) {
    it += step;
    step *= 2;
  }
  const It last = end - it > step ? it + step : end;
  return std::lower_bound(it, last, item, [](const auto& pair, Row wanted) { return pair.first < wanted; });
}

}  // namespace opslag::searchd
