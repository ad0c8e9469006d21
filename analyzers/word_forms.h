// Word forms as they stand in texts and the terms that each gets, remembered: the same form is analysed once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/language.h"
#include "analyzers/stemmer.h"
#include "analyzers/token.h"

namespace opslag::analyzers {

inline constexpr std::size_t kMaxTermBytes = 200;

struct WordFormTerms {
  std::string surface;  // NFC, lower case, without soft hyphens, apostrophes as '
  bool capitalised = false;
  bool all_caps = false;  // two to eight letters, all of them capitals
  TermList terms;
};

// Not thread-safe. References stay valid until the next call of trim().
class WordForms {
 public:
  explicit WordForms(std::shared_ptr<const Language> language);

  // `raw`: a word as it stands in the text.
  const WordFormTerms& of(std::string_view raw);
  // Forgets everything once too much is remembered.
  void trim();

  // The dictionary's answer for a lower-case NFC word, or the stemmer's where there is no dictionary.
  WordForm morphology_of(std::string_view surface, bool capitalised);

 private:
  WordFormTerms make(std::string_view raw);

  std::shared_ptr<const Language> language_;
  Stemmer stemmer_;
  std::unordered_map<std::string, WordFormTerms, StringHash, std::equal_to<>> known_;
};

// A term cut to kMaxTermBytes on a code-point border.
Term make_term(TermKind kind, std::string_view text);
// The lemma terms of a word: one for each reading, compounds keyed by their parts.
std::vector<Term> lemma_terms(const WordForm& form);
// The part terms of a compound: each part and each run of parts short of the whole.
std::vector<Term> part_terms(const WordForm& form);
// Sorted, without duplicates, as Token promises.
TermList term_list(std::vector<Term> terms);

}  // namespace opslag::analyzers
