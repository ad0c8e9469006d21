// The SHA-256 of a file that is still being written at its end, made on a thread of its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

namespace opslag::indexer {

// Use from one thread.
class FileDigest {
 public:
  // What stands in the file now stays as it is; more may come behind it. Throws corpus::IndexError if it can't be read.
  explicit FileDigest(const std::filesystem::path& file);
  ~FileDigest();
  FileDigest(const FileDigest&) = delete;
  FileDigest& operator=(const FileDigest&) = delete;

  // The file is whole now.
  void complete();
  // Behind complete(); waits. Throws corpus::IndexError if the file could not be read.
  std::string hex();

 private:
  void work();
  std::uint64_t size_now() const;

  std::filesystem::path path_;
  int file_ = -1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t size_ = 0;
  bool whole_ = false, dropped_ = false;
  std::string hex_;
  std::exception_ptr failure_;
  std::jthread thread_;
};

}  // namespace opslag::indexer
