// Turns some thousand documents round: from terms by document to documents by term, written as a run, one of the parts
// that a segment is merged from. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/document_builder.h"
#include "indexer/term_table.h"

namespace opslag::indexer {

// What Xapian wants to know of a database as a whole.
struct RunStatistics {
  std::uint32_t documents = 0;
  std::uint64_t total_length = 0;
  std::uint32_t shortest = 0;  // of the documents that have a length; 0 if none has
  std::uint32_t longest = 0;
  std::uint32_t highest_count = 0;  // of a term in a document
};

// Not thread-safe. Documents are numbered from 1 in the order in which they are added.
class Inverter {
 public:
  Inverter();
  ~Inverter();
  // `terms` by whose numbers the document speaks; the same for all documents of a run.
  void add(const BuiltDocument& document, const TermTable& terms);
  std::uint32_t documents() const { return statistics_.documents; }
  std::size_t bytes() const;  // of memory, about
  // The run's bytes, good until the next call; begins anew.
  std::string_view take(const TermTable& terms);

 private:
  struct Posting {
    TermTable::Id term;
    std::uint32_t document;
    std::uint32_t count;
  };
  // Where a term stands in a document: bytes of places_.
  struct Placement {
    TermTable::Id term;
    std::uint32_t document, begin, end;
  };
  // Values of one slot, in chunks as they will stand in the segment.
  struct Values {
    std::uint32_t number = 0;
    std::string least, most;
    std::string chunks;  // each: its first document, its bytes
    std::string chunk;
    std::uint32_t chunks_written = 0, first = 0, last = 0;
    void add(std::uint32_t document, std::string_view value);
    void end_chunk();
  };
  // What postings are sorted with: memory that is used again.
  struct Name {  // sorted by the first eight bytes, which lie beside each other, mostly; by the rest where those are
                 // alike
    std::uint64_t begin;
    TermTable::Id id;
  };
  struct Entry {
    std::uint32_t document, count;
  };
  struct Sorting {
    std::vector<std::uint32_t> end, next;  // by term
    std::uint64_t table = 0;               // whose terms `all` are
    std::vector<Name> all, fresh, merged;  // in order: all terms as far as they are known, those that are new, both
    std::vector<Name> order;               // of `all`, those of the run
    std::vector<Entry> sorted;
    std::vector<std::uint32_t> end_of_places;  // by term
    std::vector<Placement> places;
    std::string run;
  };
  class Deflater;
  void order_all(const TermTable& terms);
  // By term, and by document within it; `end_of_places` holds where each term's begin, by its number, and one more.
  void sort_placements(std::size_t terms);
  void write_terms(const TermTable& terms, std::string& out);

  RunStatistics statistics_;
  std::vector<Posting> postings_;
  std::vector<Placement> placements_;
  std::vector<std::uint32_t> lengths_;
  std::array<Values, kSlotCount> values_;
  std::string data_, positions_, places_;
  Sorting sorting_;
  std::unique_ptr<Deflater> deflater_;
};

}  // namespace opslag::indexer
