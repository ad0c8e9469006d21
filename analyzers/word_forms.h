// Word forms as they stand in texts and the terms that each gets, remembered: the same form is analysed once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/form_cache.h"
#include "analyzers/form_store.h"
#include "analyzers/morphology.h"
#include "analyzers/stemmer.h"
#include "analyzers/string_hash.h"
#include "analyzers/token.h"

namespace opslag::analyzers {

class Language;

inline constexpr std::size_t kMaxTermBytes = 200;

struct WordFormTerms {
  // What each occurrence in a text is asked for comes first, so that it lies together.
  TermList terms;
  bool capitalised = false;
  bool acronym = false;  // two to eight capitals, perhaps with digits or an ending behind them
  bool known = false;    // by the dictionary
  bool name = false;     // known only as a name
  std::string surface;   // NFC, lower case, without soft hyphens, apostrophes as '
  std::string base;      // the surface without what was hung on an acronym or behind an apostrophe: "kl" of "KL's"
  std::vector<std::string> unfolded;  // the word with Danish letters, if it was written without them
  TermList expansion() const;         // the terms without the surface; made anew
};

// Not thread-safe. References stay valid until the next call of trim().
class WordForms {
 public:
  explicit WordForms(std::shared_ptr<const Language> language);

  // `raw`: a word as it stands in the text.
  const WordFormTerms& of(std::string_view raw);
  // What of() will be asked for some words later: a hint, which makes it quicker.
  void expect(std::string_view raw) {
    constexpr std::size_t kEntries = 2, kForms = 4;  // words later
    coming_[next_coming_ % coming_.size()] = known_.fetch(raw);
    known_.fetch_entry(coming_[(next_coming_ - kEntries) % coming_.size()]);
    const FormStore::Form* form = known_.expected(coming_[(next_coming_ - kForms) % coming_.size()]);
    if (form != nullptr) __builtin_prefetch(form->get());
    ++next_coming_;
  }
  // WordFormTerms::acronym, without the rest.
  static bool is_acronym(std::string_view raw);
  // An abbreviation with its points, lower case; nullptr if it is none.
  const WordFormTerms* abbreviation(std::string_view text);
  // Forgets everything once too much is remembered.
  void trim();

  // The dictionary's answer for a lower-case NFC word, or the stemmer's where there is no dictionary.
  WordForm morphology_of(std::string_view surface, bool capitalised);
  // What the word means: of a word that was written without Danish letters, the word with them.
  WordForm meaning_of(const WordFormTerms& word);
  // The word that a misspelt one was meant to be; nothing for words that are known, codes and acronyms.
  std::optional<std::string> repaired(const WordFormTerms& word) const;

 private:
  WordFormTerms make(std::string_view raw);
  void drop_link(std::string& part);
  const std::vector<std::string>& parts_of_lemma(const std::string& lemma);
  void add_terms(const WordForm& form, std::vector<Term>& terms);
  void add_morphology(const WordFormTerms& word, const WordForm& form, std::vector<Term>& terms);

  std::shared_ptr<const Language> language_;
  Stemmer stemmer_;
  std::shared_ptr<FormStore> store_;       // of all that analyse this language
  FormCache<FormStore::Form> known_;       // of those, the ones asked for here of late: found without a lock
  FormCache<FormStore::Form> before_;      // … before those
  std::array<std::uint64_t, 8> coming_{};  // hashes of words that are expected
  std::size_t next_coming_ = 0;
  StringMap<WordFormTerms> abbreviations_;
  StringMap<std::string> unlinked_;                  // compound parts, with and without their linking s
  StringMap<std::vector<std::string>> lemma_parts_;  // of compounds' dictionary forms
};

// A term cut to kMaxTermBytes on a code-point border.
Term make_term(TermKind kind, std::string_view text);
// The key of a compound: its parts' lemmas, folded, put together; of another word: its first lemma, folded.
std::string lemma_key(const WordForm& form);
// The lemma terms of a word: one for each reading, compounds keyed by their parts.
std::vector<Term> lemma_terms(const WordForm& form);
// The part terms of a compound: each part and each run of parts short of the whole.
std::vector<Term> part_terms(const WordForm& form);
// Sorted, without duplicates, as Token promises.
TermList term_list(std::vector<Term> terms);
// Whether a word ends in what is hung on acronyms: "s", "erne" …
bool is_acronym_ending(std::string_view ending);

}  // namespace opslag::analyzers
