// The word list of a new generation: the old one's, and what came, and what went. Exact, and as cheap as the change.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "corpus/stored.h"
#include "corpus/word_list.h"
#include "indexer/document_builder.h"

namespace opslag::indexer {

using WordCounts = std::map<std::string, std::int64_t>;

// Takes away one for each surface word of a document, analysed anew from what is stored of it.
void uncount_words(const corpus::Stored& stored, const Tokenize& tokenize, WordCounts& counts);
// Adds each surface word's document count of a whole database.
void count_words(const Xapian::Database& database, WordCounts& counts);
// The old list changed by the counts; words that are in no document any more are left out.
std::vector<corpus::CountedWord> changed(const std::vector<corpus::CountedWord>& words, const WordCounts& counts);

}  // namespace opslag::indexer
