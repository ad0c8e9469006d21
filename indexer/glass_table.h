// Writes the tables of a single-file Xapian database of the glass format, entries in the order of their keys, once and
// for good. docs/index_format.md says why not by Xapian, and tests hold what is written against Xapian's own checks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/output_file.h"

namespace opslag::indexer {

inline constexpr std::size_t kGlassBlockBytes = 8192;  // Xapian's default
using GlassBlock = std::array<char, kGlassBlockBytes>;

// A file of blocks. All throw corpus::IndexError if the disk is full or fails.
class BlockFile {
 public:
  explicit BlockFile(std::filesystem::path path);  // makes the file; block 0 is left for the head

  std::uint32_t append(const GlassBlock& block);  // returns its number
  std::uint32_t blocks() const { return blocks_; }
  // Writes the head, which must fit into a block. Not fsynced.
  void finish(std::string_view head);

 private:
  OutputFile file_;
  std::uint32_t blocks_ = 1;
};

// Where a finished table begins.
struct TableRoot {
  std::uint32_t block = 0;
  unsigned level = 0;
  std::uint64_t entries = 0;
  std::uint32_t blocks = 0;  // of the file when the table was finished
};

class TableWriter {
 public:
  explicit TableWriter(BlockFile& file);
  ~TableWriter();
  // Keys ascend and have 1 to 255 bytes; else throws std::runtime_error. `deflated`: the tag is compressed already.
  void add(std::string_view key, std::string_view tag, bool deflated = false);
  TableRoot finish();

 private:
  struct Block;
  void put(std::string_view key, unsigned component, unsigned flags, std::string_view piece);
  void put_branch(std::size_t level, const Block& child, std::uint32_t number);
  void flush(std::size_t level);

  BlockFile& file_;
  std::vector<std::unique_ptr<Block>> levels_;  // from the leaves up
  std::string last_key_;
  std::uint64_t entries_ = 0;
};

}  // namespace opslag::indexer
