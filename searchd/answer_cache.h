// Answers of one generation that are kept for their next pages: what was found, counted and put in order.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "searchd/search_request.h"

namespace opslag::searchd {

struct KeptAnswer;  // the searcher's own

// The last answers given, up to so many bytes. Thread-safe.
class AnswerCache {
 public:
  explicit AnswerCache(std::size_t most_bytes = std::size_t{24} << 20) : most_bytes_(most_bytes) {}

  std::shared_ptr<const KeptAnswer> find(const std::string& key);
  // One larger than a quarter of the cache is not kept.
  void keep(const std::string& key, std::shared_ptr<const KeptAnswer> answer, std::size_t bytes);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const KeptAnswer> answer;
    std::size_t bytes;
  };
  const std::size_t most_bytes_;
  std::mutex mutex_;
  std::list<Entry> entries_;                                                 // the last used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> places_;  // by their keys
  std::size_t bytes_ = 0;
};

// Equal for requests whose answers differ only in the page that is shown of them.
std::string key_of(const SearchRequest& request);

}  // namespace opslag::searchd
