// How much each kind of term takes in an index: the figures of docs/index_format.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>

#include <cstdint>
#include <map>
#include <string>

#include "corpus/schema.h"

namespace opslag::indexer {

struct TermCount {
  std::uint64_t terms = 0;
  std::uint64_t once = 0;      // of them, in one document only
  std::uint64_t postings = 0;  // documents, summed over the terms
  std::uint64_t bytes = 0;     // estimated: what Xapian's posting lists take
};

// By prefix: "S", "L", "TL" …
using TermCensus = std::map<std::string, TermCount>;
void count_terms(const Xapian::Database& database, TermCensus& census);
// The bytes of a slot's values, summed over the documents.
std::uint64_t slot_bytes(const Xapian::Database& database, corpus::Slot slot);

}  // namespace opslag::indexer
