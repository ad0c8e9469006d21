// Sorts the beginnings, deals the rows out to them, and sorts each one's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/row_keys.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace opslag::searchd {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

// The mark 0x01 and twelve digits end a key; no beginning with its mark begins another, so that beginnings and then
// numbers sort as whole keys do.
std::pair<std::string_view, std::uint64_t> split(std::string_view key) {
  constexpr std::size_t kDigits = 12;
  if (key.size() <= kDigits || key[key.size() - kDigits - 1] != '\x01') return {key, 0};
  std::uint64_t number = 0;
  for (const char digit : key.substr(key.size() - kDigits)) {
    if (digit < '0' || digit > '9') return {key, 0};
    number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return {key.substr(0, key.size() - kDigits), number};
}

}  // namespace

RowKeys::RowKeys(std::size_t rows) : last_(kNone), beginning_of_(rows, kNone), rest_of_(rows) {}

void RowKeys::add(std::uint32_t row, std::string_view key) {
  if (key.empty()) return;
  const auto [beginning, rest] = split(key);
  beginning_of_[row] = number_of(beginning);
  rest_of_[row] = rest;
}

std::uint32_t RowKeys::number_of(std::string_view beginning) {
  if (last_ != kNone && beginnings_[last_] == beginning) return last_;  // a meeting's documents lie together
  if (const auto known = numbers_.find(beginning); known != numbers_.end()) return last_ = known->second;
  last_ = static_cast<std::uint32_t>(beginnings_.size());
  beginnings_.push_back(text_.keep(beginning));
  numbers_.emplace(beginnings_.back(), last_);
  return last_;
}

std::vector<std::uint32_t> RowKeys::sorted_beginnings() const {
  std::vector<std::uint32_t> sorted(beginnings_.size());
  std::iota(sorted.begin(), sorted.end(), std::uint32_t{0});
  std::sort(sorted.begin(), sorted.end(),
            [&](std::uint32_t a, std::uint32_t b) { return beginnings_[a] < beginnings_[b]; });
  return sorted;
}

RowKeys::Ranks RowKeys::ranks() const {
  std::vector<std::uint32_t> next(
      beginnings_.size());  // by beginning: first how many rows, then where the next one goes
  for (const std::uint32_t beginning : beginning_of_) {
    if (beginning != kNone) ++next[beginning];
  }
  const std::vector<std::uint32_t> sorted = sorted_beginnings();
  std::uint32_t ranked = 0;
  for (const std::uint32_t beginning : sorted) ranked += std::exchange(next[beginning], ranked);
  std::vector<std::uint32_t> order(ranked);
  for (std::uint32_t row = 0; row < beginning_of_.size(); ++row) {
    if (beginning_of_[row] != kNone) order[next[beginning_of_[row]]++] = row;
  }
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return rest_of_[a] != rest_of_[b] ? rest_of_[a] < rest_of_[b] : a < b;
  };
  std::uint32_t begin = 0;
  for (const std::uint32_t beginning : sorted) {
    const std::span rows(order.data() + begin, order.data() + next[beginning]);
    if (!std::is_sorted(rows.begin(), rows.end(), before)) std::sort(rows.begin(), rows.end(), before);
    begin = next[beginning];
  }
  Ranks ranks{std::vector<std::uint32_t>(beginning_of_.size(), ranked), ranked};
  for (std::uint32_t i = 0; i < ranked; ++i) ranks.rank[order[i]] = i;
  return ranks;
}

}  // namespace opslag::searchd
