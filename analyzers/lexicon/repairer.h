// Misspellings that stand in texts: what an unknown word was meant to be, by one edit of it or of one part of a
// compound, or by two confusions of letters that sound or look alike. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/lexicon/compound_splitter.h"
#include "analyzers/lexicon/lexicon.h"

namespace opslag::analyzers {

struct Mending {
  std::string word;
  double confidence = 0;            // 0..1
  double cost = 0;                  // of its parts, as CompoundSplit::cost
  bool compound = false;            // one part of a compound was mended, or the word that came out is one
  std::vector<std::size_t> cuts;    // of the misspelt word, where the mended compound's parts end
  std::vector<std::string> pieces;  // the mended word's: one if it was mended as a whole
};

// Immutable and thread-safe. Some ten microseconds a word.
class Repairer {
 public:
  Repairer(const Lexicon& lexicon, const CompoundSplitter& splitter) : lexicon_(lexicon), splitter_(splitter) {}

  // `word`: lower case, not known to the dictionary. nullopt where nothing is near or it is not clear; perhaps also
  // where what is best costs more than `limit` or is less sure than `confidence`, if the caller has no use for that.
  std::optional<Mending> mend(std::string_view word, double limit = kAnyCost, double confidence = 0) const;
  static constexpr double kAnyCost = std::numeric_limits<double>::infinity();

 private:
  struct Candidate;
  using Candidates = std::vector<Candidate>;
  struct Span {
    std::size_t begin;
    std::size_t end;
  };
  static std::vector<Span> spans_of(std::string_view word, const CompoundSplitter::Lattice& paths);
  // Whether there is anything near that costs no more than `limit`, by slips that cost no more than `most`.
  bool has_candidate(std::string_view word, const CompoundSplitter::Lattice& paths, double limit, double most) const;
  static bool is_whole_word(const Lexicon::Entry* entry);
  void whole_words(std::string_view word, Candidates& found) const;
  void compounds(std::string_view word, const CompoundSplitter::Lattice& paths, double limit, Candidates& found) const;
  static double parts_with(const CompoundSplitter::Lattice& paths, std::size_t size, Span span);
  static double best_case(const CompoundSplitter::Lattice& paths, Span part);
  Candidates mended_part(std::string_view word, Span span, const CompoundSplitter::Lattice& paths) const;

  const Lexicon& lexicon_;
  const CompoundSplitter& splitter_;
};

}  // namespace opslag::analyzers
