// Room on the disk, made sure of before Xapian writes. A write that fails inside it can end the program (an exception
// in a destructor of 1.4.22), and what it throws else seldom says why.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>

namespace opslag::indexer {

// Throws corpus::IndexError, a sentence that says how much room there is and how much is needed, if the file system of
// `folder` has not so many bytes left. Quotas are not seen.
void require_room(const std::filesystem::path& folder, std::uint64_t bytes);

// What several threads are about to write in one folder. Thread-safe.
class PendingWrites {
 public:
  explicit PendingWrites(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // A thread's share, given back when it goes: what it wrote is seen by the file system then.
  class Share {
   public:
    explicit Share(PendingWrites& all) : all_(all) {}
    ~Share() { all_.bytes_ -= bytes_; }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    // So many bytes of text more will become a database. Throws as require_room, now and then.
    void add(std::uint64_t text);

   private:
    PendingWrites& all_;
    std::uint64_t bytes_ = 0, checked_ = 0;
  };

 private:
  std::filesystem::path folder_;
  std::atomic<std::uint64_t> bytes_{0};
};

}  // namespace opslag::indexer
