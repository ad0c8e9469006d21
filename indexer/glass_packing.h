// How Xapian's glass files write numbers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "analyzers/varint.h"
#include "corpus/glass_keys.h"

namespace opslag::indexer {

inline void pack_uint(std::string& out, std::uint64_t value) {
  analyzers::put_varint(out, value);
}

inline void pack_string(std::string& out, std::string_view text) {
  pack_uint(out, text.size());
  out += text;
}

using corpus::pack_sortable;

// Reads what pack_uint() and pack_string() wrote, from bytes of our own making that a checksum has passed. Throws
// std::runtime_error past the end.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : left_(bytes) {}
  std::string_view rest() const { return left_; }
  std::uint64_t number() {
    const std::optional<std::uint64_t> value = analyzers::take_varint(left_);
    if (!value) throw std::runtime_error("a file of an update under way is damaged");
    return *value;
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
