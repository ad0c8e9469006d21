// Posting lists as Xapian's glass files have them: chunks of documents' numbers and counts.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/glass_packing.h"

namespace opslag::indexer {

inline constexpr std::size_t kChunkBytes = 2000;  // a chunk ends with the posting that reaches this

// A stretch of a posting list: the count of the first document, then gap less one and count of each that follows.
struct PostingChunk {
  std::uint32_t first = 0, last = 0;
  std::string bytes;

  bool empty() const { return bytes.empty(); }
  void add(std::uint32_t document, std::uint32_t count) {
    begin(document, document);
    pack_uint(bytes, count);
  }
  // Puts a stretch behind this one.
  void append(std::uint32_t from, std::uint32_t to, std::string_view stretch) {
    begin(from, to);
    bytes += stretch;
  }

 private:
  void begin(std::uint32_t from, std::uint32_t to) {
    if (bytes.empty())
      first = from;
    else
      pack_uint(bytes, from - last - 1);
    last = to;
  }
};

}  // namespace opslag::indexer
