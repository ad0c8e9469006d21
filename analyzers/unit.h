// What the recognisers find in a text, before it becomes tokens or words of a query.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "analyzers/query_word.h"
#include "analyzers/token.h"
#include "analyzers/word_forms.h"

namespace opslag::analyzers {

// What only queries ask of a unit.
struct UnitExtra {
  std::vector<Alternative> asks;     // typed units: what stands for them, best first
  std::uint32_t absorbs_before = 0;  // positions before and after that are part of this unit when it stands in a query
  std::uint32_t absorbs_after = 0;
  bool adjacent = false;  // the absorbed words, one after the other, mean the same
};

struct Unit {
  std::size_t begin = 0;  // byte offsets into the text
  std::size_t end = 0;
  std::uint32_t position = 0;
  bool expansion = false;               // shares the position of the word that it stands for
  TermList terms = nullptr;             // what a text gets; null: what `form` says
  const WordFormTerms* form = nullptr;  // of words; valid until WordForms::trim()
  std::unique_ptr<UnitExtra> extra;
  const TermList& term_list() const { return terms ? terms : form->terms; }
};

// The units of a block of text, in order.
class Units {
 public:
  std::vector<Unit> list;
  std::uint32_t next_position = 0;

  Unit& add_word(std::size_t begin, std::size_t end, const WordFormTerms& form);
  Unit& add_typed(std::size_t begin, std::size_t end, std::vector<Term> terms, std::vector<Alternative> asks);
  // At `position`; without surface terms.
  Unit& add_expansion(std::size_t begin, std::size_t end, std::uint32_t position, const WordFormTerms& form);
  // Stands at the next position, over the following `words` words.
  Unit& add_cover(std::size_t begin, std::size_t end, std::vector<Alternative> asks, std::uint32_t words);
};

}  // namespace opslag::analyzers
