// Words related by derivation: a verb, the noun of its action, its participle (godkende, godkendelse, godkendt); an
// adjective and its quality (hjemløs, hjemløshed), a noun and its adjective (økonomi, økonomisk).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzers/lexicon/lexicon.h"

namespace opslag::analyzers {

// By endings, held against the dictionary, and by analyzers/dictionary/related_words.txt for what no rule tells.
// Immutable and thread-safe.
class Derivation {
 public:
  // Throws std::runtime_error with file and line if the file is missing or malformed.
  Derivation(const std::filesystem::path& file, const Lexicon& lexicon);

  // What is related to a dictionary form that is no compound; without the word itself, no duplicates.
  std::vector<std::string> related(std::string_view lemma) const;

  std::uint64_t checksum() const { return checksum_; }

 private:
  using Words = std::vector<std::string>;
  bool is(std::string_view word, lexicon_format::Pos pos) const;
  Words verbs_behind(std::string_view word) const;
  Words made_of_verb(std::string_view verb) const;
  void add_listed(std::string_view word, Words& found) const;
  void add_qualities(std::string_view lemma, Words& found) const;
  bool apart(std::string_view a, std::string_view b) const;

  const Lexicon& lexicon_;
  std::unordered_map<std::string, Words> groups_;             // word → the others of its lines
  std::vector<std::pair<std::string, std::string>> endings_;  // "-gå -gang", both ways
  std::unordered_set<std::string> apart_;                     // "a b": never related, though a rule says so
  std::uint64_t checksum_ = 0;
};

}  // namespace opslag::analyzers
