// How Xapian's glass files write numbers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace opslag::indexer {

// Seven bits a byte, the low ones first.
inline void pack_uint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

inline void pack_string(std::string& out, std::string_view text) {
  pack_uint(out, text.size());
  out += text;
}

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

// Reads what pack_uint() and pack_string() wrote, from bytes of our own making that a checksum has passed. Throws
// std::runtime_error past the end.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : left_(bytes) {}
  std::string_view rest() const { return left_; }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (left_.empty()) break;
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    throw std::runtime_error("a file of an update under way is damaged");
  }
  std::uint32_t small() { return static_cast<std::uint32_t>(number()); }
  std::string_view text() {
    const std::uint64_t size = number();
    if (size > left_.size()) throw std::runtime_error("a file of an update under way is damaged");
    const std::string_view found = left_.substr(0, size);
    left_.remove_prefix(size);
    return found;
  }

 private:
  std::string_view left_;
};

}  // namespace opslag::indexer
