// A set of rows, one bit each.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// Before a function that counts bits in a loop: compiled twice, and the processor says at the start which one runs.
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__POPCNT__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define OPSLAG_COUNTS_BITS __attribute__((target_clones("popcnt", "default")))
#else
#define OPSLAG_COUNTS_BITS
#endif

namespace opslag::searchd {

// All bitmaps that meet have the same size. Bits past the size are zero.
class Bitmap {
 public:
  Bitmap() = default;
  explicit Bitmap(std::size_t size) : size_(size), words_((size + 63) / 64) {}

  std::size_t size() const { return size_; }
  void set(std::size_t bit) { words_[bit >> 6] |= std::uint64_t{1} << (bit & 63); }
  bool test(std::size_t bit) const { return (words_[bit >> 6] >> (bit & 63)) & 1; }

  Bitmap& operator&=(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  Bitmap& operator|=(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  Bitmap& remove(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }

  std::size_t count() const;
  // How many bits both have.
  std::size_t count_common(const Bitmap& other) const;
  bool any() const {
    for (const std::uint64_t word : words_) {
      if (word != 0) return true;
    }
    return false;
  }

  // 64 bits each, the lowest first.
  std::span<const std::uint64_t> words() const { return words_; }
  std::span<std::uint64_t> words() { return words_; }

  // The first set bit from `from` on; size() if there is none.
  std::size_t next(std::size_t from) const { return next(from, size_); }
  // The first in [from, end), else `end`, which is a multiple of 64 or size().
  std::size_t next(std::size_t from, std::size_t end) const {
    std::size_t i = from >> 6;
    const std::size_t behind = (end + 63) >> 6;
    if (i >= behind) return end;
    std::uint64_t word = words_[i] & (~std::uint64_t{0} << (from & 63));
    while (word == 0) {
      if (++i == behind) return end;
      word = words_[i];
    }
    return i * 64 + static_cast<std::size_t>(std::countr_zero(word));
  }

  // Calls visit(bit) for every set bit, ascending.
  template <typename Visit>
  void each(const Visit& visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
  }

 private:
  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;
};

inline Bitmap operator&(Bitmap left, const Bitmap& right) {
  return left &= right;
}

}  // namespace opslag::searchd
