// A fixed number of threads behind a queue that can be full.
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
  void work();

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Task> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace opslag::searchd
