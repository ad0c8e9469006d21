// Keys of the tables in a segment's file, as Xapian's glass format has them. The indexer writes them, and
// corpus/segment_tables.h reads them. Holds no Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace opslag::corpus {

// Sorts as bytes as the numbers sort: two bytes for small ones, else a run of ones that tells the length, as in UTF-8.
inline void pack_sortable(std::string& out, std::uint32_t value) {
  if (value < 0x8000) {
    out += static_cast<char>(value >> 8);
    out += static_cast<char>(value);
    return;
  }
  const int bytes = (std::bit_width(value) + 5) / 7;
  const std::uint32_t mark = 0xFF00U >> (bytes - 2) & 0xFF;
  for (int left = bytes - 1; left >= 0; --left) {
    const std::uint32_t byte = left < 4 ? value >> (8 * left) & 0xFF : 0;
    out += static_cast<char>(left == bytes - 1 ? byte | mark : byte);
  }
}

// What all of these bytes pack; nothing if they pack no number.
inline std::optional<std::uint32_t> unpack_sortable(std::string_view bytes) {
  constexpr std::size_t kMost = 6;
  if (bytes.empty()) return std::nullopt;
  const auto first = static_cast<unsigned char>(bytes.front());
  const auto ones = static_cast<unsigned>(std::countl_one(first));
  if (bytes.size() != ones + 2 || bytes.size() > kMost) return std::nullopt;
  std::uint64_t value = first & (0x7FU >> ones);
  for (const char c : bytes.substr(1)) value = value << 8 | static_cast<unsigned char>(c);
  return static_cast<std::uint32_t>(value);
}

// The key of a term's first chunk: the term, zeros in it marked. Others' keys go on with a zero and their first
// document.
inline std::string key_of_term(std::string_view term) {
  std::string key;
  key.reserve(term.size());
  for (const char c : term) {
    key += c;
    if (c == '\0') key += '\xff';
  }
  return key;
}

}  // namespace opslag::corpus
