// Reads decision codes from the text under an item's Beslutning, by the wordings in a vocabulary file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "corpus/facets/phrases.h"
#include "corpus/facets/vocabulary_file.h"
#include "corpus/facets/words.h"

namespace opslag::corpus {

// CONTRACT's codes, in the order in which an item's codes are listed. The last is "ingen-beslutning".
const std::vector<std::string>& decision_codes();

// Immutable and thread-safe.
class DecisionRules {
 public:
  // Throws std::runtime_error with file and line if the file is malformed.
  explicit DecisionRules(const VocabularyFile& file);

  // The codes of a decision text, at least one; "ingen-beslutning" alone if the text says nothing that is known.
  // `committee`: who met (may be empty): its name as a subject is never another body's.
  std::vector<std::string> codes(std::string_view text, std::string_view title, std::string_view committee,
                                 const AbbreviationSet& abbreviations) const;

 private:
  // clang-format off
  enum class Role : std::uint8_t {
    code, nothing, other_body, own_body, preposition, modal, background, negation, title, end
  };
  // clang-format on
  struct Wording {
    Role role = Role::code;
    std::size_t code = 0;
    bool active = false, present = false, weak = false, rest = false;
  };
  struct Reading;

  Wording read_section(const VocabularyFile& file, const VocabularyLine& line) const;
  Reading read(const std::vector<Word>& words, std::string_view committee, const AbbreviationSet& abbreviations) const;
  // Whether a wording here is this meeting's own decision, and not negated, conditional or somebody else's.
  bool holds(const Wording& wording, const PhraseMatch& match, const Reading& reading) const;

  PhraseSet phrases_;
  std::vector<Wording> wordings_;
};

}  // namespace opslag::corpus
