// Bulk loading of B-trees: blocks are filled one behind the other and never touched again.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass_table.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace opslag::indexer {
namespace {

// The layout of a block: revision (4 bytes), level, contiguous free bytes (2), free bytes (2), end of the directory
// (2); the directory of items' offsets; free room; items, which are laid from the end backwards. Numbers are
// big-endian.
constexpr std::size_t kDirectory = 11;
constexpr std::size_t kOffsetBytes = 2;
constexpr std::uint32_t kRevision = 1;

// An item of a leaf: size less 3, with flags (2 bytes), key's size, key, the tag's piece by number unless it is the
// first (2), piece. Four of the largest fit into a block.
constexpr std::size_t kLeafHead = 3;
constexpr std::size_t kPieceBytes = 2;
constexpr std::size_t kLargestItem = (kGlassBlockBytes - kDirectory - 4 * kOffsetBytes) / 4;
constexpr unsigned kDeflated = 0x8000, kLastPiece = 0x4000, kFirstPiece = 0x2000;
constexpr std::size_t kMostPieces = 0xFFFF;
constexpr std::size_t kLongestKey = 255;

// What is left of a block is filled with the beginning of the next entry if that much of it fits.
constexpr std::size_t kWorthSplitting = 64;

void write_number(char* at, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = bytes; i-- > 0; value >>= 8) at[i] = static_cast<char>(value);
}

}  // namespace

BlockFile::BlockFile(std::filesystem::path path)
    : file_(std::move(path), OutputFile::Mode::anew, OutputFile::Pace::behind) {
  const GlassBlock empty{};
  file_.write({empty.data(), empty.size()});
}

std::uint32_t BlockFile::append(const GlassBlock& block) {
  file_.write({block.data(), block.size()});
  return blocks_++;
}

void BlockFile::finish(std::string_view head) {
  if (head.size() > kGlassBlockBytes) throw std::runtime_error("the head of a segment is too long");
  file_.rewind();
  file_.write(head);
  file_.finish();
}

// A block that is being filled, and the key that leads to it from above.
struct TableWriter::Block {
  GlassBlock bytes{};
  std::size_t directory_end = kDirectory;
  std::size_t items_begin = kGlassBlockBytes;
  std::string key;
  unsigned component = 0;

  std::size_t room() const { return items_begin - directory_end; }
  bool empty() const { return directory_end == kDirectory; }
  char* item(std::size_t size) {
    items_begin -= size;
    write_number(&bytes[directory_end], items_begin, kOffsetBytes);
    directory_end += kOffsetBytes;
    return &bytes[items_begin];
  }
  void seal(std::size_t level) {
    write_number(bytes.data(), kRevision, 4);
    bytes[4] = static_cast<char>(level);
    write_number(&bytes[5], room(), 2);
    write_number(&bytes[7], room(), 2);
    write_number(&bytes[9], directory_end, 2);
    std::memset(&bytes[directory_end], 0, room());
  }
  void clear() {
    directory_end = kDirectory;
    items_begin = kGlassBlockBytes;
  }
};

TableWriter::TableWriter(BlockFile& file) : file_(file) {
  levels_.push_back(std::make_unique<Block>());
  put({}, 1, kFirstPiece | kLastPiece, {});  // every table begins with an empty key
}

TableWriter::~TableWriter() = default;

void TableWriter::add(std::string_view key, std::string_view tag, bool deflated) {
  if (key.empty() || key.size() > kLongestKey || key <= last_key_)
    throw std::runtime_error("the keys of a segment's table don't ascend");
  const std::size_t largest = kLargestItem - kLeafHead - key.size() - kPieceBytes;
  const std::size_t head = kLeafHead + key.size() + kOffsetBytes;
  const std::size_t room = levels_[0]->room();
  std::size_t piece = std::min(largest + kPieceBytes, tag.size());
  if (head + piece > room && head + kWorthSplitting <= room) piece = room - head;
  const unsigned compressed = deflated ? kDeflated : 0;
  for (unsigned component = 1;; ++component) {
    if (component > kMostPieces) throw std::runtime_error("an entry of a segment's table is too large");
    const bool last = piece == tag.size();
    put(key, component, compressed | (component == 1 ? kFirstPiece : 0) | (last ? kLastPiece : 0),
        tag.substr(0, piece));
    tag.remove_prefix(piece);
    if (last) break;
    piece = std::min(largest, tag.size());
  }
  ++entries_;
}

void TableWriter::put(std::string_view key, unsigned component, unsigned flags, std::string_view piece) {
  const std::size_t size = kLeafHead + key.size() + (component > 1 ? kPieceBytes : 0) + piece.size();
  if (levels_[0]->room() < size + kOffsetBytes) {
    flush(0);
    // The shortest key that tells the blocks apart.
    const std::size_t same = static_cast<std::size_t>(
        std::mismatch(key.begin(), key.end(), last_key_.begin(), last_key_.end()).first - key.begin());
    levels_[0]->key = key.substr(0, same + 1);
    levels_[0]->component = component;
  }
  char* at = levels_[0]->item(size);
  write_number(at, (size - kLeafHead) | flags, 2);
  at[2] = static_cast<char>(key.size());
  at = std::copy(key.begin(), key.end(), at + kLeafHead);
  if (component > 1) {
    write_number(at, component, kPieceBytes);
    at += kPieceBytes;
  }
  std::copy(piece.begin(), piece.end(), at);
  last_key_ = key;
}

void TableWriter::flush(std::size_t level) {
  Block& block = *levels_[level];
  block.seal(level);
  put_branch(level + 1, block, file_.append(block.bytes));
  block.clear();
}

// An item of a branch: number of a block (4 bytes), key's size, key, piece (2). The first one's key is empty.
void TableWriter::put_branch(std::size_t level, const Block& child, std::uint32_t number) {
  if (levels_.size() == level) levels_.push_back(std::make_unique<Block>());
  constexpr std::size_t kBranchHead = 5;
  if (levels_[level]->room() < kBranchHead + child.key.size() + kPieceBytes + kOffsetBytes) flush(level);
  Block& block = *levels_[level];
  const bool first = block.empty();
  if (first) {
    block.key = child.key;
    block.component = child.component;
  }
  const std::string_view key = first ? std::string_view() : child.key;
  char* at = block.item(kBranchHead + key.size() + kPieceBytes);
  write_number(at, number, 4);
  at[4] = static_cast<char>(key.size());
  at = std::copy(key.begin(), key.end(), at + kBranchHead);
  write_number(at, first ? 0 : child.component, kPieceBytes);
}

TableRoot TableWriter::finish() {
  std::size_t level = 0;
  for (; level + 1 < levels_.size(); ++level) flush(level);
  levels_[level]->seal(level);
  const std::uint32_t root = file_.append(levels_[level]->bytes);
  return {root, static_cast<unsigned>(level), entries_, file_.blocks()};
}

}  // namespace opslag::indexer
