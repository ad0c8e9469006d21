// Collects the forms of a dictionary, counts how productive its words are in compounds, and writes lexicon.bin.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzers/lexicon/format.h"
#include "analyzers/lexicon/hunspell_reader.h"
#include "analyzers/lexicon/slips.h"

namespace opslag::analyzers {

class LexiconWriter {
 public:
  void add(const ExpandedForm& form);

  // Counts, for every lemma, in how many of the dictionary's own compounds it is the first or the last part. A word
  // that can be cut in several ways shares its count between them by how productive their parts are (a few rounds of
  // EM).
  void count_families();

  // Writes beside the target, then renames. Throws std::runtime_error naming the file.
  void write(const std::filesystem::path& target) const;

  std::size_t size() const { return words_.size(); }

 private:
  struct Word {
    std::string text;
    std::uint16_t flags = 0;
    std::vector<std::uint32_t> readings;
    double head_family = 0;
    double tail_family = 0;
  };
  // A cut of a dictionary word: its first part's form and its last part.
  struct Cut {
    std::uint32_t head;
    std::uint32_t tail;
  };

  // Bit sets of letter sequences: see format.h.
  struct Patterns {
    std::vector<std::uint32_t> letters = std::vector<std::uint32_t>(4 * lexicon_format::kTriples, 0);
    std::vector<std::uint64_t> head_ends = std::vector<std::uint64_t>(lexicon_format::kBorderWords, 0);
    std::vector<std::uint64_t> part_begins = std::vector<std::uint64_t>(lexicon_format::kBorderWords, 0);
  };

  Patterns patterns_of_keys() const;
  std::vector<std::uint64_t> filter_of_keys() const;
  std::vector<lexicon_format::Block> table_of_keys(const std::vector<std::uint32_t>& places) const;
  std::vector<std::uint32_t> places_of_entries() const;
  std::string entries_at(const std::vector<std::uint32_t>& places) const;
  std::vector<lexicon_format::SlipLine> slips_of_keys(lexicon_format::Role role) const;
  std::vector<lexicon_format::SlipLine> halves_of_keys() const;
  std::uint32_t number_of(const std::string& text);
  void add_reading(std::uint32_t word, std::uint32_t lemma, std::uint32_t bits);
  std::vector<Cut> cuts_of(const Word& word) const;
  bool may_end(const Word& word) const;

  std::vector<Word> words_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace opslag::analyzers
