// The answers in the order of their use, and where each of them is.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/answer_cache.h"

#include <algorithm>

namespace opslag::searchd {

std::shared_ptr<const KeptAnswer> AnswerCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto known = places_.find(key);
  if (known == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, known->second);
  return entries_.front().answer;
}

void AnswerCache::keep(const std::string& key, std::shared_ptr<const KeptAnswer> answer, std::size_t bytes) {
  if (bytes > most_bytes_ / 4) return;
  std::list<Entry> gone;  // ends outside the lock
  const std::lock_guard lock(mutex_);
  const auto drop = [&](std::list<Entry>::iterator entry) {
    bytes_ -= entry->bytes;
    places_.erase(entry->key);
    gone.splice(gone.begin(), entries_, entry);
  };
  if (const auto same = places_.find(key); same != places_.end()) drop(same->second);
  entries_.push_front({key, std::move(answer), bytes});
  try {
    places_.emplace(entries_.front().key, entries_.begin());
  } catch (...) {
    entries_.pop_front();
    throw;
  }
  bytes_ += bytes;
  while (bytes_ > most_bytes_) drop(std::prev(entries_.end()));
}

std::string key_of(const SearchRequest& request) {
  std::string key;
  const auto add = [&](const std::string& part) { key += std::to_string(part.size()) + ':' + part; };
  add(request.q);
  for (const std::vector<std::string>& values : request.filters) {
    key += std::to_string(values.size()) + '/';
    for (const std::string& value : values) add(value);
  }
  for (const auto& date : {request.from, request.to}) add(date.value_or(""));
  for (const std::size_t number :
       {static_cast<std::size_t>(request.sort), request.facet_limit, static_cast<std::size_t>(request.lang),
        std::size_t{request.recency}, std::size_t{request.exact}})
    key += std::to_string(number) + ',';
  return key;
}

}  // namespace opslag::searchd
