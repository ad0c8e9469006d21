// A list is enough for the few answers that fit.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/answer_cache.h"

#include <algorithm>

namespace opslag::searchd {

std::shared_ptr<const KeptAnswer> AnswerCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& one) { return one.key == key; });
  if (entry == entries_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, entry);
  return entries_.front().answer;
}

void AnswerCache::keep(const std::string& key, std::shared_ptr<const KeptAnswer> answer, std::size_t bytes) {
  if (bytes > most_bytes_ / 4) return;
  std::list<Entry> gone;  // ends outside the lock
  const std::lock_guard lock(mutex_);
  const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& one) { return one.key == key; });
  if (same != entries_.end()) {
    bytes_ -= same->bytes;
    gone.splice(gone.begin(), entries_, same);
  }
  entries_.push_front({key, std::move(answer), bytes});
  bytes_ += bytes;
  while (bytes_ > most_bytes_) {
    bytes_ -= entries_.back().bytes;
    gone.splice(gone.begin(), entries_, std::prev(entries_.end()));
  }
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
