// What is known of word forms, shared by all threads that analyse the same language: a form is analysed once for all.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>

#include "analyzers/form_cache.h"
#include "analyzers/packed_forms.h"

namespace opslag::analyzers {

struct WordFormTerms;

// Thread-safe but for keep_packed(). Bounded: what was not asked for in a long while is forgotten.
class FormStore {
 public:
  using Form = std::shared_ptr<const WordFormTerms>;

  // What would be forgotten is remembered as bytes, this many of them in all. Call it before others use the store.
  void keep_packed(std::size_t bytes);

  // nullptr if it is not known.
  Form find(std::string_view raw) { return find(raw, FormCache<Form>::hash_of(raw)); }
  Form find(std::string_view raw, std::uint64_t hash);  // with its FormCache::hash_of()
  // Returns what is there already if another thread was quicker.
  Form insert(std::string_view raw, Form form);

 private:
  static constexpr std::size_t kShards = 64;
  static constexpr std::size_t kMost = 64'000 / kShards;  // of each generation in a shard

  struct Shard {
    std::mutex mutex;
    FormCache<Form> young, old;
    PackedForms packed;
  };

  Shard& shard_of(std::uint64_t hash);
  static Form add(Shard& shard, std::string_view raw, Form form);

  std::array<Shard, kShards> shards_;
  bool packs_ = false;
};

}  // namespace opslag::analyzers
