// Tokens and terms, printed; the names of rules.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/token.h"

#include "analyzers/query_word.h"

namespace opslag::analyzers {

char letter_of(TermKind kind) {
  switch (kind) {
    case TermKind::surface:
      return 'S';
    case TermKind::lemma:
      return 'L';
    case TermKind::part:
      return 'P';
    case TermKind::typed:
      return 'X';
    case TermKind::repair:
      return 'R';
  }
  return '?';
}

std::string to_string(const Term& term) {
  return std::string{letter_of(term.kind), ':'} + term.text;
}

std::string to_string(const Token& token) {
  std::string line;
  for (const Term& term : *token.terms) line += (line.empty() ? "" : " ") + to_string(term);
  return line;
}

std::string_view name_of(Rule rule) {
  switch (rule) {
    case Rule::exact:
      return "exact";
    case Rule::lemma:
      return "lemma";
    case Rule::compound:
      return "compound";
    case Rule::folding:
      return "folding";
    case Rule::derivation:
      return "derivation";
    case Rule::spelling:
      return "spelling";
    case Rule::synonym:
      return "synonym";
    case Rule::suspended_hyphen:
      return "suspended-hyphen";
  }
  return "?";
}

}  // namespace opslag::analyzers
