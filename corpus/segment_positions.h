// The positions of a segment's documents, each packed (corpus/positions.h): the last part of the segment's file, behind
// what is Xapian's, mapped into memory. docs/index_format.md says why. Holds no Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "corpus/mapped_file.h"

namespace opslag::corpus {

// Immutable; read from all threads.
class SegmentPositions {
 public:
  // Throws IndexError if the file can't be read or does not end in positions.
  explicit SegmentPositions(const std::filesystem::path& segment);

  std::uint32_t documents() const { return documents_; }
  // Of a document, numbered from 1; empty if it has none, or is not there. Lives as long as this.
  std::string_view of(std::uint32_t document) const;
  // How much of the file they are.
  std::uint64_t bytes() const { return packed_.size() + directory_.size(); }

 private:
  MappedFile file_;
  std::string_view packed_, directory_;
  std::uint32_t documents_ = 0;
};

// What stands behind all the documents' packed positions and ends the file. Documents in their order.
class PositionsDirectory {
 public:
  void add(std::uint64_t bytes_of_document);
  std::string finish();

 private:
  std::string ends_;
  std::uint64_t end_ = 0;
};

}  // namespace opslag::corpus
