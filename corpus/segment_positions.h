// The positions of a segment's documents, each packed (corpus/positions.h), and once more by term for the terms that
// stand in many (corpus/positional_postings.h): the last part of the segment's file, behind what is Xapian's, mapped
// into memory. docs/index_format.md says why. Holds no Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  // How much of the file they are, without lists.
  std::uint64_t bytes() const { return packed_.size() + directory_.size(); }

  struct List {
    std::string_view term;   // as in the index
    std::string_view bytes;  // what a PositionalCursor reads
  };
  // By ascending term: all that have a list. A list names all documents of the segment that hold positions of its term.
  const std::vector<List>& lists() const { return lists_; }
  // nullptr if the term has no list.
  const List* list(std::string_view term) const;
  std::uint64_t bytes_of_lists() const { return bytes_of_lists_; }
  // False of files that were made before there were lists.
  bool has_lists() const { return has_lists_; }

 private:
  bool read_lists(std::string_view lists, std::string_view directory);

  MappedFile file_;
  std::string_view packed_, directory_;
  std::vector<List> lists_;
  std::uint64_t bytes_of_lists_ = 0;
  std::uint32_t documents_ = 0;
  bool has_lists_ = false;
};

// From so many documents on, of all of a segment, a term has a list. Below, documents are asked one by one, which takes
// a microsecond each.
constexpr std::uint64_t least_documents_of_list(std::uint64_t all) {
  constexpr std::uint64_t kLeast = 1000, kShare = 256;
  return all / kShare > kLeast ? all / kShare : kLeast;
}

// What stands between the documents' packed positions, the lists, and the end of the file.
class PositionsDirectory {
 public:
  // Documents in their order.
  void add(std::uint64_t bytes_of_document);
  // Behind the last document, before the lists.
  std::string of_documents() const { return ends_; }
  // Terms ascending.
  void add_list(std::string_view term, std::uint64_t bytes);
  // Behind the last list.
  std::string finish();

 private:
  std::string ends_, lists_;
  std::uint64_t end_ = 0, end_of_lists_ = 0;
};

}  // namespace opslag::corpus
