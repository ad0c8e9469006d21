// Counts the S terms of documents and databases.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/word_counts.h"

#include <set>

#include "analyzers/token.h"
#include "corpus/schema.h"

namespace opslag::indexer {
namespace {

std::string surface_prefix() {
  return {corpus::prefix_of(analyzers::TermKind::surface)};
}

void add(std::vector<corpus::CountedWord>& words, const std::string& word, std::int64_t count) {
  if (count > 0) words.push_back({word, static_cast<std::uint32_t>(count)});
}

}  // namespace

void uncount_words(const corpus::Stored& stored, const Tokenize& tokenize, WordCounts& counts) {
  std::set<std::string> words;
  for (const corpus::FieldText& text : corpus::field_texts(stored)) {
    tokenize(text.text, [&](const analyzers::Token& token) {
      for (const analyzers::Term& term : *token.terms) {
        if (term.kind == analyzers::TermKind::surface) words.insert(term.text);
      }
    });
  }
  for (const std::string& word : words) --counts[word];
}

void count_words(const Xapian::Database& database, WordCounts& counts) {
  const std::string prefix = surface_prefix();
  for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term) {
    counts[(*term).substr(1)] += term.get_termfreq();
  }
}

std::vector<corpus::CountedWord> changed(const std::vector<corpus::CountedWord>& words, const WordCounts& counts) {
  std::vector<corpus::CountedWord> result;
  auto change = counts.begin();
  for (const corpus::CountedWord& word : words) {
    for (; change != counts.end() && change->first < word.word; ++change) add(result, change->first, change->second);
    std::int64_t count = word.documents;
    if (change != counts.end() && change->first == word.word) count += (change++)->second;
    add(result, word.word, count);
  }
  for (; change != counts.end(); ++change) add(result, change->first, change->second);
  return result;
}

}  // namespace opslag::indexer
