// A fixed number of threads behind a queue that can be full. Of the idle ones the last to work is the first to work
// again: its memory is warm, and what threads keep to themselves is kept by few.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace opslag::searchd {

class WorkerPool {
 public:
  using Task = std::function<void()>;
  WorkerPool(std::size_t threads, std::size_t queue);
  ~WorkerPool();  // ends when all tasks taken have run
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False if the queue is full; the task is then not run. Tasks must not throw. Thread-safe.
  bool submit(Task task);
  // Tasks wait for a thread. Thread-safe.
  bool is_behind() const;

 private:
  // An idle thread, asleep in work().
  struct Idle {
    std::condition_variable woken;
    Task task;
  };
  void work();
  Task next(std::unique_lock<std::mutex>& lock);

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::vector<Idle*> idle_;
  std::deque<Task> tasks_;  // while no thread is idle
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace opslag::searchd
