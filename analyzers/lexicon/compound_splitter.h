// Cuts compounds into their parts with the dictionary's own licences: which words begin one, with which linking
// letters, and which end one. The field's CompoundFilter asks this through Morphology.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/lexicon/compound_rules.h"
#include "analyzers/lexicon/lexicon.h"
#include "analyzers/lexicon/part_memory.h"

namespace opslag::analyzers {

struct CompoundSplit {
  std::vector<std::size_t> cuts;  // byte offsets into the word, ascending; linking letters stand before the cut
  double cost = 0;                // the lower, the surer
};

// Immutable and thread-safe. Time: at worst quadratic in a word's length, which is capped (longer words stay whole).
class CompoundSplitter {
 public:
  CompoundSplitter(const Lexicon& lexicon, const CompoundRules& rules);

  // A word that the dictionary lacks, in any inflected form. No cuts if it is no compound of licensed parts.
  CompoundSplit split_unknown(std::string_view word) const;
  // A dictionary form. Its lemmas decide, so that no ending is taken for a part (taksten is no takst + en).
  CompoundSplit split_known(std::string_view word, const Lexicon::Entry& entry) const;

  // For misspelt compounds: what the parts around a doubtful one cost. Index: byte offset; infinity: no way.
  struct Lattice {
    std::vector<double> to;           // from the word's beginning to here, by first parts
    std::vector<double> from;         // from here to its end; 0 at the end itself
    std::vector<std::size_t> before;  // the cut before each offset on the way `to`
    std::vector<std::size_t> after;   // the cut after each offset on the way `from`
  };
  Lattice lattice(std::string_view word) const;
  // What a part costs that the dictionary licenses (last: as the end of a compound); infinity if it does not.
  double licensed_cost(std::string_view part, bool last) const;
  // The cuts inside a part of a compound that is a compound itself (botilbuds: bo|tilbuds).
  std::vector<std::size_t> split_part(std::string_view part, bool last, int depth = 1) const;

 private:
  struct Span {
    std::size_t begin;
    std::size_t end;
    std::size_t letters;
    std::uint64_t hash;
  };
  std::vector<std::size_t> cuts_of_lemma(const Lexicon::Entry& lemma, int depth) const;
  CompoundSplit split_lemma(std::string_view lemma, int depth) const;
  CompoundSplit best_path(std::string_view word, bool any_link) const;
  double cost_of(std::string_view word, const Span& span, bool any_link, PartMemory& memory) const;
  double wrong_link_cost(std::string_view word, const Span& span, const Lexicon::Entry* entry, bool any) const;
  void split_parts(std::string_view word, CompoundSplit& split, int depth) const;
  double head_cost(const Lexicon::Entry& entry, std::size_t letters) const;
  double tail_cost(const Lexicon::Entry& entry, std::size_t letters, bool any) const;
  bool plain_noun(std::string_view word) const;
  bool splits_verb(std::string_view verb, const CompoundSplit& split) const;
  bool only_verb(const Lexicon::Entry& entry) const;

  // Where parts may end and begin, by three letters: most places are ruled out without asking the dictionary.
  using Borders = std::vector<std::uint64_t>;
  using Places = std::bitset<128>;
  struct PossibleBorders {
    Places ends;
    Places begins;
  };
  PossibleBorders possible_borders(std::string_view word) const;

  const Lexicon& lexicon_;
  const CompoundRules& rules_;
  const std::uint64_t id_;  // of what is remembered: PartMemory
  Borders head_ends_;
  Borders part_begins_;
};

}  // namespace opslag::analyzers
