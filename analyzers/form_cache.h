// A hash table from spellings to what is known of them, made for many lookups and few entries.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/quick_hash.h"

namespace opslag::analyzers {

// Open addressing with the hashes beside each other, so that a lookup touches one line of memory and the entry itself.
// Values keep their addresses until clear(). Not thread-safe.
template <class Value>
class FormCache {
 public:
  const Value* find(std::string_view key) const { return const_cast<FormCache*>(this)->find(key); }
  Value* find(std::string_view key) { return slots_.empty() ? nullptr : find(key, hash_of(key)); }
  static std::uint64_t hash_of(std::string_view key) { return quick_hash(key); }
  // With the key's hash_of().
  Value* find(std::string_view key, std::uint64_t hash) {
    if (slots_.empty()) return nullptr;
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Slot& slot = slots_[at];
      if (slot.entry == nullptr) return nullptr;
      if (slot.hash == hash && slot.entry->key == key) return &slot.entry->value;
    }
  }

  // What will be looked up soon is fetched into the processor's cache meanwhile, step by step: first fetch(), which
  // returns the key's hash; some time later fetch_entry(); then expected() may be read without waiting for it. It may
  // be that of another key.
  std::uint64_t fetch(std::string_view key) const {
    const std::uint64_t hash = hash_of(key);
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & mask()]);
    return hash;
  }
  void fetch_entry(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(slots_[hash & mask()].entry);
  }
  const Value* expected(std::uint64_t hash) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[hash & mask()];
    return slot.entry == nullptr ? nullptr : &slot.entry->value;
  }

  // `key` must not be there yet.
  const Value& insert(std::string_view key, Value value) {
    if ((entries_.size() + 1) * 2 > slots_.size()) grow();
    entries_.push_back({std::string(key), std::move(value)});
    put({hash_of(key), &entries_.back()});
    return entries_.back().value;
  }

  std::size_t size() const { return entries_.size(); }
  void clear() {
    slots_.clear();
    entries_.clear();
  }

 private:
  struct Entry {
    std::string key;
    Value value;
  };
  struct Slot {
    std::uint64_t hash = 0;
    Entry* entry = nullptr;
  };

  std::size_t mask() const { return slots_.size() - 1; }
  void put(Slot slot) {
    std::size_t at = slot.hash & mask();
    while (slots_[at].entry != nullptr) at = (at + 1) & mask();
    slots_[at] = slot;
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.entry != nullptr) put(slot);
    }
  }

  std::vector<Slot> slots_;
  std::deque<Entry> entries_;
};

}  // namespace opslag::analyzers
