// One task at a time; never joined, since it ends with the program.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/lasting_thread.h"

#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace opslag::indexer {
namespace {

class LastingThread {
 public:
  LastingThread() {
    std::thread([this] { serve(); }).detach();
  }

  int call(const std::function<int()>& start) {
    const std::lock_guard one_at_a_time(callers_);
    std::unique_lock lock(mutex_);
    task_ = &start;
    changed_.notify_all();
    changed_.wait(lock, [&] { return task_ == nullptr; });
    return result_;
  }

 private:
  void serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return task_ != nullptr; });
      result_ = (*task_)();
      task_ = nullptr;
      changed_.notify_all();
    }
  }

  std::mutex callers_, mutex_;
  std::condition_variable changed_;
  const std::function<int()>* task_ = nullptr;
  int result_ = 0;
};

// A process that was forked has none of its parent's threads.
LastingThread& thread_of_this_process() {
  static std::mutex mutex;
  static LastingThread* thread = nullptr;
  static pid_t owner = 0;
  const std::lock_guard lock(mutex);
  if (thread == nullptr || owner != getpid()) thread = new LastingThread;  // never destroyed: its thread goes on
  owner = getpid();
  return *thread;
}

}  // namespace

int on_lasting_thread(const std::function<int()>& start) {
  return thread_of_this_process().call(start);
}

}  // namespace opslag::indexer
