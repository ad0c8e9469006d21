// Threads that take tasks in turn.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/worker_pool.h"

#include <utility>

namespace opslag::searchd {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue) : capacity_(queue) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Idle* thread : idle_) thread->woken.notify_one();
  }
  for (auto& thread : threads_) thread.join();
}

bool WorkerPool::submit(Task task) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return false;
  if (!idle_.empty()) {
    Idle& thread = *idle_.back();
    idle_.pop_back();
    thread.task = std::move(task);
    thread.woken.notify_one();  // under the lock: once it is let go, the thread may be gone
    return true;
  }
  if (tasks_.size() >= capacity_) return false;
  tasks_.push_back(std::move(task));
  return true;
}

bool WorkerPool::is_behind() const {
  const std::lock_guard lock(mutex_);
  return !tasks_.empty();
}

// Empty: there is no more to do.
WorkerPool::Task WorkerPool::next(std::unique_lock<std::mutex>& lock) {
  if (!tasks_.empty()) {
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }
  Idle self;
  if (!stopping_) {
    idle_.push_back(&self);
    self.woken.wait(lock, [&] { return stopping_ || self.task; });
  }
  return std::move(self.task);
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (Task task = next(lock)) {
    lock.unlock();
    task();
    task = nullptr;  // what it held ends here
    lock.lock();
  }
}

}  // namespace opslag::searchd
