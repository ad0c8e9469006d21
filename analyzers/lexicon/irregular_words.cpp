// Reads and applies irregular.txt: see irregular_words.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/irregular_words.h"

#include <algorithm>

#include "analyzers/lexicon/letters.h"
#include "analyzers/lexicon/word_file.h"

namespace opslag::analyzers {
namespace {

std::uint64_t ending_of(std::string_view word) {
  return lexicon_format::hash_of(word.substr(word.size() - std::min<std::size_t>(2, word.size())));
}

}  // namespace

IrregularWords::IrregularWords(const std::filesystem::path& file, const Lexicon& lexicon) : lexicon_(lexicon) {
  shortest_ = std::string::npos;
  checksum_ = read_word_file(file, [&](const WordFileLine& line) {
    const auto words = words_of(line.text);
    if (words.size() < 2 || !words.front().ends_with(':')) line.fail("a line reads \"barn: børn\"");
    const auto lemma = words.front().substr(0, words.front().size() - 1);
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (!lemma_of_.emplace(words[i], lemma).second)
        line.fail("\"" + std::string(words[i]) + "\" already belongs to another word");
      endings_.add(ending_of(words[i]));
      shortest_ = std::min(shortest_, words[i].size());
      longest_ = std::max(longest_, words[i].size());
    }
  });
}

std::string IrregularWords::resolve(std::string_view lemma) const {
  std::string word(lemma);
  if (lemma.size() < shortest_ || !endings_.may_hold(ending_of(lemma))) return word;
  if (const auto whole = lemma_of_.find(lemma); whole != lemma_of_.end()) return whole->second;
  // The longest ending that is irregular, if what stands before it may begin a compound.
  for (std::size_t at = lemma.size() > longest_ ? lemma.size() - longest_ : 2; at + shortest_ <= lemma.size(); ++at) {
    if (!on_border(lemma, at)) continue;
    const auto found = lemma_of_.find(lemma.substr(at));
    if (found == lemma_of_.end()) continue;
    const auto whole = word.substr(0, at) + found->second;
    const auto* entry = lexicon_.find(whole);
    const auto* head = lexicon_.find(lemma.substr(0, at));
    const bool is_lemma = entry && (entry->flags & lexicon_format::kLemma);
    if (is_lemma || (head && (head->flags & lexicon_format::kHead))) return whole;
  }
  return word;
}

}  // namespace opslag::analyzers
