// Named sets of words.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/word_classes.h"

namespace opslag::corpus {

bool WordClasses::define(const VocabularyFile& file, const VocabularyLine& line) {
  const std::size_t equals = line.text.find('=');
  if (line.text.front() != '{' || equals == std::string::npos) return false;
  const std::string name(trimmed(std::string_view(line.text).substr(0, equals)));
  const std::string words = expand(trimmed(std::string_view(line.text).substr(equals + 1)));
  if (name.back() != '}' || words.empty() || words.find(' ') != std::string::npos) {
    throw file.error(line, "a set of words reads {name} = one|two|three");
  }
  if (!classes_.emplace(name, words).second) throw file.error(line, name + " is defined twice");
  return true;
}

std::string WordClasses::expand(std::string_view phrase) const {
  std::string expanded(phrase);
  for (const auto& [name, words] : classes_) {
    for (std::size_t at = expanded.find(name); at != std::string::npos; at = expanded.find(name, at + words.size())) {
      expanded.replace(at, name.size(), words);
    }
  }
  return expanded;
}

}  // namespace opslag::corpus
