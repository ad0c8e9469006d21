// Shards with a lock each.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/form_store.h"

#include <utility>

#include "analyzers/word_forms.h"

namespace opslag::analyzers {

// Caches take the hash's low bits for their slots: shards take the high ones.
FormStore::Shard& FormStore::shard_of(std::uint64_t hash) {
  return shards_[hash >> 58];
}

void FormStore::keep_packed(std::size_t bytes) {
  for (Shard& shard : shards_) shard.packed.limit(bytes / kShards);
  packs_ = bytes > 0;
}

FormStore::Form FormStore::find(std::string_view raw, std::uint64_t hash) {
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  if (const Form* form = shard.young.find(raw, hash)) return *form;
  if (const Form* form = shard.old.find(raw, hash)) return add(shard, raw, *form);
  const auto packed = shard.packed.find(raw);
  return packed ? add(shard, raw, std::make_shared<const WordFormTerms>(unpack(*packed))) : nullptr;
}

FormStore::Form FormStore::insert(std::string_view raw, Form form) {
  const std::string packed = packs_ ? pack(*form) : std::string();
  const std::uint64_t hash = FormCache<Form>::hash_of(raw);
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  if (const Form* there = shard.young.find(raw, hash)) return *there;
  if (packs_) shard.packed.insert(raw, packed);
  return add(shard, raw, std::move(form));
}

FormStore::Form FormStore::add(Shard& shard, std::string_view raw, Form form) {
  if (shard.young.size() >= kMost) {
    std::swap(shard.young, shard.old);
    shard.young.clear();
  }
  return shard.young.insert(raw, std::move(form));
}

}  // namespace opslag::analyzers
