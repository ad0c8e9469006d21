// Morphology over the compiled dictionary: analysis of word forms.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/morphology.h"

#include <algorithm>

#include "analyzers/data_file.h"
#include "analyzers/lexicon/danish_morphology.h"
#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {

std::shared_ptr<const Morphology> Morphology::open() {
  return std::make_shared<const DanishMorphology>(DanishMorphology::Files{
      data_file("analyzers/lexicon/lexicon.bin"), data_file("analyzers/dictionary/irregular.txt"),
      data_file("analyzers/dictionary/compound_exceptions.txt"), data_file("analyzers/dictionary/compound_parts.txt"),
      data_file("analyzers/dictionary/related_words.txt")});
}

}  // namespace opslag::analyzers
