// Loads what is known of the language.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/language.h"

#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <fstream>
#include <stdexcept>

#include "analyzers/data_file.h"
#include "analyzers/text.h"

namespace opslag::analyzers {
namespace {

// Raised whenever a text gets other terms than before by a change of the program.
constexpr int kAnalysisVersion = 1;

StringSet read_words(const std::string& name) {
  const std::filesystem::path path = data_file(name);
  std::ifstream file(path);
  if (!file) throw std::runtime_error("can't read " + path.string());
  StringSet words;
  for (std::string line; std::getline(file, line);) {
    line.resize(std::min(line.find('#'), line.size()));
    std::size_t at = 0;
    while ((at = line.find_first_not_of(" \t\r", at)) != std::string::npos) {
      const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
      words.insert(lower(nfc(line.substr(at, end - at))));
      at = end;
    }
  }
  return words;
}

}  // namespace

std::shared_ptr<const Language> load_language() {
  auto language = std::make_shared<Language>();
  language->weak_words = read_words("analyzers/dictionary/weak_words.txt");
  return language;
}

std::string fingerprint(const Language& language) {
  return "opslag-" + std::to_string(kAnalysisVersion) + " icu-" U_ICU_VERSION " unicode-" U_UNICODE_VERSION " " +
         (language.morphology ? language.morphology->fingerprint() : std::string("snowball"));
}

}  // namespace opslag::analyzers
