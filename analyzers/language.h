// What is known of the language, shared by all analysers: dictionary, thesaurus, word lists.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/analyzer.h"
#include "analyzers/form_store.h"
#include "analyzers/laws.h"
#include "analyzers/morphology.h"
#include "analyzers/string_hash.h"
#include "analyzers/thesaurus.h"

namespace opslag::analyzers {

// Immutable once load_language() has returned it, but for what is remembered.
class Language {
 public:
  std::shared_ptr<const Morphology> morphology;  // null while no dictionary is there: words are stemmed
  StringSet function_words;                      // og, af, den …: lower-case forms
  StringSet weak_words;                          // lower-case forms and lemmas that say little by themselves
  StringSet opaque_compounds;                    // lemmas of compounds that are not found by their parts
  StringMap<std::string> abbreviations;          // lower case, with points → the one word meant, or empty
  Laws laws;
  Thesaurus thesaurus;
  std::string files_digest;               // of the data files that decide a text's terms
  std::shared_ptr<FormStore> forms = {};  // what follows from the above; null: each analyser remembers for itself

  bool is_weak(std::string_view word) const { return weak_words.contains(word) || function_words.contains(word); }
};

}  // namespace opslag::analyzers
