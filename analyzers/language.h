// What is known of the language, shared by all analysers: dictionary, thesaurus, word lists.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "analyzers/analyzer.h"
#include "analyzers/morphology.h"

namespace opslag::analyzers {

// Hashes and compares strings and views alike, so that lookups make no copies.
struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using StringSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

class Language {
 public:
  std::shared_ptr<const Morphology> morphology;  // null while no dictionary is there: words are stemmed
  StringSet weak_words;                          // lower-case forms and lemmas that say little by themselves
};

}  // namespace opslag::analyzers
