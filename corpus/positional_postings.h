// Posting lists that tell where in each document the term stands: kept beside the packed positions for the terms that
// stand in many documents, so that words that must stand together are looked for list against list, from front to back.
// Holds no Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

// Positions (ascending, no duplicates, from 1) as a list keeps them for one document.
void encode_positions(std::span<const std::uint32_t> positions, std::string& out);

// Gathers one list.
class PositionalPostingsWriter {
 public:
  // Documents in ascending order, from 1; `positions`: what encode_positions() made of at least one.
  void add(std::uint32_t document, std::string_view positions);
  bool empty() const { return documents_ == 0; }
  // The list's bytes; begins anew. Memory is kept for the next one.
  void take(std::string& out);
  void clear();

 private:
  std::string blocks_, entries_;
  std::uint32_t documents_ = 0, last_ = 0;
};

// Goes through the documents of one list, ascending. Valid as long as the list's bytes. Damaged bytes give nonsense or
// end it, and nothing worse. Not thread-safe.
class PositionalCursor {
 public:
  static constexpr std::uint32_t kEnd = ~std::uint32_t{0};

  PositionalCursor() = default;  // of no document
  explicit PositionalCursor(std::string_view list);

  // Where the cursor stands; kEnd past the last.
  std::uint32_t document() const { return document_; }
  void next() {
    if (at_ == block_end_) return enter(block_ + 1);
    const auto head = static_cast<unsigned char>(*at_++);
    const std::uint32_t gap = head & 15U, size = head >> 4;
    if (gap == kEscape || size == kEscape) return read_long(head);
    if (size > block_end_ - at_) return end();
    document_ += gap + 1;
    positions_ = {at_, size};
    at_ += size;
  }
  // To the first document that is not before this one; whether it is this one. Never goes back.
  bool skip_to(std::uint32_t document) {
    if (document_ < document && following_ <= document) skip_blocks(document);
    while (document_ < document) next();
    return document_ == document;
  }
  // As they were added.
  std::string_view encoded() const { return positions_; }
  // visit(position) for where the term stands in the document, ascending.
  template <typename Visit>
  void each_position(const Visit& visit) const {
    const char* at = positions_.data();
    const char* const end = at + positions_.size();
    for (std::uint32_t position = 0; at != end; visit(position)) {
      const auto byte = static_cast<unsigned char>(*at++);
      position += byte < kShort ? byte + 1U : long_gap(byte, at, end);
    }
  }
  // The same; takes the place of what is in `positions`.
  void positions(std::vector<std::uint32_t>& positions) const {
    positions.clear();
    each_position([&](std::uint32_t position) { positions.push_back(position); });
  }
  // Adds to `places` where the term stands in the documents before `end`: the document in the high half, the position,
  // `behind` added to it, in the low half. Then stands at the first that is not before it.
  void until(std::uint32_t end, std::uint32_t behind, std::vector<std::uint64_t>& places);
  // How many documents there are, at most.
  std::uint64_t documents_at_most() const { return std::uint64_t{blocks_} * kBlock; }

 private:
  static constexpr std::uint32_t kBlock = 64;   // documents
  static constexpr std::uint32_t kEscape = 15;  // in a half byte
  static constexpr unsigned char kShort = 224;  // gaps up to this take one byte
  static constexpr unsigned char kLongest = 255;
  static constexpr std::uint32_t kLong = (kLongest - kShort) << 8;  // what two bytes can say
  static std::uint32_t long_gap(unsigned char byte, const char*& at, const char* end);
  friend void encode_positions(std::span<const std::uint32_t> positions, std::string& out);
  friend class PositionalPostingsWriter;

  std::uint32_t first_of(std::size_t block) const;
  void enter(std::size_t block);
  void skip_blocks(std::uint32_t document);
  void read_long(unsigned char head);
  void end();

  std::string_view directory_, entries_, positions_;
  const char* at_ = nullptr;  // of the next entry
  const char* block_end_ = nullptr;
  std::size_t block_ = 0, blocks_ = 0;
  std::size_t passed_ = 0;  // where the block ends, in entries_: none begins before
  std::uint32_t document_ = kEnd;
  std::uint32_t following_ = kEnd;  // where the next block begins
};

}  // namespace opslag::corpus
