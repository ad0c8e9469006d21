// Writes on a thread of its own what another one gathers, piece by piece and in order.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace opslag::indexer {

// Use from one thread. Holds a few pieces at most.
class BehindWriter {
 public:
  explicit BehindWriter(std::function<void(std::string_view)> write);
  ~BehindWriter();  // what is not written yet is lost
  BehindWriter(const BehindWriter&) = delete;
  BehindWriter& operator=(const BehindWriter&) = delete;

  // Takes the piece, which is empty then; waits while several wait. Throws what writing an earlier one threw.
  void hand_over(std::string& piece);
  // Until all is written; throws what writing threw.
  void wait();

 private:
  void work();

  std::function<void(std::string_view)> write_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> waiting_;  // the first is being written
  std::vector<std::string> spare_;
  std::exception_ptr failure_;
  bool closed_ = false;
  std::jthread thread_;
};

}  // namespace opslag::indexer
