// A hash table whose texts lie in pages, so that they never move.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/term_table.h"

#include <algorithm>
#include <atomic>

#include "corpus/positions.h"

namespace opslag::indexer {
namespace {

constexpr std::size_t kPageBytes = std::size_t{1} << 16;

// The key's low bits alone are no good hash.
std::size_t slot_of(std::uint64_t key, std::size_t slots) {
  return (key ^ (key >> 29)) & (slots - 1);
}

std::uint64_t entry_of(std::uint64_t key, std::size_t number) {
  return key >> 32 << 32 | number;
}

}  // namespace

std::uint64_t TermTable::next_number() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

TermTable::Id TermTable::id_of(std::string_view term) {
  return id_of(term, corpus::position_key(term));
}

void TermTable::fetch(std::uint64_t key) const {
  if (!slots_.empty()) __builtin_prefetch(&slots_[slot_of(key, slots_.size())]);
}

void TermTable::fetch_entry(std::uint64_t key) const {
  const std::uint64_t found = slots_.empty() ? 0 : slots_[slot_of(key, slots_.size())];
  if (found != 0) __builtin_prefetch(&entries_[static_cast<Id>(found) - 1]);
}

TermTable::Id TermTable::id_of(std::string_view term, std::uint64_t key) {
  if (2 * (entries_.size() + 1) > slots_.size()) grow();
  for (std::size_t slot = slot_of(key, slots_.size());; slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot] == 0) {
      entries_.push_back({keep(term), key});
      slots_[slot] = entry_of(key, entries_.size());
      return static_cast<Id>(entries_.size() - 1);
    }
    if (slots_[slot] >> 32 != key >> 32) continue;
    const Id found = static_cast<Id>(slots_[slot]) - 1;
    if (entries_[found].key == key && entries_[found].text == term) return found;
  }
}

std::string_view TermTable::keep(std::string_view term) {
  if (term.size() > page_left_) {
    pages_.push_back(std::make_unique<char[]>(std::max(kPageBytes, term.size())));
    page_left_ = std::max(kPageBytes, term.size());
  }
  const std::size_t size = std::max(kPageBytes, term.size());
  char* at = pages_.back().get() + (size - page_left_);
  std::copy(term.begin(), term.end(), at);
  page_left_ -= term.size();
  return {at, term.size()};
}

void TermTable::grow() {
  slots_.assign(std::max<std::size_t>(1024, 2 * slots_.size()), 0);
  for (std::size_t id = 0; id < entries_.size(); ++id) {
    std::size_t slot = slot_of(entries_[id].key, slots_.size());
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = entry_of(entries_[id].key, id + 1);
  }
}

}  // namespace opslag::indexer
