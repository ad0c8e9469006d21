// Rows are taken in batches: first their numbers from the bits, then their eight bytes, each slot with counters of its
// own, so that neighbours that are alike do not wait for each other.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/item_values.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace opslag::searchd {
namespace {

using SlotCounts = std::array<std::array<std::uint32_t, 256>, 3>;

inline void add(std::uint64_t slots, SlotCounts& counts) {
  ++counts[0][static_cast<std::uint8_t>(slots)];
  ++counts[1][static_cast<std::uint8_t>(slots >> 8)];
  ++counts[2][static_cast<std::uint8_t>(slots >> 16)];
}

// Calls visit(rows, size) for the bits' numbers, some hundreds at a time; what stands behind them may be read too.
template <typename Visit>
inline void each_batch(const Bitmap& rows, ItemValues::Words range, const Visit& visit) {
  constexpr std::size_t kBatch = 1024;
  std::array<std::uint32_t, kBatch + 64> batch;
  std::size_t size = 0;
  const auto words = rows.words();
  for (std::size_t i = range.begin; i < std::min(range.end, words.size()); ++i) {
    for (std::uint64_t word = words[i]; word != 0; word &= word - 1)
      batch[size++] = static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    if (size < kBatch) continue;
    visit(batch.data(), size);
    size = 0;
  }
  visit(batch.data(), size);
}

// Calls add(slots) for each row, and ahead of it asks for the memory.
template <typename Add>
inline void each_slots(const Bitmap& bitmap, ItemValues::Words words, const std::vector<std::uint64_t>& slots,
                       const Add& add_slots) {
  constexpr std::size_t kAhead = 16;
  const std::uint64_t* const all = slots.data();
  each_batch(bitmap, words, [&](const std::uint32_t* rows, std::size_t size) {
    std::size_t i = 0;
    for (; i + kAhead + 1 < size; i += 2) {
      __builtin_prefetch(all + rows[i + kAhead]);
      add_slots(all[rows[i]], 0);
      add_slots(all[rows[i + 1]], 1);
    }
    for (; i < size; ++i) add_slots(all[rows[i]], 0);
  });
}

void add_up(const std::array<SlotCounts, 2>& sums, std::vector<std::uint32_t>& counts) {
  const std::size_t most = std::min<std::size_t>(counts.size(), 255);
  for (const SlotCounts& half : sums) {
    for (const auto& slot : half) {
      for (std::size_t code = 0; code < most; ++code) counts[code] += slot[code];
    }
  }
}

}  // namespace

void ItemValues::set(std::uint32_t row, const std::array<Set, kItemFacets>& sets) {
  std::vector<std::uint32_t> left;
  unsigned slot = 0;
  for (const std::uint32_t code : sets[0].codes) {
    if (code < kNone && slot < kSlots) {
      slots_[row] ^= std::uint64_t{kNone ^ code} << (8 * slot++);
    } else {
      left.push_back(code);
    }
  }
  if (!left.empty()) others_[0].add(row, left);
  for (std::size_t f = 1; f < kItemFacets; ++f) {
    slots_[row] |= std::uint64_t{std::min(sets[f].number, kOther)} << kShift[f];
    if (sets[f].number >= kOther) others_[f].add(row, sets[f].codes);
  }
}

void ItemValues::set_like(std::uint32_t row, std::uint32_t other) {
  slots_[row] = slots_[other];
  for (Others& others : others_) {
    const auto at = std::lower_bound(others.set.begin(), others.set.end(), std::pair(other, std::uint32_t{0}));
    if (at != others.set.end() && at->first == other) others.like.emplace_back(row, at->second);
  }
}

void ItemValues::finish(std::array<Sets, kItemFacets> sets) {
  for (Others& others : others_) others.finish(slots_.size());
  sets_ = std::move(sets);
  sets_[0] = Sets();
  for (Sets& one : sets_) {
    if (one.starts.size() > kOther) {  // set kOther would be the last
      one.starts.resize(kOther + 1);
      one.codes.resize(one.starts.back());
    }
    one.starts.shrink_to_fit();
    one.codes.shrink_to_fit();
  }
}

