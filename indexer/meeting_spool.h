// Keeps an update's memory bounded: meetings that are read and not written yet wait as bytes, in memory as long as they
// are few, then in a file of the scratch folder. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "corpus/model.h"

namespace opslag::indexer {

// Thread-safe.
class MeetingSpool {
 public:
  struct Place {
    bool on_disk = false;
    std::uint64_t at = 0;  // offset, or a place in memory
    std::size_t size = 0;
  };

  // `most`: bytes of meetings that stay in memory. `file` is made when it is needed, and has no name from then on.
  MeetingSpool(std::filesystem::path file, std::size_t most) : file_(std::move(file)), most_(most) {}
  ~MeetingSpool();
  MeetingSpool(const MeetingSpool&) = delete;
  MeetingSpool& operator=(const MeetingSpool&) = delete;

  // Throws corpus::IndexError if the disk is full.
  Place put(const corpus::Meeting& meeting);
  // Each meeting once. Throws corpus::IndexError if it can't be read.
  corpus::Meeting take(const Place& place);

 private:
  void append(std::string_view bytes);
  std::string read(const Place& place) const;

  std::filesystem::path file_;
  std::size_t most_;
  std::mutex mutex_;
  std::vector<std::string> memory_;
  std::size_t in_memory_ = 0;
  std::uint64_t on_disk_ = 0;
  int descriptor_ = -1;
};

}  // namespace opslag::indexer
