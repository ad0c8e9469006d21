// Prints what the morphology says of each word of standard input, in the form of `opslag-indexer analyze --words`: for
// measuring the splitter by itself. Other modes: related, repair, unfold, suggest.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "analyzers/morphology.h"

namespace {

using opslag::analyzers::Morphology;

nlohmann::json answer(const Morphology& morphology, const std::string& mode, const std::string& word) {
  if (mode == "related") return {{"word", word}, {"related", morphology.related(word)}};
  if (mode == "unfold") return {{"word", word}, {"unfold", morphology.unfold(word)}};
  if (mode == "repair") {
    const auto repair = morphology.repair(word, false);
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
