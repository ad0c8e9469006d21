// Counts a bitmap's bits.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/bitmap.h"

namespace opslag::searchd {
namespace {

OPSLAG_COUNTS_BITS std::size_t bits_in(const std::uint64_t* words, std::size_t size) {
  std::size_t total = 0;
  for (std::size_t i = 0; i < size; ++i) total += static_cast<std::size_t>(std::popcount(words[i]));
  return total;
}

OPSLAG_COUNTS_BITS std::size_t bits_in_both(const std::uint64_t* words, const std::uint64_t* others, std::size_t size) {
  std::size_t total = 0;
  for (std::size_t i = 0; i < size; ++i) total += static_cast<std::size_t>(std::popcount(words[i] & others[i]));
  return total;
}

}  // namespace

std::size_t Bitmap::count() const {
  return bits_in(words_.data(), words_.size());
}

std::size_t Bitmap::count_common(const Bitmap& other) const {
  return bits_in_both(words_.data(), other.words_.data(), words_.size());
}

}  // namespace opslag::searchd
