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

}  // namespace

void count_terms(const Xapian::Database& database, TermCensus& census) {
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    TermCount& count = census[prefix_of(*term)];
    const std::uint64_t documents = term.get_termfreq();
    ++count.terms;
    if (documents == 1) ++count.once;
    count.postings += documents;
  }
}

}  // namespace opslag::indexer
