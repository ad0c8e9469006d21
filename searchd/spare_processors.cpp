// Work cut into parts, and threads that take them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/spare_processors.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <system_error>

namespace opslag::searchd {
namespace {

constexpr std::size_t kPartsPerProcessor = 2;  // so that one who is late leaves little undone

// To wake a thread takes some 50 to 100 us, which is as long as many a part: who expects more soon stays awake so long.
constexpr std::chrono::microseconds kAwake{100};

template <typename Until>
bool stay_awake(const Until& until) {
  const auto end = std::chrono::steady_clock::now() + kAwake;
  do {
    for (int i = 0; i < 64; ++i) {
      if (until()) return true;
#if defined(__x86_64__) || defined(__i386__)
      __builtin_ia32_pause();
#endif
    }
  } while (std::chrono::steady_clock::now() < end);
  return until();
}

}  // namespace

struct SpareProcessors::Helper {
  bool asleep = false;
  bool called = false;     // and so awake soon
  int not_on = -1;         // the processor that it may not run on
  bool more_soon = false;  // as its last job was
  std::condition_variable call;
  std::thread thread;
};

SpareProcessors::SpareProcessors(std::size_t processors, std::size_t least_work, std::chrono::milliseconds full)
    : least_work_(least_work), full_for_(full) {
  if (processors == 0) processors = std::thread::hardware_concurrency();
  if (sched_getaffinity(0, sizeof(allowed_), &allowed_) != 0) CPU_ZERO(&allowed_);
  helpers_.reserve(processors);
  for (std::size_t i = 1; i < processors; ++i) {
    auto helper = std::make_unique<Helper>();
    try {
      helper->thread = std::thread([this, &self = *helper] { help(self); });
    } catch (const std::system_error&) {
      break;  // the system allows no more: those there are do
    }
    helpers_.push_back(std::move(helper));
  }
}

SpareProcessors::~SpareProcessors() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  for (auto& helper : helpers_) helper->call.notify_all();
  for (auto& helper : helpers_) helper->thread.join();
}

SpareProcessors::Busy::Busy(SpareProcessors* processors) : processors_(processors) {
  if (processors_ == nullptr || ++processors_->busy_ < processors_->lanes()) return;
  processors_->full_ = Clock::now().time_since_epoch().count();
}

SpareProcessors::Busy::~Busy() {
  if (processors_ != nullptr) --processors_->busy_;
}

bool SpareProcessors::was_full_just_now() const {
  return Clock::now().time_since_epoch() - Clock::duration(full_) < full_for_;
}

std::size_t SpareProcessors::idle() const {
  const std::size_t busy = busy_, helping = std::min(helping_.load(), helpers_.size()), all = lanes();
  if (busy + helping >= all || was_full_just_now()) return 0;
  return std::min(all - busy - helping, helpers_.size() - helping);
}

std::size_t SpareProcessors::parts_of(std::size_t work) const {
  if (helpers_.empty() || work < least_work_) return 1;
  const std::size_t others = idle();
  if (others == 0) return 1;
  const std::size_t worth_while = 2 * work / std::max<std::size_t>(least_work_, 1);
  return std::clamp<std::size_t>(worth_while, 2, (1 + others) * kPartsPerProcessor);
}

void SpareProcessors::take_parts(Job& job, std::size_t lane) {
  for (std::size_t part = job.next++; part < job.parts; part = job.next++) {
    try {
      job.work(part, lane);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!job.failure) job.failure = std::current_exception();
      job.next = job.parts;
    }
  }
}

// A busy system wakes a thread where it ran last or where it was woken, though another processor is idle: there it
// would but hold up the one that called it.
void SpareProcessors::send_away(Helper& helper, int processor) const {
  if (helper.not_on == processor || CPU_COUNT(&allowed_) < 2) return;
  cpu_set_t others = allowed_;
  CPU_CLR(static_cast<std::size_t>(processor), &others);
  if (pthread_setaffinity_np(helper.thread.native_handle(), sizeof(others), &others) == 0) helper.not_on = processor;
}

// Whoever is idle may help from now on, `most` of them.
void SpareProcessors::post(Job& job, std::size_t most) {
  const std::size_t others = std::min(idle(), most);
  if (others == 0) return;
  std::vector<Helper*> called;
  called.reserve(others);  // nothing may throw once somebody can see the job
  const int here = sched_getcpu();
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(&job);
    job.wanted = others;
    ++posted_;
    for (const auto& helper : helpers_) {
      if (called.size() == others) break;
      if (!helper->asleep) continue;
      helper->asleep = false;
      helper->called = true;
      if (here >= 0) send_away(*helper, here);
      called.push_back(helper.get());
    }
  }
  for (Helper* helper : called) helper->call.notify_one();
}

void SpareProcessors::finish(Job& job) {
  take_parts(job, 0);
  wait_until_done(job);
  if (job.failure) std::rethrow_exception(job.failure);
}

void SpareProcessors::each(std::size_t parts, const Work& work) {
  Job job{work, parts};
  if (parts > 1) post(job, parts - 1);
  finish(job);
}

SpareProcessors::Aside::Aside(SpareProcessors* processors, std::size_t parts, Work work)
    : processors_(processors), work_(std::move(work)), job_{work_, parts} {
  if (processors_ != nullptr) processors_->post(job_, parts);
}

SpareProcessors::Aside::~Aside() {
  if (processors_ == nullptr) return;
  job_.next = job_.parts;
  processors_->wait_until_done(job_);
}

void SpareProcessors::Aside::finish() {
  if (processors_ != nullptr) return processors_->finish(job_);
  for (std::size_t part = 0; part < job_.parts; ++part) work_(part, 0);
}

void SpareProcessors::wait_until_done(Job& job) {
  std::unique_lock lock(mutex_);
  std::erase(jobs_, &job);
  if (job.working == 0) return;
  lock.unlock();
  if (stay_awake([&] { return job.working == 0; })) {
    lock.lock();  // whoever was last has let go of the job's failure
    return;
  }
  lock.lock();
  done_.wait(lock, [&] { return job.working == 0; });
}

// False when there is to be no more.
bool SpareProcessors::wait_for_job(std::unique_lock<std::mutex>& lock, Helper& self) {
  if (self.more_soon && jobs_.empty() && !stopping_) {
    const std::size_t seen = posted_;
    lock.unlock();
    stay_awake([&] { return posted_ != seen || stopping_; });
    lock.lock();
  }
  while (!stopping_ && jobs_.empty()) {
    self.asleep = true;
    self.call.wait(lock, [&] { return stopping_ || self.called; });
    self.asleep = self.called = false;
  }
  return !stopping_;
}

void SpareProcessors::help(Helper& self) {
  std::unique_lock lock(mutex_);
  while (wait_for_job(lock, self)) {
    Job& job = *jobs_.back();
    const std::size_t lane = job.lanes++;
    if (--job.wanted == 0) jobs_.pop_back();
    ++job.working;
    ++helping_;
    self.more_soon = job.parts > 1;
    lock.unlock();
    take_parts(job, lane);
    --helping_;
    lock.lock();
    --job.working;  // the job may be gone from here on
    done_.notify_all();
  }
}

}  // namespace opslag::searchd
