// Named sets of words in a vocabulary file: "{blev} = blev|bliver|er", used in phrases as {blev}.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "corpus/facets/vocabulary_file.h"

namespace opslag::corpus {

class WordClasses {
 public:
  // Takes the line if it defines a class. Throws std::runtime_error with file and line if it does so wrongly.
  bool define(const VocabularyFile& file, const VocabularyLine& line);
  // The phrase with the names of classes replaced by their words. Unknown names are left (they may be {navn} or {tal}).
  std::string expand(std::string_view phrase) const;

 private:
  std::map<std::string, std::string> classes_;
};

}  // namespace opslag::corpus
