// Leases and the watch over CURRENT.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/searcher_pool.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <utility>

#include "searchd/open_generation.h"
#include "searchd/problem.h"

namespace opslag::searchd {
namespace {

constexpr std::chrono::seconds kRetry{10};  // a generation that could not be opened is tried again after this

PoolOptions with_defaults(PoolOptions options) {
  if (options.searchers == 0) options.searchers = std::max<std::size_t>(4, 2 * std::thread::hardware_concurrency());
  return options;
}

corpus::Generation summary_of(corpus::Generation generation) {
  generation.segments.clear();
  generation.sources.clear();
  return generation;
}

}  // namespace

SearcherPool::Lease::~Lease() {
  if (!served_) return;  // moved from
  if (searcher_) {
    const std::lock_guard lock(served_->mutex);
    served_->idle.push_back(std::move(*searcher_));
  }
  pool_->give_back(use_);
}

SearcherPool::SearcherPool(PoolOptions options, std::shared_ptr<const analyzers::Language> language,
                           std::shared_ptr<const corpus::Vocabularies> vocabularies)
    : options_(with_defaults(std::move(options))),
      language_(std::move(language)),
      vocabularies_(std::move(vocabularies)) {
  for (const std::string& index : options_.indexes) shards_.push_back({index, {}, {}, {}, {}});
  status_.shards = {shards_.size(), 0};
  look();
  watcher_ = std::thread([this] { watch(); });
}

SearcherPool::~SearcherPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  watcher_.join();
}

SearcherPool::Lease SearcherPool::lease(Use use) {
  const bool exports = use == Use::exports;
  Lease lease;
  {
    std::unique_lock lock(mutex_);
    if (!served_) throw Problem(503, "No index is open yet.");
    auto& busy = exports ? exporting_ : searching_;
    const auto most = exports ? options_.exports : options_.searchers;
    if (!free_.wait_for(lock, options_.patience, [&] { return busy < most; }))
      throw Problem(503, exports ? "Too many exports at once; try again shortly."
                                 : "Too many searches at once; try again shortly.");
    ++busy;
    lease.pool_ = this;
    lease.use_ = use;
    lease.served_ = served_;
  }
  {
    const std::lock_guard lock(lease.served_->mutex);
    if (auto& idle = lease.served_->idle; !idle.empty()) {
      lease.searcher_ = std::make_unique<Searcher>(std::move(idle.back()));
      idle.pop_back();
    }
  }
  if (!lease.searcher_) lease.searcher_ = std::make_unique<Searcher>(lease.served_->generation);
  return lease;
}

void SearcherPool::give_back(Use use) {
  {
    const std::lock_guard lock(mutex_);
    --(use == Use::exports ? exporting_ : searching_);
  }
  free_.notify_all();
}

SearcherPool::Status SearcherPool::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void SearcherPool::watch() {
  for (std::unique_lock lock(mutex_); !wake_.wait_for(lock, options_.poll, [this] { return stopping_; });) {
    lock.unlock();
    look();
    lock.lock();
  }
}

void SearcherPool::look() {
  bool changed = false;
  for (std::size_t place = 0; place < shards_.size(); ++place) changed = look(place) || changed;
  if (changed) open();
  tell();
}

// Whether there is a generation that was not there before.
bool SearcherPool::look(std::size_t place) {
  Watched& shard = shards_[place];
  std::string current, problem;
  try {
    current = corpus::current_file(shard.where).value_or("");
    if (current.empty()) problem = "There is no index in " + shard.where + " yet.";
  } catch (const std::exception& error) {
    problem = error.what();
  }
  const auto now = std::chrono::steady_clock::now();
  const auto attempt = problem.empty() ? current : "!" + problem;
  if (attempt == shard.tried && (shard.problem.empty() || now - shard.tried_at < kRetry)) return false;
  shard.tried = attempt;
  shard.tried_at = now;
  if (problem.empty()) {
    try {
      shard.ready = ready_shard(place, shard.where, *language_);
      shard.problem.clear();
      return true;
    } catch (const std::exception& error) {
      problem = error.what();
    }
  }
  complain(shard, problem);
  return false;
}

void SearcherPool::complain(Watched& shard, const std::string& problem) {
  if (shard.problem != problem) std::fprintf(stderr, "searchd: %s\n", problem.c_str());
  shard.problem = problem;
}

// All that takes time happens before the swap, on the watcher's thread.
void SearcherPool::open() {
  if (auto generation = open_ready()) serve(std::move(generation));
}

// What can't be read after all gives its place to what is served of that shard, if that is another generation.
std::shared_ptr<const OpenGeneration> SearcherPool::open_ready() {
  while (true) {
    std::vector<std::shared_ptr<const Shard>> ready;
    for (const Watched& shard : shards_) {
      if (shard.ready) ready.push_back(shard.ready);
    }
    if (ready.empty() || (served_ && ready == served_->generation->shards)) return nullptr;
    try {
      return open_shards(std::move(ready), shards_.size(), language_, vocabularies_);
    } catch (const ShardError& error) {
      Watched& shard = shards_[error.place];
      const std::shared_ptr<const Shard> refused = std::exchange(shard.ready, nullptr);
      complain(shard, error.what());
      if (!served_) continue;
      for (const auto& served : served_->generation->shards) {
        if (served->place == error.place && served != refused) shard.ready = served;
      }
    }
  }
}

void SearcherPool::serve(std::shared_ptr<const OpenGeneration> generation) {
  auto served = std::make_shared<Served>();
  served->generation = std::move(generation);
  Searcher searcher(served->generation);
  searcher.each_meeting([&](corpus::Stored meeting) { served->meetings.add(std::move(meeting)); });
  served->idle.push_back(std::move(searcher));
  auto summary = summary_of(manifest(*served->generation));
  std::fprintf(stderr, "searchd: serving generation %llu: %llu meetings, %llu items",
               static_cast<unsigned long long>(summary.number), static_cast<unsigned long long>(summary.meetings),
               static_cast<unsigned long long>(summary.items));
  const ShardCount count = served->generation->shard_count;
  if (count.total > 1) std::fprintf(stderr, "; %zu of %zu shards", count.answered, count.total);
  std::fputc('\n', stderr);
  std::shared_ptr<Served> old;  // ends outside the lock
  const std::lock_guard lock(mutex_);
  old = std::exchange(served_, std::move(served));
  status_.open = true;
  status_.generation = std::move(summary);
  status_.shards = count;
}

// What /healthz and /readyz tell.
void SearcherPool::tell() {
  std::string problem;
  for (const Watched& shard : shards_) {
    if (!shard.problem.empty()) problem += (problem.empty() ? "" : " ") + shard.problem;
  }
  const std::lock_guard lock(mutex_);
  std::vector<std::size_t> missing(shards_.size());
  std::iota(missing.begin(), missing.end(), std::size_t{1});
  if (served_) {
    for (const auto& shard : served_->generation->shards) std::erase(missing, shard->place + 1);
  }
  status_.missing = std::move(missing);
  status_.problem = std::move(problem);
}

}  // namespace opslag::searchd
