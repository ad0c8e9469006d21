// Reads the hand-made rules of compound splitting: see compound_rules.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/compound_rules.h"

#include <algorithm>
#include <map>

#include "analyzers/lexicon/format.h"
#include "analyzers/lexicon/word_file.h"

namespace opslag::analyzers {

using lexicon_format::hash_of;

CompoundRules::CompoundRules(const std::filesystem::path& exceptions, const std::filesystem::path& parts) {
  read_exceptions(exceptions);
  read_parts(parts);
}

void CompoundRules::read_exceptions(const std::filesystem::path& file) {
  const auto sum = read_word_file(file, [&](const WordFileLine& line) {
    for (const auto written : words_of(line.text)) {
      std::string word;
      std::vector<std::size_t> cuts;
      for (const char c : written) {
        if (c != '+') {
          word += c;
        } else if (word.empty() || (!cuts.empty() && cuts.back() == word.size())) {
          line.fail("\"" + std::string(written) + "\": '+' must stand between two parts");
        } else {
          cuts.push_back(word.size());
        }
      }
      if (written.back() == '+') line.fail("\"" + std::string(written) + "\": '+' must stand between two parts");
      const auto hash = hash_of(word);
      exception_filter_.add(hash);
      const auto [earlier, fresh] = exceptions_.emplace(hash, cuts);
      if (!fresh && earlier->second != cuts) line.fail("\"" + word + "\" stands here with other parts before");
    }
  });
  checksum_ = checksum_ * 31 + sum;
}

void CompoundRules::read_parts(const std::filesystem::path& file) {
  const std::map<std::string_view, Part> kinds = {{"never-first:", kNeverFirst}, {"never-last:", kNeverLast},
                                                  {"also-first:", kAlsoFirst},   {"also-last:", kAlsoLast},
                                                  {"prefix:", kPrefix},          {"loose-prefix:", kLoosePrefix},
                                                  {"verb-first:", kVerbFirst},   {"last-after-s:", kLastAfterS}};
  const auto sum = read_word_file(file, [&](const WordFileLine& line) {
    auto words = words_of(line.text);
    const auto kind = kinds.find(words.front());
    if (kind == kinds.end())
      line.fail(
          "a line begins with never-first:, never-last:, also-first:, also-last:, last-after-s:, prefix:, "
          "loose-prefix: or verb-first:");
    for (std::size_t i = 1; i < words.size(); ++i) {
      const auto hash = hash_of(words[i]);
      parts_[hash] |= kind->second;
      words_.emplace_back(words[i]);
      if (kind->second & (kPrefix | kLoosePrefix)) prefixes_.emplace_back(words[i]);
      part_filter_.add(hash);
    }
  });
  std::sort(prefixes_.begin(), prefixes_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  checksum_ = checksum_ * 31 + sum;
}

const std::vector<std::size_t>* CompoundRules::exception(std::string_view word) const {
  const auto hash = hash_of(word);
  if (!exception_filter_.may_hold(hash)) return nullptr;
  const auto found = exceptions_.find(hash);
  return found == exceptions_.end() ? nullptr : &found->second;
}

}  // namespace opslag::analyzers
