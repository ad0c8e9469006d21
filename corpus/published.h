// A published index: one file, for `xapian-tcpsrv` to serve to a searchd on another machine. To Xapian it is a database
// of metadata, keys and values; this is the table of them, and how the values are packed. docs/index_format.md explains
// it. Holds no Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "corpus/generation.h"

namespace opslag::corpus {

// Raised whenever a file published before can't be read as before.
inline constexpr int kPublishedVersion = 1;

// What is received is not what was published: the file is damaged, or no published index.
struct PublishedError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Keys, in the order in which they lie in the file. Documents are numbered from 1 without gaps; none is deleted.
std::string data_key(std::uint32_t document);       // as corpus/stored.h encodes it
std::string rows_key(std::uint32_t chunk);          // from 0: what a front keeps in memory, as PublishedRow
std::string positions_key(std::uint32_t document);  // as corpus/positions.h packs them; absent if there are none
std::string postings_key(std::string_view term);    // as PostingPacker packs them
std::string words_key(std::uint32_t chunk);         // from 0: the word list (corpus/word_list.h), compressed
std::string about_key();                            // PublishedAbout, compressed
// The term of a postings_key.
std::string_view term_of_key(std::string_view key);

// Every value ends in a checksum of itself and its key.
std::string sealed(std::string_view key, std::string value);
// The value without; throws PublishedError if it does not fit. An empty value, one that is absent, stays so.
std::string_view unsealed(std::string_view key, std::string_view value);

struct PublishedAbout {
  Generation generation;  // without segments
  std::uint32_t documents = 0, row_chunks = 0, word_chunks = 0;
};
std::string pack(const PublishedAbout& about);
// Throws PublishedError; IndexError if it is of another version.
PublishedAbout unpack_about(std::string_view bytes);

struct PublishedRow {
  std::string_view sort_key, facets;  // as the value slots hold them
  std::uint32_t length = 0;           // as Xapian counts it
  std::uint32_t item = 0;             // of an attachment: its item's number; 0 if it is not there
};
// Adds the row of the document of that number to a chunk, which is compressed once it is full.
void append(std::string& chunk, std::uint32_t document, const PublishedRow& row);
inline constexpr std::size_t kPublishedChunk = std::size_t{1} << 20;  // bytes before compression, about
// Throws PublishedError. `first`: the number of the chunk's first document; returns that of the next chunk's.
std::uint32_t each_row(std::string_view chunk, std::uint32_t first,
                       const std::function<void(std::uint32_t document, const PublishedRow& row)>& visit);

// Packs the documents of a term, ascending, and how often it is in each.
class PostingPacker {
 public:
  void add(std::uint32_t document, std::uint32_t count);
  std::uint32_t documents() const { return documents_; }
  std::string take();  // begins anew

 private:
  std::string bytes_;
  std::uint32_t documents_ = 0, last_ = 0;
};

// Reads what it packed; an empty list from no bytes. Throws PublishedError.
class PostingReader {
 public:
  explicit PostingReader(std::string_view bytes);
  std::uint32_t documents() const { return documents_; }
  bool next();
  std::uint32_t document() const { return document_; }
  std::uint32_t count() const { return count_; }

 private:
  std::string_view left_;
  std::uint32_t documents_ = 0, document_ = 0, count_ = 0;
};

}  // namespace opslag::corpus
