// The word list of a new generation: the old one's, and what came, and what went. Exact, and as cheap as the change.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "corpus/segment_tables.h"
#include "corpus/stored.h"
#include "indexer/document_builder.h"

namespace opslag::indexer {

using WordCounts = std::map<std::string, std::int64_t>;

// Takes away one for each surface word of a document, analysed anew from what is stored of it.
void uncount_words(const corpus::Stored& stored, const Tokenize& tokenize, WordCounts& counts);
// The same of documents that are built, from all their terms.
void uncount_words(std::vector<TermTable::Id> found, const TermTable& terms, WordCounts& counts);
// The same of documents of a segment, ascending, from all its posting lists of words.
void uncount_words(const corpus::SegmentTables& segment, const std::vector<std::uint32_t>& documents,
                   WordCounts& counts);
// Writes the word list of a new generation to `file`, fsynced, and returns its sha256: the words of the old list (an
// empty path: there is none), those of `added`, changed by `counts`; words that are in no document any more are left
// out. Holds none of these in memory. Throws corpus::IndexError.
std::string write_word_list(const std::filesystem::path& old, const Xapian::Database& added, const WordCounts& counts,
                            const std::filesystem::path& file);

}  // namespace opslag::indexer
