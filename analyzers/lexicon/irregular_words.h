// Dictionary forms that the dictionary keeps apart though they are one word: børn is a form of barn.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/lexicon/hash_filter.h"
#include "analyzers/lexicon/lexicon.h"

namespace opslag::analyzers {

// From analyzers/dictionary/irregular.txt, lines "barn: børn". Immutable after construction and thread-safe.
class IrregularWords {
 public:
  // Throws std::runtime_error with file and line if the file is missing or malformed.
  IrregularWords(const std::filesystem::path& file, const Lexicon& lexicon);

  // The dictionary form proper: børn → barn, skolebørn → skolebarn; anything else stays as it is.
  std::string resolve(std::string_view lemma) const;

  std::uint64_t checksum() const { return checksum_; }

 private:
  const Lexicon& lexicon_;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return static_cast<std::size_t>(lexicon_format::hash_of(text));
    }
  };
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> lemma_of_;
  HashFilter endings_;  // the words' last two bytes
  std::size_t shortest_ = 0;
  std::size_t longest_ = 0;
  std::uint64_t checksum_ = 0;
};

}  // namespace opslag::analyzers
