// Work cut into parts, and threads that take them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/spare_processors.h"

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

SpareProcessors::SpareProcessors(std::size_t processors, std::size_t least_work) : least_work_(least_work) {
  if (processors == 0) processors = std::thread::hardware_concurrency();
  threads_.reserve(processors);
  for (std::size_t i = 1; i < processors; ++i) {
    try {
      threads_.emplace_back([this] { help(); });
    } catch (const std::system_error&) {
      break;  // the system allows no more: those there are do
    }
  }
}

SpareProcessors::~SpareProcessors() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  for (auto& thread : threads_) thread.join();
}

SpareProcessors::Busy::Busy(SpareProcessors* processors) : processors_(processors) {
  if (processors_ != nullptr) ++processors_->busy_;
}

SpareProcessors::Busy::~Busy() {
  if (processors_ != nullptr) --processors_->busy_;
}

std::size_t SpareProcessors::idle() const {
  const std::size_t busy = busy_, helping = std::min(helping_.load(), threads_.size()), all = lanes();
  return busy + helping < all ? std::min(all - busy - helping, threads_.size() - helping) : 0;
}

std::size_t SpareProcessors::parts_of(std::size_t work) const {
  if (threads_.empty() || work < least_work_) return 1;
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

void SpareProcessors::each(std::size_t parts, const Work& work) {
  Job job{work, parts};
  if (const std::size_t others = idle(); parts > 1 && others > 0) {
    const std::size_t wanted = std::min(others, parts - 1);
    {
      const std::lock_guard lock(mutex_);
      job.wanted = wanted;
      jobs_.push_back(&job);
      ++posted_;
    }
    for (std::size_t i = 0; i < wanted; ++i) wanted_.notify_one();
  }
  take_parts(job, 0);
  wait_until_done(job);
  if (job.failure) std::rethrow_exception(job.failure);
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
bool SpareProcessors::wait_for_job(std::unique_lock<std::mutex>& lock) {
  if (jobs_.empty() && !stopping_) {
    const std::size_t seen = posted_;
    lock.unlock();
    stay_awake([&] { return posted_ != seen || stopping_; });
    lock.lock();
  }
  wanted_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
  return !stopping_;
}

void SpareProcessors::help() {
  std::unique_lock lock(mutex_);
  while (wait_for_job(lock)) {
    Job& job = *jobs_.back();
    const std::size_t lane = job.lanes++;
    if (--job.wanted == 0) jobs_.pop_back();
    ++job.working;
    ++helping_;
    lock.unlock();
    take_parts(job, lane);
    --helping_;
    lock.lock();
    --job.working;  // the job may be gone from here on
    done_.notify_all();
  }
}

}  // namespace opslag::searchd
