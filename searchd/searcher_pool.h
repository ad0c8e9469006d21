// Lends searchers of the newest generation, and notices when there is a newer one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "searchd/meeting_list.h"
#include "searchd/searcher.h"
#include "searchd/shard.h"

namespace opslag::searchd {

// A generation being served. Ends when the last lease of it ends, which may be long after a newer one took over.
struct Served {
  std::shared_ptr<const OpenGeneration> generation;
  MeetingList meetings;
  std::mutex mutex;
  std::vector<Searcher> idle;
};

struct PoolOptions {
  std::vector<std::string> indexes;           // searched as one
  std::size_t searchers = 0;                  // searches at once; 0: twice the processors, at least four
  std::size_t exports = 2;                    // exports at once, apart from the searches
  std::chrono::milliseconds poll{250};        // how often each CURRENT is looked at
  std::chrono::milliseconds patience{5'000};  // how long a search waits for a free searcher
};

class SearcherPool {
 public:
  enum class Use { search, exports };

  // A searcher for one request; given back when the lease ends.
  class Lease {
   public:
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    Searcher* operator->() { return searcher_.get(); }
    Searcher& operator*() { return *searcher_; }
    const MeetingList& meetings() const { return served_->meetings; }

   private:
    friend class SearcherPool;
    Lease() = default;
    SearcherPool* pool_ = nullptr;
    Use use_ = Use::search;
    std::shared_ptr<Served> served_;
    std::unique_ptr<Searcher> searcher_;
  };

  struct Status {
    bool open = false;              // something is served
    std::string problem;            // why the newest generation is not, for the administrator; empty if all is well
    corpus::Generation generation;  // what is served; sources and segments left out
    ShardCount shards;
    std::vector<std::size_t> missing;  // shards of which nothing is served, counted from 1
  };

  // Opens what there is of the indexes before it returns; then watches them from a thread of its own.
  SearcherPool(PoolOptions options, std::shared_ptr<const analyzers::Language> language,
               std::shared_ptr<const corpus::Vocabularies> vocabularies);
  ~SearcherPool();
  SearcherPool(const SearcherPool&) = delete;
  SearcherPool& operator=(const SearcherPool&) = delete;

  // Throws Problem(503) if no index is open or all searchers stay busy. Thread-safe.
  Lease lease(Use use = Use::search);
  Status status() const;

 private:
  // The watcher's view of a shard.
  struct Watched {
    std::string where;  // as PoolOptions::indexes has it
    std::string tried;  // the CURRENT that was last opened, or refused
    std::chrono::steady_clock::time_point tried_at;
    std::shared_ptr<const Shard> ready;  // the newest generation that is whole
    std::string problem;                 // why there is none, or why it is not the newest
  };

  void watch();
  void look();
  bool look(std::size_t place);
  void complain(Watched& shard, const std::string& problem);
  void open();
  std::shared_ptr<const OpenGeneration> open_ready();
  void serve(std::shared_ptr<const OpenGeneration> generation);
  void tell();
  void give_back(Use use);

  const PoolOptions options_;
  const std::shared_ptr<const analyzers::Language> language_;
  const std::shared_ptr<const corpus::Vocabularies> vocabularies_;
  std::vector<Watched> shards_;  // watcher only

  mutable std::mutex mutex_;
  std::condition_variable free_, wake_;
  std::size_t searching_ = 0, exporting_ = 0;
  std::shared_ptr<Served> served_;
  Status status_;
  bool stopping_ = false;
  std::thread watcher_;
};

}  // namespace opslag::searchd
