// A hash of short texts for tables in memory: words are looked up by the million.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>

namespace opslag::analyzers {

// Eight bytes at a time; all its bits are good. Never to be written to a file: it depends on the machine's byte order.
inline std::uint64_t quick_hash(std::string_view text) {
  constexpr std::uint64_t kFirst = 0x9E3779B97F4A7C15ULL, kLast = 0xD6E8FEB86659FD93ULL;
  const auto load = [](const char* at) {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    return word;
  };
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = left * kLast;
  const auto mix = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * kFirst;
    hash ^= hash >> 32;
  };
  for (; left > 8; at += 8, left -= 8) mix(load(at));
  if (text.size() >= 8) {
    mix(load(text.data() + text.size() - 8));  // with some bytes that were there already
  } else {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < left; ++i) word = word << 8 | static_cast<unsigned char>(at[i]);
    mix(word);
  }
  hash *= kLast;
  return hash ^ hash >> 29;
}

}  // namespace opslag::analyzers
