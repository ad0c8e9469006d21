// A short queue and its thread.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/behind_writer.h"

#include <utility>

namespace opslag::indexer {
namespace {

constexpr std::size_t kMostWaiting = 4;

}  // namespace

BehindWriter::BehindWriter(std::function<void(std::string_view)> write)
    : write_(std::move(write)), thread_([this] { work(); }) {}

BehindWriter::~BehindWriter() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

void BehindWriter::hand_over(std::string& piece) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < kMostWaiting || failure_; });
  if (failure_) std::rethrow_exception(failure_);
  waiting_.push_back(std::move(piece));
  piece.clear();
  if (!spare_.empty()) {
    piece.swap(spare_.back());
    spare_.pop_back();
  }
  changed_.notify_all();
}

void BehindWriter::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty() || failure_; });
  if (failure_) std::rethrow_exception(failure_);
}

void BehindWriter::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (closed_) return;
    const std::string& piece = waiting_.front();  // stays where it is while others come behind it
    lock.unlock();
    std::exception_ptr failure;
    try {
      write_(piece);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) {
      failure_ = failure;
      changed_.notify_all();
      return;
    }
    spare_.push_back(std::move(waiting_.front()));
    spare_.back().clear();
    waiting_.pop_front();
    changed_.notify_all();
  }
}

}  // namespace opslag::indexer
