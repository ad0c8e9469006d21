// Prints what the morphology says of each word of standard input, in the form of `opslag-indexer analyze --words`: for
// measuring the splitter by itself. Other modes: related, repair, unfold, suggest.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "analyzers/data_file.h"
#include "analyzers/lexicon/compound_splitter.h"
#include "analyzers/morphology.h"

namespace {

using opslag::analyzers::Morphology;

// The splitter's own view: where it cuts, at what cost.
nlohmann::json cost_of(const std::string& word) {
  using namespace opslag::analyzers;
  static const Lexicon lexicon(data_file("analyzers/lexicon/lexicon.bin"));
  static const CompoundRules rules(data_file("analyzers/dictionary/compound_exceptions.txt"),
                                   data_file("analyzers/dictionary/compound_parts.txt"));
  static const CompoundSplitter splitter(lexicon, rules);
  const auto* entry = lexicon.find(word);
  const bool known = entry && (entry->flags & lexicon_format::kForm);
  const auto split = known ? splitter.split_known(word, *entry) : splitter.split_unknown(word);
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  for (const auto cut : split.cuts) pieces.push_back(word.substr(begin, cut - begin)), begin = cut;
  pieces.push_back(word.substr(begin));
  return {{"word", word}, {"pieces", pieces}, {"known", known}, {"cost", split.cuts.empty() ? 0 : split.cost}};
}

nlohmann::json answer(const Morphology& morphology, const std::string& mode, const std::string& word) {
  if (mode == "costs") return cost_of(word);
  if (mode == "related") return {{"word", word}, {"related", morphology.related(word)}};
  if (mode == "unfold") return {{"word", word}, {"unfold", morphology.unfold(word)}};
  if (mode == "repair" || mode == "repair-capitalised") {
    const auto repair = morphology.repair(word, mode != "repair");
    if (!repair) return {{"word", word}, {"repair", nullptr}};
    return {{"word", word}, {"repair", repair->word}, {"confidence", repair->confidence}};
  }
  const auto form = morphology.analyze(word);
  return {{"word", word},          {"pieces", form.pieces}, {"lemma", form.lemmas.front()},
          {"lemmas", form.lemmas}, {"parts", form.parts},   {"known", form.known},
          {"name", form.name}};
}

}  // namespace

int main(int argc, char** argv) {
  const auto morphology = Morphology::open();
  const std::string mode = argc > 1 ? argv[1] : "words";
  for (std::string word; std::getline(std::cin, word);) std::cout << answer(*morphology, mode, word).dump() << '\n';
}
