// Morphology's implementation: the compiled dictionary, the compound splitter and the editable word files behind it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>

#include "analyzers/lexicon/compound_splitter.h"
#include "analyzers/lexicon/derivation.h"
#include "analyzers/lexicon/irregular_words.h"
#include "analyzers/lexicon/lexicon.h"
#include "analyzers/lexicon/repairer.h"
#include "analyzers/morphology.h"

namespace opslag::analyzers {

class DanishMorphology : public Morphology {
 public:
  struct Files {
    std::filesystem::path lexicon;
    std::filesystem::path irregular;
    std::filesystem::path compound_exceptions;
    std::filesystem::path compound_parts;
    std::filesystem::path related_words;
  };
  // Throws std::runtime_error naming the file, and the line where it has one.
  explicit DanishMorphology(const Files& files);

  WordForm analyze(std::string_view word, bool capitalised = false) const override;
  bool knows(std::string_view word) const override;
  std::vector<std::string> related(std::string_view lemma) const override;
  std::optional<Repair> repair(std::string_view word, bool capitalised) const override;
  std::vector<std::string> unfold(std::string_view word) const override;
  void gather() const override { lexicon_.gather(); }
  std::string fingerprint() const override;

 private:
  WordForm known_form(std::string_view word, const Lexicon::Entry& entry) const;
  WordForm unknown_form(std::string_view word) const;
  CompoundSplit split_once(std::string_view word) const;
  std::optional<Mending> mend_once(std::string_view word, double limit = Repairer::kAnyCost,
                                   double confidence = 0) const;
  std::optional<Mending> mended(std::string_view word, const CompoundSplit& split) const;
  WordForm mended_form(std::string_view word, const Mending& mending) const;
  bool fill_prefixed(std::string_view word, WordForm& form) const;
  void tell_nouns(const Lexicon::Entry& entry, std::uint32_t wanted, WordForm& form) const;
  void fill_pieces(std::string_view word, const std::vector<std::size_t>& cuts, WordForm& form) const;
  bool linked_noun(const Lexicon::Entry& entry, std::string_view word) const;
  std::vector<std::string> lemmas_of(const Lexicon::Entry& entry, std::uint32_t wanted, std::string_view word) const;
  std::string part_lemma(std::string_view piece, bool last) const;

  Lexicon lexicon_;
  CompoundRules rules_;
  IrregularWords irregular_;
  CompoundSplitter splitter_;
  Derivation derivation_;
  Repairer repairer_;
};

}  // namespace opslag::analyzers
