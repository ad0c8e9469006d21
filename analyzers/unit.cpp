// Adds units.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/unit.h"

#include <algorithm>

namespace opslag::analyzers {

Unit& Units::add_word(std::size_t begin, std::size_t end, const WordFormTerms& form) {
  return list.emplace_back(Unit{begin, end, next_position++, false, nullptr, &form, nullptr});
}

Unit& Units::add_typed(std::size_t begin, std::size_t end, std::vector<Term> terms, std::vector<Alternative> asks) {
  Unit& unit = list.emplace_back(Unit{begin, end, next_position++, false, nullptr, nullptr, nullptr});
  unit.extra = std::make_unique<UnitExtra>();
  for (const Alternative& ask : asks) terms.push_back(ask.term);
  unit.terms = term_list(std::move(terms));
  unit.extra->asks = std::move(asks);
  return unit;
}

Unit& Units::add_expansion(std::size_t begin, std::size_t end, std::uint32_t position, const WordFormTerms& form) {
  return list.emplace_back(Unit{begin, end, position, true, form.expansion(), &form, nullptr});
}

Unit& Units::add_cover(std::size_t begin, std::size_t end, std::vector<Alternative> asks, std::uint32_t words) {
  Unit& unit = list.emplace_back(Unit{begin, end, next_position, true, nullptr, nullptr, nullptr});
  std::vector<Term> terms;
  for (const Alternative& ask : asks) terms.push_back(ask.term);
  unit.terms = term_list(std::move(terms));
  unit.extra = std::make_unique<UnitExtra>();
  unit.extra->asks = std::move(asks);
  unit.extra->absorbs_after = words;
  return unit;
}

}  // namespace opslag::analyzers
