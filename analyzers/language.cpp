// Loads what is known of the language.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/language.h"

#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <cstdio>

#include "analyzers/assembler.h"
#include "analyzers/data_file.h"
#include "analyzers/data_lines.h"
#include "analyzers/query_builder.h"
#include "analyzers/scanner.h"
#include "analyzers/text.h"

namespace opslag::analyzers {
namespace {

// Raised whenever a text gets other terms than before by a change of the program.
constexpr int kAnalysisVersion = 4;

StringSet read_words(const std::filesystem::path& file) {
  StringSet words;
  for (const DataLine& line : read_data_lines(file)) {
    for (const std::string& word : split_at(line.text, ' ')) {
      if (!word.empty()) words.insert(lower(word));
    }
  }
  return words;
}

StringMap<std::string> read_abbreviations(const std::filesystem::path& file) {
  StringMap<std::string> abbreviations;
  for (const DataLine& line : read_data_lines(file)) {
    const std::vector<std::string> sides = split_at(line.text, '=');
    const std::string& short_form = sides.front();
    if (sides.size() > 2 || !short_form.ends_with('.') || short_form.find(' ') != std::string::npos)
      fail_at(file, line.number, "expected \"abbreviation. = word\" or \"abbreviation.\" alone");
    const std::string word = sides.size() == 2 ? lower(sides[1]) : std::string();
    if (word.find(' ') != std::string::npos) fail_at(file, line.number, "an abbreviation stands for one word only");
    if (!abbreviations.emplace(lower(short_form), word).second)
      fail_at(file, line.number, short_form + " stands here twice");
  }
  return abbreviations;
}

// FNV-1a over the lines of the files that decide which terms a text gets.
std::string digest_of(const std::vector<std::filesystem::path>& files) {
  std::uint64_t hash = 14695981039346656037U;
  for (const std::filesystem::path& file : files) {
    for (const DataLine& line : read_data_lines(file)) {
      for (const char c : line.text + "\n") hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    }
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

}  // namespace

std::shared_ptr<const Language> load_language() {
  const std::filesystem::path abbreviations = data_file("analyzers/dictionary/abbreviations.txt");
  const std::filesystem::path laws = data_file("analyzers/dictionary/laws.txt");
  const std::filesystem::path function_words = data_file("analyzers/dictionary/function_words.txt");
  const std::filesystem::path opaque = data_file("analyzers/dictionary/opaque_compounds.txt");
  auto language = std::make_shared<Language>(Language{Morphology::open(),
                                                      read_words(function_words),
                                                      read_words(data_file("analyzers/dictionary/weak_words.txt")),
                                                      read_words(opaque),
                                                      read_abbreviations(abbreviations),
                                                      Laws(laws),
                                                      {},
                                                      digest_of({abbreviations, laws, function_words, opaque}),
                                                      std::make_shared<FormStore>()});
  WordForms forms(language);
  Scanner scanner;
  Assembler assembler(*language, forms);
  language->thesaurus = Thesaurus::load(data_file("analyzers/dictionary/thesaurus.txt"), [&](std::string_view phrase) {
    Atoms atoms;
    Units units;
    scanner.scan(phrase, 0, phrase.size(), atoms);
    assembler.run(AtomText(phrase, atoms), units);
    return QueryBuilder(*language, forms).phrase_terms(phrase, units);
  });
  return language;
}

std::string fingerprint(const Language& language) {
  return "opslag-" + std::to_string(kAnalysisVersion) + " icu-" U_ICU_VERSION " unicode-" U_UNICODE_VERSION " " +
         (language.morphology ? language.morphology->fingerprint() : std::string("snowball")) + " files-" +
         language.files_digest;
}

}  // namespace opslag::analyzers
