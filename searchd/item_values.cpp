// Rows are taken in batches: first their numbers from the bits, then their eight bytes, each slot with counters of its
// own, so that neighbours that are alike do not wait for each other.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/item_values.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace opslag::searchd {
namespace {

template <std::size_t kCount>
using SlotCounts = std::array<std::array<std::uint32_t, 256>, kCount>;

template <std::size_t kFirst, std::size_t... kSlot>
inline void add(std::uint64_t slots, SlotCounts<sizeof...(kSlot)>& counts, std::index_sequence<kSlot...>) {
  (++counts[kSlot][static_cast<std::uint8_t>(slots >> (8 * (kFirst + kSlot)))], ...);
}

// Calls visit(rows, size) for the bits' numbers, some hundreds at a time; what stands behind them may be read too.
template <typename Visit>
inline void each_batch(const Bitmap& rows, const Visit& visit) {
  constexpr std::size_t kBatch = 1024;
  std::array<std::uint32_t, kBatch + 64> batch;
  std::size_t size = 0;
  const auto words = rows.words();
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::uint64_t word = words[i]; word != 0; word &= word - 1)
      batch[size++] = static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    if (size < kBatch) continue;
    visit(batch.data(), size);
    size = 0;
  }
  visit(batch.data(), size);
}

// Of kCount slots from kFirst on: how many rows have what in each.
template <std::size_t kFirst, std::size_t kCount>
void count_slots(const Bitmap& bitmap, const std::uint64_t* slots, SlotCounts<kCount>& sums) {
  constexpr std::size_t kAhead = 16;
  constexpr auto kEach = std::make_index_sequence<kCount>();
  SlotCounts<kCount> odd{};
  each_batch(bitmap, [&](const std::uint32_t* rows, std::size_t size) {
    std::size_t i = 0;
    for (; i + kAhead + 1 < size; i += 2) {
      __builtin_prefetch(slots + rows[i + kAhead]);
      add<kFirst>(slots[rows[i]], sums, kEach);
      add<kFirst>(slots[rows[i + 1]], odd, kEach);
    }
    for (; i < size; ++i) add<kFirst>(slots[rows[i]], sums, kEach);
  });
  for (std::size_t slot = 0; slot < kCount; ++slot) {
    for (std::size_t code = 0; code < 256; ++code) sums[slot][code] += odd[slot][code];
  }
}

void add_up(std::span<const std::array<std::uint32_t, 256>> slots, std::vector<std::uint32_t>& counts) {
  const std::size_t most = std::min<std::size_t>(counts.size(), 255);
  for (const auto& slot : slots) {
    for (std::size_t code = 0; code < most; ++code) counts[code] += slot[code];
  }
}

}  // namespace

void ItemValues::set(std::uint32_t row, const Codes& codes) {
  for (std::size_t f = 0; f < kItemFacets; ++f) {
    std::size_t slot = kBegin[f];
    std::vector<std::uint32_t> left;
    for (const std::uint32_t code : codes[f]) {
      if (code < kNone && slot < kBegin[f + 1]) {
        slots_[row] ^= std::uint64_t{kNone ^ code} << (8 * slot++);
      } else {
        left.push_back(code);
      }
    }
    if (left.empty()) continue;
    Others& others = others_[f];
    others.set.emplace_back(row, static_cast<std::uint32_t>(others.codes.size()));
    others.codes.push_back(static_cast<std::uint32_t>(left.size()));
    others.codes.insert(others.codes.end(), left.begin(), left.end());
  }
}

void ItemValues::set_like(std::uint32_t row, std::uint32_t other) {
  slots_[row] = slots_[other];
  for (Others& others : others_) {
    const auto at = std::lower_bound(others.set.begin(), others.set.end(), std::pair(other, std::uint32_t{0}));
    if (at != others.set.end() && at->first == other) others.like.emplace_back(row, at->second);
  }
}

