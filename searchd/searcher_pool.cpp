// Leases and the watch over CURRENT.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/searcher_pool.h"

#include <algorithm>
#include <cstdio>
#include <future>
#include <numeric>
#include <utility>

#include "corpus/lost_pages.h"
#include "searchd/memory.h"
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

bool SearcherPool::Lease::lacks_shards() const {
  const ShardCount& count = served_->generation->shard_count;
  return count.answered < count.total;
}

SearcherPool::SearcherPool(PoolOptions options, std::shared_ptr<const analyzers::Language> language,
                           std::shared_ptr<const corpus::Vocabularies> vocabularies)
    : options_(with_defaults(std::move(options))),
      spare_(options_.processors),
      language_(std::move(language)),
      vocabularies_(std::move(vocabularies)) {
  for (const std::string& index : options_.indexes) shards_.push_back({index, {}, {}, {}, {}, parse_remote(index)});
  silent_.resize(shards_.size());
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
    if (!served_) throw Problem(503, "No index is open any more.");  // while it was waited for
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
  if (!lease.searcher_) lease.searcher_ = std::make_unique<Searcher>(lease.served_->generation, &spare_);
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
  for (std::size_t place = 0; place < shards_.size(); ++place) {
    if (!shards_[place].remote) look(place);
  }
  look_at_remotes();
  settle();
  tell();
}

void SearcherPool::look(std::size_t place) {
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
  if (attempt == shard.tried && (shard.problem.empty() || now - shard.tried_at < kRetry)) return;
  shard.tried = attempt;
  shard.tried_at = now;
  if (problem.empty()) {
    try {
      shard.ready = ready_shard(place, shard.where, *language_);
      shard.problem.clear();
      return;
    } catch (const std::exception& error) {
      problem = error.what();
    }
  }
  complain(shard, problem);
}

// All at once: one that does not answer must not keep the others waiting.
void SearcherPool::look_at_remotes() {
  const auto now = std::chrono::steady_clock::now();
  if (now - remotes_seen_ < options_.remote_poll) return;
  remotes_seen_ = now;
  std::vector<std::pair<std::size_t, std::future<std::string>>> asked;
  for (std::size_t place = 0; place < shards_.size(); ++place) {
    if (const auto& address = shards_[place].remote) {
      asked.emplace_back(place, std::async(std::launch::async, remote_uuid, *address, options_.remote));
    }
  }
  for (auto& [place, answer] : asked) {
    try {
      look_at_remote(place, answer.get());
    } catch (const std::exception& error) {
      complain(shards_[place], error.what());
      set_silent(place, true);
    }
  }
}

void SearcherPool::look_at_remote(std::size_t place, const std::string& uuid) {
  Watched& shard = shards_[place];
  if (!shard.ready || shard.ready->remote->uuid() != uuid) {
    shard.ready = nullptr;
    shard.ready = ready_remote_shard(place, *shard.remote, options_.remote, *language_);
  }
  shard.problem.clear();
  set_silent(place, false);
}

void SearcherPool::complain(Watched& shard, const std::string& problem) {
  if (shard.problem != problem) std::fprintf(stderr, "searchd: %s\n", problem.c_str());
  shard.problem = problem;
}

// One that failed in a search is not trusted at once when it answers the watcher.
void SearcherPool::set_silent(std::size_t place, bool silent) {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  std::optional<std::chrono::steady_clock::time_point>& since = silent_[place];
  if (silent) {
    since = now;
  } else if (since && now - *since >= options_.silence) {
    since.reset();
  }
}

// What is ready and answers.
std::vector<std::shared_ptr<const Shard>> SearcherPool::chosen() const {
  std::vector<std::shared_ptr<const Shard>> shards;
  const std::lock_guard lock(mutex_);
  for (std::size_t place = 0; place < shards_.size(); ++place) {
    if (shards_[place].ready && !silent_[place]) shards.push_back(shards_[place].ready);
  }
  return shards;
}

// Opens what is new, on the watcher's thread; what has gone is masked, which is quick.
void SearcherPool::settle() {
  while (true) {
    const std::vector<std::shared_ptr<const Shard>> wanted = chosen();
    const auto is_open = [&](const std::shared_ptr<const Shard>& shard) {
      const auto& open = whole_->generation->shards;
      return std::find(open.begin(), open.end(), shard) != open.end();
    };
    if (wanted.empty() || (whole_ && std::all_of(wanted.begin(), wanted.end(), is_open))) break;
    try {
      std::shared_ptr<Served> opened = open(wanted);
      const std::lock_guard lock(serving_);
      whole_ = std::move(opened);
      serve(whole_);
    } catch (const ShardError& error) {
      refuse(error);
    } catch (const std::exception& error) {
      for (const auto& shard : wanted) {
        if (!whole_ || !is_open(shard)) refuse(ShardError(shard->place, error.what()));
      }
    }
  }
  const std::lock_guard lock(serving_);
  serve_without_silent();
}

