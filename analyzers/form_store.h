// What is known of word forms, shared by all threads that analyse the same language: a form is analysed once for all.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

#include "analyzers/form_cache.h"

namespace opslag::analyzers {

struct WordFormTerms;

// Thread-safe. Bounded: what was not asked for in a long while is forgotten.
class FormStore {
 public:
  using Form = std::shared_ptr<const WordFormTerms>;

  // nullptr if it is not known.
  Form find(std::string_view raw) {
    Shard& shard = shard_of(raw);
    const std::lock_guard lock(shard.mutex);
    if (const Form* form = shard.young.find(raw)) return *form;
    const Form* form = shard.old.find(raw);
    return form == nullptr ? nullptr : add(shard, raw, *form);
  }

  // Returns what is there already if another thread was quicker.
  Form insert(std::string_view raw, Form form) {
    Shard& shard = shard_of(raw);
    const std::lock_guard lock(shard.mutex);
    if (const Form* there = shard.young.find(raw)) return *there;
    return add(shard, raw, std::move(form));
  }

 private:
  static constexpr std::size_t kShards = 64;
  static constexpr std::size_t kMost = 64'000 / kShards;  // of each generation in a shard

  struct Shard {
    std::mutex mutex;
    FormCache<Form> young, old;
  };

  // Caches take the hash's low bits for their slots: shards take the high ones.
  Shard& shard_of(std::string_view raw) { return shards_[std::hash<std::string_view>{}(raw) >> 58]; }

  static Form add(Shard& shard, std::string_view raw, Form form) {
    if (shard.young.size() >= kMost) {
      std::swap(shard.young, shard.old);
      shard.young.clear();
    }
    return shard.young.insert(raw, std::move(form));
  }

  std::array<Shard, kShards> shards_;
};

}  // namespace opslag::analyzers