void ItemValues::Others::add(std::uint32_t row, std::span<const std::uint32_t> left) {
  const auto [known, is_new] = numbers.try_emplace(std::vector<std::uint32_t>(left.begin(), left.end()),
                                                   static_cast<std::uint32_t>(numbers.size()));
  if (is_new) {
    sets.codes.insert(sets.codes.end(), left.begin(), left.end());
    sets.starts.push_back(static_cast<std::uint32_t>(sets.codes.size()));
  }
  set.emplace_back(row, known->second);
}

void ItemValues::Others::finish(std::size_t all_rows) {
  set.insert(set.end(), like.begin(), like.end());
  std::sort(set.begin(), set.end());
  Bitmap some(all_rows);
  for (const auto& [row, number] : set) {
    if (some.test(row)) continue;
    some.set(row);
    set_of.push_back(number);
  }
  rows = RankedBits(std::move(some));
  set = like = std::vector<std::pair<std::uint32_t, std::uint32_t>>();
  numbers.clear();
  set_of.shrink_to_fit();
  sets.starts.shrink_to_fit();
  sets.codes.shrink_to_fit();
}

// visit(set) for each of the rows that has one of the others'.
template <typename Visit>
inline void ItemValues::each_other(const Bitmap& rows, Words range, const Others& others, const Visit& visit) {
  const auto words = others.rows.bits().words(), asked = rows.words();
  for (std::size_t i = range.begin; i < std::min(range.end, words.size()); ++i) {
    for (std::uint64_t word = words[i] & asked[i]; word != 0; word &= word - 1) {
      const std::uint64_t below = (word & (~word + 1)) - 1;
      visit(others.set_of[others.rows.before()[i] + static_cast<std::size_t>(std::popcount(words[i] & below))]);
    }
  }
}

OPSLAG_COUNTS_BITS void ItemValues::count_others(const Bitmap& rows, Words words, const Others& others,
                                                 std::vector<std::uint32_t>& counts) {
  constexpr std::size_t kFew = 4096;  // sets that are counted first, and their codes then
  const std::size_t sets = others.sets.starts.size() - 1;
  if (sets > kFew) {
    return each_other(rows, words, others, [&](std::uint32_t set) {
      for (const std::uint32_t code : others.codes(set)) ++counts[code];
    });
  }
  if (sets == 0) return;
  std::vector<std::uint32_t> by_set(sets);
  each_other(rows, words, others, [&](std::uint32_t set) { ++by_set[set]; });
  for (std::uint32_t set = 0; set < sets; ++set) {
    if (by_set[set] == 0) continue;
    for (const std::uint32_t code : others.codes(set)) counts[code] += by_set[set];
  }
}

// By set, those whose number is too large too: they are the last.
std::vector<std::uint32_t> ItemValues::table(std::size_t facet) const {
  return std::vector<std::uint32_t>(sets_[facet].starts.size());
}

void ItemValues::fold(std::size_t facet, const std::vector<std::uint32_t>& by_set,
                      std::vector<std::uint32_t>& counts) const {
  const Sets& sets = sets_[facet];
  for (std::size_t set = 1; set + 1 < sets.starts.size(); ++set) {
    if (by_set[set] == 0) continue;
    for (std::uint32_t i = sets.starts[set]; i < sets.starts[set + 1]; ++i) counts[sets.codes[i]] += by_set[set];
  }
}

void ItemValues::count(const Bitmap& rows, Words words, Counts& counts) const {
  std::array<SlotCounts, 2> sums{};
  std::vector<std::uint32_t> second = table(1);
  std::array<std::vector<std::uint32_t>, 2> third{table(2), table(2)};
  const std::array<std::uint32_t*, 2> thirds{third[0].data(), third[1].data()};
  std::uint32_t* const seconds = second.data();
  each_slots(rows, words, slots_, [&](std::uint64_t slots, std::size_t turn) {
    add(slots, sums[turn]);
    ++seconds[static_cast<std::uint16_t>(slots >> kShift[1])];
    ++thirds[turn][static_cast<std::uint16_t>(slots >> kShift[2])];
  });
  add_up(sums, counts[0]);
  fold(1, second, counts[1]);
  for (const auto& half : third) fold(2, half, counts[2]);
  for (std::size_t f = 0; f < kItemFacets; ++f) count_others(rows, words, others_[f], counts[f]);
}

