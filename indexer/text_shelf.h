// Keeps an update's memory bounded: the texts of meetings that are read and not written yet, beyond a bound, lie in a
// file of the scratch folder. All else of a meeting stays in memory: ids are given and files joined by it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <vector>

#include "corpus/model.h"

namespace opslag::indexer {

// Thread-safe.
class TextShelf {
 public:
  // Where a source's texts lie; empty: in the meetings themselves.
  struct Place {
    std::uint64_t offset = 0;
    std::vector<std::size_t> sizes;
  };

  // `most`: bytes of text that stay in memory. `file` is made when it is needed, and has no name from then on.
  TextShelf(std::filesystem::path file, std::size_t most) : file_(std::move(file)), most_(most) {}
  ~TextShelf();
  TextShelf(const TextShelf&) = delete;
  TextShelf& operator=(const TextShelf&) = delete;

  // Takes the texts of sections and decisions out of the meetings if there is no room for them in memory. Throws
  // corpus::IndexError if the disk is full.
  Place put(std::vector<corpus::Meeting>& meetings);
  // Puts them back. The meetings must be none, or have the items and sections that they had.
  void restore(const Place& place, std::vector<corpus::Meeting>& meetings) const;

 private:
  std::filesystem::path file_;
  std::size_t most_;
  std::mutex mutex_;
  std::size_t in_memory_ = 0;
  std::uint64_t on_disk_ = 0;
  int descriptor_ = -1;
};

}  // namespace opslag::indexer
