// Words that mean the same, nearly the same, or what others paraphrase; read from a file that a librarian edits
// (docs/thesaurus.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/query_word.h"
#include "analyzers/string_hash.h"

namespace opslag::analyzers {

// For each word of a phrase the terms by which it is known: lemma, part and typed terms, the most telling first.
using PhraseTerms = std::vector<std::vector<Term>>;
using PhraseAnalysis = std::function<PhraseTerms(std::string_view phrase)>;

// Immutable after loading, thread-safe.
class Thesaurus {
 public:
  // Throws std::runtime_error, "FILE:LINE: …", at the first line that can't be understood.
  static Thesaurus load(const std::filesystem::path& file, const PhraseAnalysis& analyze);

  // Adds alternatives and near rules to the words of a query. `own`: the words' own terms, one list a word.
  void apply(std::vector<QueryWord>& words, const PhraseTerms& own) const;

  std::size_t size() const { return rules_.size() + near_rules_.size(); }

 private:
  struct Phrase {
    std::string text;
    PhraseTerms words;
  };
  struct Rule {
    Phrase source;
    std::vector<Phrase> targets;
    double weight = 0;
  };
  struct Near {
    Phrase word;
    std::vector<std::vector<Term>> groups;
    unsigned window = 0;
    double weight = 0;
    bool both_ways = false;
  };
  struct Loader;

  void apply_rule(const Rule& rule, std::size_t at, std::vector<QueryWord>& words) const;
  void apply_near(const Near& near, std::vector<QueryWord>& words, const PhraseTerms& own) const;

  std::vector<Rule> rules_;
  std::vector<Near> near_rules_;
  StringMap<std::vector<std::size_t>> rules_by_term_;  // by a term of the source's first word
};

}  // namespace opslag::analyzers