std::shared_ptr<Served> SearcherPool::open(const std::vector<std::shared_ptr<const Shard>>& shards) {
  auto served = std::make_shared<Served>();
  served->generation = open_shards(shards, shards_.size(), language_, vocabularies_);
  Searcher searcher(served->generation, &spare_);
  auto meetings = std::make_shared<MeetingList>();
  searcher.each_meeting([&](corpus::Stored meeting) { meetings->add(std::move(meeting)); });
  meetings->finish();
  if (const auto& doubles = meetings->doubles(); !doubles.empty()) {
    std::fprintf(stderr, "searchd: %zu meetings are in more than one index and are found as often, %s among them\n",
                 doubles.size(), doubles.front().c_str());
  }
  served->meetings = std::move(meetings);
  served->idle.push_back(std::move(searcher));
  give_back_memory();  // reading took much and gave it back in pieces
  return served;
}

// What can't be read after all gives its place to what is served of that shard, if that is another generation.
void SearcherPool::refuse(const ShardError& error) {
  Watched& shard = shards_[error.place];
  complain(shard, error.what());
  const std::shared_ptr<const Shard> refused = std::exchange(shard.ready, nullptr);
  if (refused->remote || !whole_) return;
  for (const auto& open : whole_->generation->shards) {
    if (open->place == error.place && open != refused) shard.ready = open;
  }
}

void SearcherPool::lost(const Lease& lease, const ShardError& error) {
  const std::lock_guard lock(serving_);
  {
    const std::lock_guard inner(mutex_);
    if (!silent_[error.place]) std::fprintf(stderr, "searchd: %s\n", error.what());
    silent_[error.place] = std::chrono::steady_clock::now();
    if (served_ != lease.served_) return;  // another search met it before, or there is a newer generation
  }
  serve_without_silent();
}

// Under serving_. Does nothing if that is what is served.
void SearcherPool::serve_without_silent() {
  if (!whole_) return;
  const auto& open = whole_->generation->shards;
  Places down, is_down;
  std::shared_ptr<Served> now;
  {
    const std::lock_guard lock(mutex_);
    now = served_;
    for (const auto& shard : open) {
      if (silent_[shard->place]) down.push_back(shard->place);
      const bool there = now && std::any_of(now->generation->shards.begin(), now->generation->shards.end(),
                                            [&](const auto& one) { return one == shard; });
      if (!there) is_down.push_back(shard->place);
    }
  }
  if (down == is_down) return;
  if (down.empty()) return serve(whole_);
  if (down.size() == open.size()) return serve(nullptr);
  auto left = std::make_shared<Served>();
  left->generation = without(*whole_->generation, down);
  left->meetings = whole_->meetings;
  serve(std::move(left));
}

// Under serving_. Null: nothing is served any more.
void SearcherPool::serve(std::shared_ptr<Served> served) {
  ShardCount count{shards_.size(), 0};
  corpus::Generation summary;
  if (served) {
    count = served->generation->shard_count;
    summary = summary_of(manifest(*served->generation));
    std::fprintf(stderr, "searchd: serving generation %llu: %llu meetings, %llu items",
                 static_cast<unsigned long long>(summary.number), static_cast<unsigned long long>(summary.meetings),
                 static_cast<unsigned long long>(summary.items));
    if (count.total > 1) std::fprintf(stderr, "; %zu of %zu shards", count.answered, count.total);
    std::fputc('\n', stderr);
  }
  std::shared_ptr<Served> old;  // ends outside the lock
  const std::lock_guard lock(mutex_);
  status_.open = served != nullptr;
  status_.generation = std::move(summary);
  status_.shards = count;
  status_.missing = missing_in(served.get());
  old = std::exchange(served_, std::move(served));
}

std::vector<std::size_t> SearcherPool::missing_in(const Served* served) const {
  Places missing(options_.indexes.size());
  std::iota(missing.begin(), missing.end(), std::size_t{1});
  if (served == nullptr) return missing;
  for (const auto& shard : served->generation->shards) std::erase(missing, shard->place + 1);
  return missing;
}

// What /healthz tells beside what is served.
void SearcherPool::tell() {
  std::string problem;
  for (const Watched& shard : shards_) {
    if (!shard.problem.empty()) problem += (problem.empty() ? "" : " ") + shard.problem;
  }
  const bool lost = corpus::has_lost_pages();
  if (lost) {
    const std::string what =
        "A part of the index can't be read any more: the disk fails, or one of its files was made shorter. Build it "
        "anew with opslag-indexer update --rebuild.";
    if (!lost_pages_) std::fprintf(stderr, "searchd: %s\n", what.c_str());
    problem += (problem.empty() ? "" : " ") + what;
  }
  lost_pages_ = lost;
  const std::lock_guard lock(mutex_);
  if (!served_) status_.missing = missing_in(nullptr);
  status_.problem = std::move(problem);
}

}  // namespace opslag::searchd
