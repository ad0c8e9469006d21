// Merging of values by row.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/row_values.h"

namespace opslag::searchd {

namespace {

// Rows that are not there yet.
void insert(const RowValues& more, Bitmap& rows, std::vector<float>& values) {
  std::vector<float> merged;
  merged.reserve(values.size() + more.size());
  auto next = more.begin();
  each_value(rows, values, [&](Row row, float value) {
    for (; next != more.end() && next->first < row; ++next) merged.push_back(next->second);
    merged.push_back(value);
  });
  for (; next != more.end(); ++next) merged.push_back(next->second);
  for (const auto& [row, value] : more) rows.set(row);
  values = std::move(merged);
}

}  // namespace

void merge_best(const RowValues& more, Bitmap& rows, std::vector<float>& values) {
  RowValues fresh;
  ValueWalk walk(rows, values);
  for (const auto& [row, value] : more) {
    if (const std::optional<std::size_t> place = walk.place(row)) {
      values[*place] = std::max(values[*place], value);
    } else if (fresh.empty() || fresh.back().first != row) {
      fresh.emplace_back(row, value);
    } else {
      fresh.back().second = std::max(fresh.back().second, value);
    }
  }
  if (!fresh.empty()) insert(fresh, rows, values);
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
