// Merging of values by row.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/row_values.h"

namespace opslag::searchd {

void merge_best(const RowValues& more, Bitmap& rows, std::vector<float>& values) {
  if (more.empty()) return;
  if (values.empty()) values.resize(rows.count());
  struct Fresh {
    std::size_t place;  // of the value behind it
    Row row;
    float value;
  };
  std::vector<Fresh> fresh;
  ValueWalk walk(rows, values);
  for (const auto& [row, value] : more) {
    const std::size_t place = walk.place_of(row);
    if (rows.test(row)) {
      values[place] = std::max(values[place], value);
    } else if (fresh.empty() || fresh.back().row != row) {
      fresh.push_back({place, row, value});
    } else {
      fresh.back().value = std::max(fresh.back().value, value);
    }
  }
  // From the last on, so that every value is moved once.
  std::size_t end = values.size();
  values.resize(end + fresh.size());
  for (std::size_t left = fresh.size(); left > 0; --left) {
    const Fresh& one = fresh[left - 1];
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(one.place);
    const auto to = values.begin() + static_cast<std::ptrdiff_t>(end);
    std::move_backward(from, to, to + static_cast<std::ptrdiff_t>(left));
    values[one.place + left - 1] = one.value;
    end = one.place;
    rows.set(one.row);
  }
}

void add_values(const Bitmap& some, const std::vector<float>& theirs, float factor, const Bitmap& rows,
                std::vector<float>& values) {
  if (theirs.empty()) return;
  std::size_t next = 0, before = 0;
  for (std::size_t i = 0; i < rows.words().size(); ++i) {
    const std::uint64_t word = rows.words()[i];
    for (std::uint64_t left = some.words()[i]; left != 0; left &= left - 1, ++next) {
      const std::uint64_t bit = left & -left;
      if ((word & bit) == 0) continue;
      values[before + static_cast<std::size_t>(std::popcount(word & (bit - 1)))] += factor * theirs[next];
    }
    before += static_cast<std::size_t>(std::popcount(word));
  }
}

}  // namespace opslag::searchd
