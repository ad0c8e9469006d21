// Finds many phrases in a text's words at once. The notation that all vocabulary files share (docs/vocabularies.md):
//   takst        the word takst, in capitals or not      takst* *takst *takst*   wildcards, within a word
//   CU           written in capitals: only in capitals   a|b*                    either
//   ..           up to five words of the same sentence   ...                     up to twelve
//   ^ $          beginning, end of a sentence            {navn} {tal}            a capitalised word, a number
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzers/word_filter.h"
#include "corpus/facets/words.h"

namespace opslag::corpus {

struct PhraseMatch {
  std::uint32_t payload = 0;
  std::size_t begin = 0;  // words [begin, end)
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

// Built once, then immutable and thread-safe.
class PhraseSet {
 public:
  // Throws std::invalid_argument, saying why, if the notation is wrong.
  void add(std::string_view phrase, std::uint32_t payload);

  // A word that no gap ("..", "...") skips: a negation turns a phrase into another one.
  void add_barrier(std::string_view word);

  // Every match, ordered by begin, then the longest first. Time linear in the words (times the phrases that begin
  // alike).
  std::vector<PhraseMatch> find(const std::vector<Word>& words) const;

  bool empty() const { return phrases_.empty(); }

 private:
  using Atom = std::uint32_t;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using AtomMap = std::unordered_map<std::string, Atom, Hash, std::equal_to<>>;
  struct Step {
    enum class Kind : std::uint8_t { words, gap, sentence_end } kind = Kind::words;
    std::vector<Atom> atoms;  // any of them
    std::size_t gap = 0;      // at most so many words
    bool adjacent = false;    // no comma before it: a second {navn} is of the same name
  };
  struct Phrase {
    std::vector<Step> steps;
    std::uint32_t payload = 0;
    bool sentence_begin = false;
    std::size_t lead = 0;  // words that may stand before it in the sentence
  };
  struct Affixes {
    AtomMap atoms;
    std::vector<std::size_t> lengths;  // ascending, in bytes
    void add(const std::string& text, Atom atom);
  };
  using WordAtoms = std::vector<Atom>;

  Step read_step(std::string_view token);
  Atom atom_of(std::string_view notation);
  WordAtoms atoms_of(const Word& word) const;
  bool has_listed_words_only() const;
  std::vector<const WordAtoms*> atoms_of(const std::vector<Word>& words) const;
  std::size_t match(const Phrase& phrase, std::size_t step, std::size_t at, const std::vector<Word>& words,
                    const std::vector<const WordAtoms*>& atoms) const;

  std::uint64_t version_ = 0;  // of what words are looked up in; never the same for two that differ
  std::vector<Phrase> phrases_;
  std::vector<Atom> barriers_;
  std::vector<std::vector<std::uint32_t>> starts_;  // by atom: the phrases that may begin with it
  std::unordered_map<std::string, Atom> known_;     // by notation
  AtomMap whole_, capitals_;
  analyzers::WordFilter listed_;  // rules out most words that are in neither
  Affixes prefixes_, suffixes_, infixes_;
  Atom name_ = 0, number_ = 0;  // 0: not used
  Atom atoms_ = 1;
};

// Drops matches that lie inside a longer one.
std::vector<PhraseMatch> longest(const std::vector<PhraseMatch>& matches);

}  // namespace opslag::corpus
