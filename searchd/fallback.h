// What is answered where nothing matches all the words: a corrected query, or the items that match the words that say
// most (CONTRACT §3).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "searchd/query_runner.h"

namespace opslag::searchd {

struct Relaxed {
  Bitmap found;
  std::vector<float> score;            // of each of them, in their order
  std::vector<std::string> unmatched;  // words that the first of them lacks
};

// The items that hold much of what those of the query's words say that are in some item, nearly as much as the best
// item does, and more than what the words say that are in none. Words that say little count nothing; of words in no
// item, names, numbers and compounds count most, nouns much, verbs little. So a query whose telling word is nowhere
// finds nothing. nullopt: nothing is to be shown.
std::optional<Relaxed> relax(const QueryNode& root, const QueryMatches& matches, const OpenGeneration& generation,
                             const Ranking& ranking);

// The query with the misspelt ones of its words replaced, in our own syntax: only words that are in few documents or
// none, and that the dictionary does not know. nullopt: nothing to correct.
std::optional<std::string> correct(const QueryNode& root, const QueryMatches& matches,
                                   const OpenGeneration& generation);

// Whether one of its words was read through a misspelling ("malgruppe" as målgruppe): what was meant is then offered,
// however much it finds.
bool is_read_through_slip(const QueryNode& root);

// Lets compounds that hardly any item holds be found by their parts near each other too ("formandsskifte" by "skifte af
// formand"), and with another e between them: changes the tree's words, so that they match, mark and explain like all
// others. Returns the words changed.
std::vector<std::string> widen_compounds(QueryNode& root, const QueryMatches& matches,
                                         const OpenGeneration& generation);

}  // namespace opslag::searchd
