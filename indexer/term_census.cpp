// Walks all terms of a database.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/term_census.h"

#include <bit>
#include <string_view>

namespace opslag::indexer {
namespace {

// Prefixes of text terms are upper case, one or two letters; what follows never is. Boolean ones have one letter.
std::string prefix_of(const std::string& term) {
  constexpr std::string_view kBoolean = "QMKI";
  if (kBoolean.find(term[0]) != std::string_view::npos) return term.substr(0, 1);
  std::size_t size = 1;
  if (term.size() > 1 && term[1] >= 'A' && term[1] <= 'Z') ++size;
  return term.substr(0, size);
}

// What Xapian's packed numbers take: seven bits a byte.
std::uint64_t packed_size(std::uint64_t number) {
  return number < 0x80 ? 1 : (static_cast<std::uint64_t>(std::bit_width(number)) + 6) / 7;
}

std::uint64_t posting_bytes(const Xapian::Database& database, const std::string& term) {
  constexpr std::uint64_t kKeyAndHead = 16;  // of a chunk, beside the term
  constexpr std::uint64_t kChunk = 2000;
  std::uint64_t bytes = 0, before = 0;
  for (auto posting = database.postlist_begin(term); posting != database.postlist_end(term); ++posting) {
    bytes += packed_size(*posting - before - 1) + packed_size(posting.get_wdf());
    before = *posting;
  }
  return bytes + (bytes / kChunk + 1) * (term.size() + kKeyAndHead);
}

}  // namespace

void count_terms(const Xapian::Database& database, TermCensus& census) {
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    TermCount& count = census[prefix_of(*term)];
    const std::uint64_t documents = term.get_termfreq();
    ++count.terms;
    if (documents == 1) ++count.once;
    count.postings += documents;
    count.bytes += posting_bytes(database, *term);
  }
}

std::uint64_t slot_bytes(const Xapian::Database& database, corpus::Slot slot) {
  const auto number = static_cast<Xapian::valueno>(slot);
  std::uint64_t bytes = 0;
  for (auto value = database.valuestream_begin(number); value != database.valuestream_end(number); ++value) {
    bytes += (*value).size();
  }
  return bytes;
}

}  // namespace opslag::indexer
