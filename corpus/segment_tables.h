// Reads the posting lists and the stored documents of a segment straight from its mapped file: the tables that Xapian
// reads too, block by block, without copying them. docs/index_format.md names the parts. Holds no Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/mapped_file.h"

namespace opslag::corpus {

// One entry of a table after the other, by ascending key. Damaged blocks end it by an IndexError.
class TableCursor {
 public:
  TableCursor() = default;
  // Of the table whose root is that block, `level` levels above its leaves.
  TableCursor(std::string_view file, std::uint32_t root, unsigned level) : file_(file), root_(root), level_(level) {}

  // Goes to the first piece of the entry with this very key; false if there is none.
  bool find(std::string_view key);
  // Goes to the first entry that is not before this key; false if there is none.
  bool seek(std::string_view key);
  // Goes to the next entry; false past the last.
  bool next();
  std::string_view key() const { return key_; }
  bool deflated() const { return deflated_; }
  // What the entry holds: a view into the file, or into `copy` where it lies in several pieces. Leaves the cursor at
  // its last piece.
  std::string_view tag(std::string& copy);

 private:
  struct Place {
    std::uint32_t block = 0;
    std::uint16_t item = 0, items = 0;
  };
  static constexpr std::size_t kMostLevels = 10;

  std::string_view block(unsigned level) const;
  void enter(unsigned level, std::uint32_t block);
  std::string_view item(unsigned level) const;
  std::size_t last_not_behind(std::string_view key, unsigned level) const;
  bool step();
  void read_leaf();

  std::string_view file_;
  std::uint32_t root_ = 0;
  unsigned level_ = 0;
  std::array<Place, kMostLevels> path_;
  std::string_view key_, piece_;
  bool first_ = false, last_ = false, deflated_ = false;
};

// The documents of one term, ascending. Valid as long as its SegmentTables. Not thread-safe. Its methods throw
// IndexError where they meet damage.
class PostingCursor {
 public:
  PostingCursor() = default;  // of no document

  std::uint32_t documents() const { return documents_; }  // how many the whole list has
  // The document where the cursor stands; kEnd past the last.
  static constexpr std::uint32_t kEnd = ~std::uint32_t{0};
  std::uint32_t document() const { return document_; }
  std::uint32_t count() const { return count_; }  // how often the term is in it

  void next() {
    if (at_ == end_) return next_chunk();
    const std::uint32_t following = document_ + number() + 1;
    if (following <= document_) damaged();
    document_ = following;
    count_ = number();
  }
  // To the first document that is not before this one. Passes over what it can without reading it.
  void skip_to(std::uint32_t document) {
    while (document_ < document && last_ < document && last_ != kEnd) next_chunk();
    while (document_ < document) {
      const unsigned char* at = at_;
      std::uint32_t here = document_;
      if (end_ - at < 2 * kLongest) {
        next();
        continue;
      }
      std::uint32_t count = count_;
      for (; here < document && end_ - at >= 2 * kLongest; count = quick(at)) {
        const std::uint32_t following = here + quick(at) + 1;
        if (following <= here) damaged();
        here = following;
      }
      at_ = at;
      document_ = here;
      count_ = count;
    }
  }
  // Some of the next documents before `end`, and how often the term is in each; none if there are no more. Then stands
  // at the first that was not taken.
  struct Batch {
    static constexpr std::size_t kRoom = 256, kSpare = 8;  // what is behind the taken ones may be written to
    std::array<std::uint32_t, kRoom + kSpare> documents, counts;
  };
  std::size_t take(std::uint32_t end, Batch& batch);
  // visit(document, count) for all documents before `end`; then stands at the first that is not.
  template <typename Visit>
  void until(std::uint32_t end, const Visit& visit) {
    while (document_ < end) {
      const unsigned char* at = at_;
      std::uint32_t document = document_, count = count_;
      // As long as no number can reach past the chunk, there is nothing to look out for.
      while (end_ - at >= 2 * kLongest && document < end) {
        visit(document, count);
        step(at, document, count);
      }
      at_ = at;
      document_ = document;
      count_ = count;
      if (document >= end) return;
      visit(document, count);
      next();
    }
  }

 private:
  friend class SegmentTables;
  static constexpr std::ptrdiff_t kLongest = 5;  // bytes of a number

  static std::uint32_t quick(const unsigned char*& at) {
    std::uint32_t value = *at++;
    if (value < 0x80) return value;
    value &= 0x7F;
    for (unsigned shift = 7; shift < 35; shift += 7) {
      const std::uint32_t byte = *at++;
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
  std::size_t take_short(std::uint32_t end, Batch& batch, std::size_t size);
  // To the posting behind this one, which ends before the chunk does.
  static void step(const unsigned char*& at, std::uint32_t& document, std::uint32_t& count) {
    const std::uint32_t following = document + quick(at) + 1;
    if (following <= document) damaged();
    document = following;
    count = quick(at);
  }
  std::uint32_t number();
  [[noreturn]] static void damaged();
  void next_chunk();
  void open_chunk(std::string_view tag, bool first);

  TableCursor entries_;
  std::unique_ptr<std::string> copy_;  // of a chunk in several pieces
  std::size_t key_bytes_ = 0;          // of the term in keys
  const unsigned char* at_ = nullptr;
  const unsigned char* end_ = nullptr;
  std::uint32_t documents_ = 0, document_ = kEnd, count_ = 0;
  std::uint32_t last_ = kEnd;  // of the chunk
  bool last_chunk_ = true;
};

// Immutable; read from all threads.
class SegmentTables {
 public:
  // Throws IndexError if the file can't be read or is no segment.
  explicit SegmentTables(const std::filesystem::path& segment);

  // An empty list if no document has the term. These throw IndexError where they meet damage.
  PostingCursor postings(std::string_view term) const;
  std::uint32_t documents(std::string_view term) const;  // how many have it; deleted ones count
  // visit(term) for the terms that begin so, ascending, until it returns false.
  void each_term(std::string_view beginning, const std::function<bool(std::string)>& visit) const;
  // Those of them that stand in so many documents; deleted ones count.
  void each_frequent_term(std::string_view beginning, std::uint32_t least,
                          const std::function<void(std::string)>& visit) const;
  // visit(term, its documents) for the terms that begin so, ascending. Both are good until it returns.
  void each_list(std::string_view beginning,
                 const std::function<void(std::string_view term, PostingCursor& list)>& visit) const;
  // As corpus/stored.h encodes it: a view into the file, or into `copy`. nullopt: there is none, or it is packed in a
  // way of Xapian's.
  std::optional<std::string_view> data(std::uint32_t document, std::string& copy) const;

 private:
  MappedFile file_;
  TableCursor postings_, data_;  // before their first entry
};

}  // namespace opslag::corpus