void ItemValues::finish() {
  for (Others& others : others_) others.finish(slots_.size());
}

void ItemValues::Others::finish(std::size_t all_rows) {
  set.insert(set.end(), like.begin(), like.end());
  std::sort(set.begin(), set.end());
  Bitmap some(all_rows);
  for (const auto& [row, begin] : set) {
    if (some.test(row)) continue;
    some.set(row);
    at.push_back(begin);
  }
  rows = RankedBits(std::move(some));
  set = like = std::vector<std::pair<std::uint32_t, std::uint32_t>>();
  at.shrink_to_fit();
  codes.shrink_to_fit();
}

OPSLAG_COUNTS_BITS void ItemValues::count_others(const std::uint64_t* rows, const Others& others,
                                                 std::uint32_t* counts) {
  const auto words = others.rows.bits().words();
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::uint64_t word = words[i] & rows[i]; word != 0; word &= word - 1) {
      const std::uint64_t below = (word & (~word + 1)) - 1;
      const std::size_t place = others.rows.before()[i] + static_cast<std::size_t>(std::popcount(words[i] & below));
      const std::uint32_t* codes = &others.codes[others.at[place]];
      for (std::uint32_t left = *codes++; left > 0; --left) ++counts[*codes++];
    }
  }
}

void ItemValues::count(const Bitmap& rows, Counts& counts) const {
  SlotCounts<kSlots> sums{};
  count_slots<0>(rows, slots_.data(), sums);
  for (std::size_t f = 0; f < kItemFacets; ++f) {
    add_up(std::span(sums).subspan(kBegin[f], kBegin[f + 1] - kBegin[f]), counts[f]);
    count_others(rows.words().data(), others_[f], counts[f].data());
  }
}

void ItemValues::count(const Bitmap& rows, std::size_t facet, std::vector<std::uint32_t>& counts) const {
  SlotCounts<3> sums{};
  if (facet == 0) count_slots<kBegin[0]>(rows, slots_.data(), sums);
  if (facet == 1) count_slots<kBegin[1]>(rows, slots_.data(), sums);
  if (facet == 2) count_slots<kBegin[3] - 3>(rows, slots_.data(), sums);
  add_up(std::span(sums).last(kBegin[facet + 1] - kBegin[facet]), counts);
  count_others(rows.words().data(), others_[facet], counts.data());
}

Bitmap ItemValues::with(const Bitmap& rows, std::size_t facet, const std::vector<char>& wanted) const {
  std::array<std::uint8_t, 256> near{};  // by what a slot holds
  for (std::size_t code = 0; code < std::min<std::size_t>(wanted.size(), kNone); ++code)
    near[code] = wanted[code] != 0 ? 1 : 0;
  Bitmap found(rows.size());
  const auto out = found.words();
  const auto words = rows.words();
  const std::size_t first = 8 * kBegin[facet], second = first + 8, last = 8 * (kBegin[facet + 1] - 1);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::uint64_t held = 0;
    for (std::uint64_t word = words[i]; word != 0; word &= word - 1) {
      const std::uint64_t slots = slots_[i * 64 + static_cast<std::size_t>(std::countr_zero(word))];
      const auto in = [&](std::size_t shift) { return near[static_cast<std::uint8_t>(slots >> shift)]; };
      const int holds = in(first) | in(second) | in(last);
      held |= (word & (~word + 1)) & (~std::uint64_t{0} + (holds == 0 ? 1 : 0));
    }
    out[i] = held;
  }
  const Others& others = others_[facet];
  Bitmap left = rows & others.rows.bits();
  left.remove(found).each([&](std::size_t row) {
    const std::uint32_t* codes = &others.codes[others.at[others.rows.up_to(row) - 1]];
    if (std::any_of(codes + 1, codes + 1 + *codes, [&](std::uint32_t code) { return wanted[code] != 0; }))
      found.set(row);
  });
  return found;
}

}  // namespace opslag::searchd
