// What the analyser makes of a query: for every word, the terms that may stand for it in a text, and why.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/token.h"

namespace opslag::analyzers {

// Why a text's word answers a query's word; the names of `opslag-searchd explain`.
enum class Rule : std::uint8_t { exact, lemma, compound, folding, derivation, spelling, synonym, suspended_hyphen };
std::string_view name_of(Rule rule);  // "exact", …, "suspended-hyphen"

struct Alternative {
  Term term;
  Rule rule = Rule::exact;
  double weight = 1.0;  // 0 < weight ≤ 1: how much a match by this term is worth
};

// A paraphrase: one term of each group, the last at most `window` positions after the first (1: neighbours, if there
// are two groups), in this order if `ordered`. Groups hold lemma, part and typed terms, which have positions.
struct NearRule {
  std::vector<std::vector<Term>> groups;
  unsigned window = 1;
  bool ordered = false;
  Rule rule = Rule::synonym;
  double weight = 0.5;
  std::string name;  // the thesaurus entry that it comes from, for explanations
};

struct QueryWord {
  std::string text;       // as typed
  std::size_t begin = 0;  // byte offsets into the query
  std::size_t end = 0;
  std::vector<Alternative> alternatives;  // never empty; best first
  std::vector<NearRule> near_rules;
  bool says_little = false;  // og, kommune, møde …: found when asked for, but never carries a fallback
};

}  // namespace opslag::analyzers
