// The hand-made part of compound splitting: exceptions, words that never begin or end a compound, words that also may.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/lexicon/hash_filter.h"

namespace opslag::analyzers {

// Read from two editable files (analyzers/dictionary/compound_exceptions.txt and compound_parts.txt: each says in its
// head how it is written). Immutable after construction and thread-safe.
class CompoundRules {
 public:
  enum Part : std::uint8_t {
    kNeverFirst = 1,
    kNeverLast = 2,
    kAlsoFirst = 4,
    kAlsoLast = 8,
    kPrefix = 16,
    kLoosePrefix = 32,
    kVerbFirst = 64,
    kLastAfterS = 128
  };

  // Throws std::runtime_error with file and line if a file is missing or malformed.
  CompoundRules(const std::filesystem::path& exceptions, const std::filesystem::path& parts);

  // What the file says of a part, by its hash_of(); 0 if nothing.
  unsigned part(std::uint64_t hash) const {
    if (!part_filter_.may_hold(hash)) return 0;
    const auto found = parts_.find(hash);
    return found == parts_.end() ? 0 : found->second;
  }
  // The cuts (byte offsets, ascending; empty: it stays whole) that an exception gives a word; nullptr if it has none.
  const std::vector<std::size_t>* exception(std::string_view word) const;

  // The prefixes (genbesøge, overkapacitet), longest first.
  const std::vector<std::string>& prefixes() const { return prefixes_; }

  // All words of compound_parts.txt.
  const std::vector<std::string>& words() const { return words_; }

  std::uint64_t checksum() const { return checksum_; }

 private:
  void read_exceptions(const std::filesystem::path& file);
  void read_parts(const std::filesystem::path& file);

  std::unordered_map<std::uint64_t, std::vector<std::size_t>> exceptions_;
  std::unordered_map<std::uint64_t, std::uint8_t> parts_;
  std::vector<std::string> prefixes_;
  std::vector<std::string> words_;
  HashFilter part_filter_;
  HashFilter exception_filter_;
  std::uint64_t checksum_ = 0;
};

}  // namespace opslag::analyzers
