// "Did you mean": corrects what a person typed towards the words that stand in the index.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/morphology.h"

namespace opslag::analyzers {

struct CountedWord {
  std::string word;         // lower-case NFC, as it stands in texts (no stem, no folding)
  std::uint32_t count = 0;  // documents that hold it
};

struct Suggestion {
  std::string word;         // lower-case NFC, with its Danish letters
  std::uint32_t count = 0;  // documents that hold it; 0: known to the dictionary only
  double confidence = 0;    // 0..1
};

// The words of one generation of an index, made ready for suggestions. Immutable after construction and thread-safe.
// Words with count ≥ 2, and rarer ones that the dictionary knows, are what suggestions are made of; so the misspellings
// of the texts themselves are not. Memory: about 64 bytes a word beside the word itself.
class SpellingIndex {
 public:
  // `words`: in any order; a word given twice counts as its sum. Words over 60 bytes, with digits, or shorter than 3
  // letters are left out. Building: about a second for a million words.
  SpellingIndex(std::shared_ptr<const Morphology> morphology, std::vector<CountedWord> words);
  ~SpellingIndex();
  SpellingIndex(SpellingIndex&&) noexcept;
  SpellingIndex& operator=(SpellingIndex&&) noexcept;

  // What `word` (one word, lower-case NFC) was most likely meant to be; nullopt if the dictionary knows it (as a word,
  // a compound or a name), if it stands in the index with count ≥ 2, or if nothing is close. At most two edits away
  // (one below seven letters; a swap of neighbours is one), or the same word without its Danish
  // letters
  // ("malgruppe" → "målgruppe") or spelt as it sounds ("Gunderroth"). Milliseconds at worst.
  std::optional<Suggestion> suggest(std::string_view word) const;

 private:
  struct Words;
  std::unique_ptr<const Words> words_;
  std::shared_ptr<const Morphology> morphology_;
};

// Does the dictionary know the word (lower-case NFC): as a form, a name, or a compound of licensed parts?
bool is_known(const Morphology& morphology, std::string_view word);

}  // namespace opslag::analyzers
