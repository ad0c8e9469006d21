// What the analyser's tests share: one analyser, and tokens printed as one line.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"

namespace opslag::analyzers {

inline Analyzer& shared_analyzer() {
  static Analyzer analyzer(load_language());
  return analyzer;
}

// "0[efter] S:efter L:efter | 1[§ 107] …"; with `kinds`, only terms of these letters, and only tokens that have any.
inline std::string printed(std::string_view text, std::string_view kinds = "SLPXR") {
  std::string line;
  for (const Token& token : shared_analyzer().analyze(text)) {
    std::string terms;
    for (const Term& term : *token.terms) {
      if (kinds.find(letter_of(term.kind)) != std::string_view::npos) terms += " " + to_string(term);
    }
    if (terms.empty()) continue;
    line += (line.empty() ? "" : " | ") + std::to_string(token.position) + "[" +
            std::string(text.substr(token.begin, token.end - token.begin)) + "]" + terms;
  }
  return line;
}

inline bool has_term(std::string_view text, std::string_view term) {
  const std::vector<Token> tokens = shared_analyzer().analyze(text);
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return std::any_of(token.terms->begin(), token.terms->end(),
                       [&](const Term& each) { return to_string(each) == term; });
  });
}

// Whether every word of the query has an alternative or a paraphrase that a term of the text answers. Near rules are
// held to their order and window.
inline bool finds(std::string_view query, std::string_view text) {
  const std::vector<Token> tokens = shared_analyzer().analyze(text);
  const auto holds = [](const Token& token, const Term& term) {
    return std::find(token.terms->begin(), token.terms->end(), term) != token.terms->end();
  };
  const auto position_of = [&](const std::vector<Term>& terms, std::size_t from, std::size_t to) {
    for (const Token& token : tokens) {
      if (token.position < from || token.position > to) continue;
      if (std::any_of(terms.begin(), terms.end(), [&](const Term& term) { return holds(token, term); }))
        return static_cast<int>(token.position);
    }
    return -1;
  };
  const auto near = [&](const NearRule& rule) {
    for (const Token& first : tokens) {
      const std::size_t from = first.position, to = from + rule.window;
      bool all = true;
      std::size_t next = from;
      for (const std::vector<Term>& group : rule.groups) {
        const int at = position_of(group, rule.ordered ? next : from, to);
        if (at < 0) all = false;
        next = static_cast<std::size_t>(at) + 1;
      }
      if (all) return true;
    }
    return false;
  };
  const std::vector<QueryWord> words = shared_analyzer().analyze_query(query);
  return !words.empty() && std::all_of(words.begin(), words.end(), [&](const QueryWord& word) {
    return std::any_of(word.near_rules.begin(), word.near_rules.end(), near) ||
           std::any_of(word.alternatives.begin(), word.alternatives.end(), [&](const Alternative& alternative) {
             return std::any_of(tokens.begin(), tokens.end(),
                                [&](const Token& token) { return holds(token, alternative.term); });
           });
  });
}

}  // namespace opslag::analyzers
