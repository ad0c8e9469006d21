// Puts atoms together: recognises what administration writes, joins and expands words, and adds a unit for each.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include "analyzers/atom_text.h"
#include "analyzers/language.h"
#include "analyzers/selection.h"
#include "analyzers/unit.h"
#include "analyzers/word_filter.h"
#include "analyzers/word_forms.h"

namespace opslag::analyzers {

// Not thread-safe, like the word forms that it asks.
class Assembler {
 public:
  Assembler(const Language& language, WordForms& forms);

  // Adds the units of one block of text, in the order of their begins. With a selection, only what it wants is sure to
  // be added: all else is counted, so that positions are the same, but mostly not analysed.
  void run(const AtomText& atoms, Units& units, Selection* selection = nullptr);
  // Adds what run() would of one word that is asked for, text[begin, end), of a sentence that is plain up to its end
  // (analyzers/sentence.h) and goes on no further than `to`. False, and nothing is added: it may be more than a word.
  bool add_plain_word(std::string_view text, std::size_t begin, std::size_t end, std::size_t to,
                      const Selection& selection, Units& units);

 private:
  // Each returns how many atoms it took; 0: not what it looks for.
  // True: what stands at the next position is not asked for.
  bool passes_over(const AtomText& atoms, std::size_t at, const Units& units) {
    return selection_ != nullptr && !selection_->wants(units.next_position, atoms.raw(at));
  }
  bool stands_alone(const AtomText& atoms, std::size_t at) const;
  std::size_t step(const AtomText& atoms, std::size_t at, Units& units);
  std::size_t mark(const AtomText& atoms, std::size_t at, Units& units);
  std::size_t number(const AtomText& atoms, std::size_t at, Units& units);
  std::size_t pass_number(const AtomText& atoms, std::size_t at, Units& units);
  std::size_t word(const AtomText& atoms, std::size_t at, Units& units);
  std::size_t recognised(const AtomText& atoms, std::size_t at, Units& units);
  std::size_t law_reference(const AtomText& atoms, std::size_t at, Units& units);
  std::size_t abbreviation(const AtomText& atoms, std::size_t at, Units& units);
  std::size_t hyphen_chain(const AtomText& atoms, std::size_t at, Units& units);
  std::size_t broken_line(const AtomText& atoms, std::size_t at, std::size_t last, Units& units);
  std::size_t parenthesised(const AtomText& atoms, std::size_t at, Units& units);
  // Adds nothing and returns nullptr if it is not asked for.
  Unit* cover(const AtomText& atoms, std::size_t at, const struct Found& found, Units& units);
  void plain_number(const AtomText& atoms, std::size_t at, Units& units);
  void expand(const AtomText& atoms, std::size_t stub, std::size_t hyphen, Units& units);
  void join_split_word(std::string_view raw, std::string_view next, std::size_t end, Units& units);

  const Language& language_;
  WordForms& forms_;
  WordFilter abbreviations_;              // those that are one word and a point
  std::vector<LawReference> references_;  // those of a list that are still to come, the next one last
  Selection* selection_ = nullptr;
  std::size_t covered_until_ = 0;  // atoms before this one are parts of what has been recognised already
};

}  // namespace opslag::analyzers