void ItemValues::count(const Bitmap& rows, Words words, std::size_t facet, std::vector<std::uint32_t>& counts) const {
  if (facet == 0) {
    std::array<SlotCounts, 2> sums{};
    each_slots(rows, words, slots_, [&](std::uint64_t slots, std::size_t turn) { add(slots, sums[turn]); });
    add_up(sums, counts);
  } else {
    std::vector<std::uint32_t> by_set = table(facet);
    each_slots(rows, words, slots_, [&, shift = kShift[facet]](std::uint64_t slots, std::size_t) {
      ++by_set[static_cast<std::uint16_t>(slots >> shift)];
    });
    fold(facet, by_set, counts);
  }
  count_others(rows, words, others_[facet], counts);
}

namespace {

// Those of the rows whose slots are accepted.
template <typename Accept>
inline void filter(const Bitmap& rows, ItemValues::Words range, const std::vector<std::uint64_t>& slots, Bitmap& found,
                   const Accept& accept) {
  const auto out = found.words();
  const auto words = rows.words();
  for (std::size_t i = range.begin; i < std::min(range.end, words.size()); ++i) {
    std::uint64_t held = 0;
    for (std::uint64_t word = words[i]; word != 0; word &= word - 1) {
      const auto bit = static_cast<unsigned>(std::countr_zero(word));
      held |= std::uint64_t{accept(slots[i * 64 + bit])} << bit;
    }
    out[i] = held;
  }
}

}  // namespace

void ItemValues::with_slot(const Bitmap& rows, Words words, const std::vector<char>& wanted, Bitmap& found) const {
  std::array<std::uint8_t, 256> near{};  // by what a slot holds
  for (std::size_t code = 0; code < std::min<std::size_t>(wanted.size(), kNone); ++code)
    near[code] = wanted[code] != 0 ? 1 : 0;
  filter(rows, words, slots_, found, [&](std::uint64_t slots) {
    const auto in = [&](unsigned shift) { return near[static_cast<std::uint8_t>(slots >> shift)]; };
    return static_cast<std::uint8_t>(in(0) | in(8) | in(16));
  });
}

void ItemValues::with_set(const Bitmap& rows, Words words, std::size_t facet, const std::vector<char>& wanted,
                          Bitmap& found) const {
  const Sets& sets = sets_[facet];
  std::vector<std::uint8_t> holds(table(facet).size());
  for (std::size_t set = 1; set + 1 < sets.starts.size(); ++set) {
    for (std::uint32_t i = sets.starts[set]; i < sets.starts[set + 1]; ++i)
      holds[set] |= static_cast<std::uint8_t>(wanted[sets.codes[i]]);
  }
  filter(rows, words, slots_, found,
         [&, shift = kShift[facet]](std::uint64_t slots) { return holds[static_cast<std::uint16_t>(slots >> shift)]; });
}

void ItemValues::with(const Bitmap& rows, Words words, std::size_t facet, const std::vector<char>& wanted,
                      Bitmap& found) const {
  if (facet == 0) {
    with_slot(rows, words, wanted, found);
  } else {
    with_set(rows, words, facet, wanted, found);
  }
  const Others& others = others_[facet];
  const auto asked = rows.words(), beside = others.rows.bits().words();
  const auto out = found.words();
  for (std::size_t i = words.begin; i < std::min(words.end, asked.size()); ++i) {
    for (std::uint64_t left = asked[i] & beside[i] & ~out[i]; left != 0; left &= left - 1) {
      const std::size_t row = i * 64 + static_cast<std::size_t>(std::countr_zero(left));
      const std::span codes = others.codes(others.set_of[others.rows.up_to(row) - 1]);
      if (std::any_of(codes.begin(), codes.end(), [&](std::uint32_t code) { return wanted[code] != 0; }))
        found.set(row);
    }
  }
}

}  // namespace opslag::searchd
