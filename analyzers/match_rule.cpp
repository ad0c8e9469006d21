// Tells the rule of a match from the token's own terms.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/match_rule.h"

#include <algorithm>

#include "analyzers/text.h"

namespace opslag::analyzers {

Rule rule_of_match(const QueryWord& word, const Alternative& alternative, const Token& token, std::string_view text) {
  if (alternative.rule != Rule::lemma && alternative.rule != Rule::compound) return alternative.rule;
  const auto surface = std::find_if(token.terms->begin(), token.terms->end(),
                                    [](const Term& term) { return term.kind == TermKind::surface; });
  if (surface == token.terms->end()) {
    const bool stub = token.end > token.begin && token.end <= text.size() && text[token.end - 1] == '-';
    return stub ? Rule::suspended_hyphen : alternative.rule;
  }
  const std::string typed = lower(nfc(word.text));
  if (alternative.rule == Rule::lemma && typed != surface->text && fold(typed) == fold(surface->text))
    return Rule::folding;
  return alternative.rule;
}

}  // namespace opslag::analyzers
