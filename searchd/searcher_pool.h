// Lends searchers of the newest generation, and notices when there is a newer one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "searchd/meeting_list.h"
#include "searchd/remote_shard.h"
#include "searchd/searcher.h"
#include "searchd/shard.h"
#include "searchd/spare_processors.h"

namespace opslag::searchd {

// A generation being served. Ends when the last lease of it ends, which may be long after a newer one took over.
struct Served {
  std::shared_ptr<const OpenGeneration> generation;
  std::shared_ptr<const MeetingList> meetings;
  std::mutex mutex;
  std::vector<Searcher> idle;
};

struct PoolOptions {
  std::vector<std::string> indexes;              // searched as one
  std::size_t searchers = 0;                     // searches at once; 0: twice the processors, at least four
  std::size_t exports = 2;                       // exports at once, apart from the searches
  std::size_t processors = 0;                    // that searches may share, one several; 0: all
  std::chrono::milliseconds poll{250};           // how often each CURRENT is looked at
  std::chrono::milliseconds remote_poll{1'000};  // how often each remote shard is asked what it serves
  std::chrono::milliseconds silence{2'000};      // how long a remote shard that failed in a search is left alone
  RemoteOptions remote;
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
    const MeetingList& meetings() const { return *served_->meetings; }
    bool lacks_shards() const;

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
  // What `work(lease)` returns. If a remote shard fails in it, it is done anew without that shard.
  template <typename Work>
  auto with(const Work& work) {
    for (std::size_t left = options_.indexes.size();; --left) {
      Lease one = lease();
      try {
        return work(one);
      } catch (const ShardError& error) {
        lost(one, error);
        if (left == 0) throw;
      }
    }
  }
  // Says that a shard failed: it is left out from now on, until it answers again.
  void lost(const Lease& lease, const ShardError& error);
  Status status() const;

 private:
  // The watcher's view of a shard.
  struct Watched {
    std::string where;  // as PoolOptions::indexes has it
    std::string tried;  // the CURRENT that was last opened, or refused
    std::chrono::steady_clock::time_point tried_at;
    std::shared_ptr<const Shard> ready;  // the newest generation that is whole
    std::string problem;                 // why there is none, or why it is not the newest
    std::optional<RemoteAddress> remote;
  };
  using Places = std::vector<std::size_t>;

  void watch();
  void look();
  void look(std::size_t place);
  void look_at_remotes();
  void look_at_remote(std::size_t place, const std::string& uuid);
  void complain(Watched& shard, const std::string& problem);
  void set_silent(std::size_t place, bool silent);
  void settle();
  std::shared_ptr<Served> open(const std::vector<std::shared_ptr<const Shard>>& shards);
  void refuse(const ShardError& error);
  std::vector<std::shared_ptr<const Shard>> chosen() const;
  void serve(std::shared_ptr<Served> served);
  void serve_without_silent();
  Places missing_in(const Served* served) const;
  void tell();
  void give_back(Use use);

  const PoolOptions options_;
  SpareProcessors spare_;
  const std::shared_ptr<const analyzers::Language> language_;
  const std::shared_ptr<const corpus::Vocabularies> vocabularies_;
  std::vector<Watched> shards_;  // watcher only
  bool lost_pages_ = false;      // watcher only: whether that was said
  std::chrono::steady_clock::time_point remotes_seen_;
  std::mutex serving_;             // held while what is served is exchanged; before mutex_
  std::shared_ptr<Served> whole_;  // under serving_: what was opened, all its shards answering

  mutable std::mutex mutex_;
  std::condition_variable free_, wake_;
  std::size_t searching_ = 0, exporting_ = 0;
  std::shared_ptr<Served> served_;  // whole_, or that without shards that are silent
  // By place: set while a remote shard does not answer; when it was found so.
  std::vector<std::optional<std::chrono::steady_clock::time_point>> silent_;
  Status status_;
  bool stopping_ = false;
  std::thread watcher_;
};

}  // namespace opslag::searchd
