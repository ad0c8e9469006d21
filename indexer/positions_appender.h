// Writes the positions of a segment's documents behind what Xapian reads of its file (corpus/segment_positions.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string_view>

#include "corpus/segment_positions.h"
#include "indexer/output_file.h"

namespace opslag::indexer {

class PositionsAppender {
 public:
  // Throws corpus::IndexError, as all do, if the disk is full or fails.
  explicit PositionsAppender(const std::filesystem::path& segment) : file_(segment, OutputFile::Mode::append) {}

  // For each document in the order of its number; empty for one that has none.
  void add(std::string_view packed) {
    file_.write(packed);
    directory_.add(packed.size());
  }
  // Has the whole file on disk.
  void finish() {
    file_.write(directory_.finish());
    file_.finish_sync();
  }

 private:
  OutputFile file_;
  corpus::PositionsDirectory directory_;
};

}  // namespace opslag::indexer
