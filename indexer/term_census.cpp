// Walks all terms of a database.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/term_census.h"

#include <string_view>

#include "corpus/schema.h"

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

// Surface and boolean terms have no positions.
bool has_positions(const std::string& prefix) {
  return std::string_view("LPXR").find(prefix.back()) != std::string_view::npos;
}

}  // namespace

void count_terms(const Xapian::Database& database, TermCensus& census) {
  constexpr std::uint64_t kEntryBytes = 12;  // key, lengths and a position or two of a glass entry, beside the term
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    const std::string prefix = prefix_of(*term);
    TermCount& count = census[prefix];
    const std::uint64_t documents = term.get_termfreq();
    ++count.terms;
    if (documents == 1) ++count.once;
    count.postings += documents;
    if (has_positions(prefix)) count.position_bytes += documents * ((*term).size() + kEntryBytes);
  }
}

}  // namespace opslag::indexer
