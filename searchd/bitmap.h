// A set of rows, one bit each.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

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

  std::size_t count() const {
    std::size_t total = 0;
    for (const std::uint64_t word : words_) total += static_cast<std::size_t>(std::popcount(word));
    return total;
  }
  bool any() const {
    for (const std::uint64_t word : words_) {
      if (word != 0) return true;
    }
    return false;
  }

  // The first set bit from `from` on; size() if there is none.
  std::size_t next(std::size_t from) const {
    std::size_t i = from >> 6;
    if (i >= words_.size()) return size_;
    std::uint64_t word = words_[i] & (~std::uint64_t{0} << (from & 63));
    while (word == 0) {
      if (++i == words_.size()) return size_;
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

  // The same, and calls soon(bit) a while before: to ask for the memory that visit() is going to read.
  template <typename Soon, typename Visit>
  void each(const Soon& soon, const Visit& visit) const {
    constexpr std::size_t kAhead = 2;  // words
    const auto all = [this](std::size_t i, const auto& take) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        take(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
      }
    };
    for (std::size_t i = 0; i < words_.size() + kAhead; ++i) {
      if (i < words_.size()) all(i, soon);
      if (i >= kAhead) all(i - kAhead, visit);
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
