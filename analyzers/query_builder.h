// Makes the words of a query out of its units: what may stand for each word in a text, and how much that is worth.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>
#include <vector>

#include "analyzers/language.h"
#include "analyzers/query_word.h"
#include "analyzers/unit.h"

namespace opslag::analyzers {

// Not thread-safe, like the word forms that it asks.
class QueryBuilder {
 public:
  QueryBuilder(const Language& language, WordForms& forms) : language_(language), forms_(forms) {}

  // The words of `text`, whose units these are, with everything that may stand for them.
  std::vector<QueryWord> words(std::string_view text, const Units& units);
  // The terms by which the thesaurus knows the words of a phrase.
  PhraseTerms phrase_terms(std::string_view text, const Units& units);

 private:
  struct Draft;
  std::vector<Draft> drafts(std::string_view text, const Units& units);
  Draft draft_of(std::string_view text, const Unit& unit);
  void ask_for_word(const WordFormTerms& form, QueryWord& word);
  void ask_for_spellings(const WordFormTerms& form, QueryWord& word);
  void ask_for_split_acronym(const WordFormTerms& form, QueryWord& word);
  void ask_for_relatives(const WordForm& meaning, QueryWord& word);
  void ask_for_split_compound(const WordForm& meaning, QueryWord& word);

  const Language& language_;
  WordForms& forms_;
};

}  // namespace opslag::analyzers
