// Leases and the watch over CURRENT.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/searcher_pool.h"

#include <algorithm>
#include <cstdio>
#include <utility>

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
  std::string current, problem;
  try {
    current = corpus::current_file(options_.index).value_or("");
    if (current.empty()) problem = "There is no index in " + options_.index + " yet.";
  } catch (const std::exception& error) {
    problem = error.what();
  }
  const auto now = std::chrono::steady_clock::now();
  const auto attempt = problem.empty() ? current : "!" + problem;
  if (attempt == tried_ && (status().problem.empty() || now - tried_at_ < kRetry)) return;
  tried_ = attempt;
  tried_at_ = now;
  if (problem.empty()) {
    try {
      return open(current);
    } catch (const std::exception& error) {
      problem = error.what();
    }
  }
  const std::lock_guard lock(mutex_);
  if (status_.problem != problem) std::fprintf(stderr, "searchd: %s\n", problem.c_str());
  status_.problem = problem;
}

// All that takes time happens before the swap, on the watcher's thread.
void SearcherPool::open(const std::string& current) {
  auto served = std::make_shared<Served>();
  served->generation = open_current(options_.index, language_, vocabularies_);
  Searcher searcher(served->generation);
  searcher.each_meeting([&](corpus::Stored meeting) { served->meetings.add(std::move(meeting)); });
  served->idle.push_back(std::move(searcher));
  auto summary = summary_of(manifest(*served->generation));
  std::fprintf(stderr, "searchd: serving %s: %llu meetings, %llu items\n", current.c_str(),
               static_cast<unsigned long long>(summary.meetings), static_cast<unsigned long long>(summary.items));
  std::shared_ptr<Served> old;  // ends outside the lock
  const std::lock_guard lock(mutex_);
  old = std::exchange(served_, std::move(served));
  status_ = {true, {}, std::move(summary)};
}

}  // namespace opslag::searchd
