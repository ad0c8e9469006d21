// Writes the positions of a segment's documents behind what Xapian reads of its file (corpus/segment_positions.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string_view>
#include <utility>

#include "corpus/segment_positions.h"
#include "indexer/output_file.h"

namespace opslag::indexer {

class PositionsAppender {
 public:
  // Throws corpus::IndexError, as all do, if the disk is full or fails.
  explicit PositionsAppender(const std::filesystem::path& segment)
      : file_(segment, OutputFile::Mode::append, OutputFile::Pace::behind) {}

  // For each document in the order of its number; empty for one that has none.
  void add(std::string_view packed) {
    file_.write(packed);
    directory_.add(packed.size());
  }
  // Behind all documents, for each term that has a list, ascending.
  void add_list(std::string_view term, std::string_view list) {
    end_documents();
    file_.write(list);
    directory_.add_list(term, list.size());
  }
  // Writes all that is left: the file is whole, if not on disk.
  void complete() {
    end_documents();
    file_.write(directory_.finish());
    file_.flush();
  }
  // Has the whole file on disk; behind complete().
  void finish() { file_.finish_sync(); }

 private:
  void end_documents() {
    if (!std::exchange(in_lists_, true)) file_.write(directory_.of_documents());
  }

  OutputFile file_;
  corpus::PositionsDirectory directory_;
  bool in_lists_ = false;
};

}  // namespace opslag::indexer
