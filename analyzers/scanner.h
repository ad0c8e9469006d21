// The first look at a text: runs of letters and digits, and the marks between them, with byte offsets.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace opslag::analyzers {

enum class AtomKind : std::uint8_t {
  word,    // letters, with digits among them perhaps ("K22"); marks and soft hyphens inside belong to it
  number,  // ASCII digits only
  mark,    // one code point of punctuation, a symbol, or a byte that is no valid UTF-8
};

// What stands between an atom and the one before it.
enum class Gap : std::uint8_t { none, space, line, paragraph };

struct Atom {
  std::size_t begin = 0;  // byte offsets into the scanned text
  std::size_t end = 0;
  char32_t code = 0;  // of a mark
  AtomKind kind = AtomKind::mark;
  Gap gap = Gap::none;
  bool plain = false;  // a word of the letters A–Z and À–ÿ only
};

// A block's atoms; their memory is used again.
class Atoms {
 public:
  void clear() { size_ = 0; }
  void add(const Atom& atom) {
    if (size_ == list_.size()) list_.resize(std::max<std::size_t>(256, 2 * size_));
    list_[size_++] = atom;
  }
  std::size_t size() const { return size_; }
  const Atom& operator[](std::size_t at) const { return list_[at]; }

 private:
  std::vector<Atom> list_;
  std::size_t size_ = 0;
};

// Splits a text into atoms. Latin letters are split by plain rules; runs that hold anything else go to ICU's word break
// (Unicode Standard Annex 29, with ICU's dictionaries). Not thread-safe: it holds a break iterator. Time linear.
class Scanner {
 public:
  Scanner();
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  // Appends the atoms of text[from, to) to `atoms`.
  void scan(std::string_view text, std::size_t from, std::size_t to, Atoms& atoms);

  // Where to stop, so that text[from, result) can be scanned alone: after a blank line, or, past `target` bytes, after
  // a line or any white space; else the end of the text.
  static std::size_t block_end(std::string_view text, std::size_t from, std::size_t target);

 private:
  struct Breaker;
  std::size_t scan_slowly(std::string_view text, std::size_t at, std::size_t to, Gap& gap, bool has_before,
                          Atoms& atoms);
  void scan_with_icu(std::string_view text, std::size_t from, std::size_t to, Gap gap, Atoms& atoms);
  std::unique_ptr<Breaker> breaker_;
};

}  // namespace opslag::analyzers
