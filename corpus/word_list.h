// The words of a generation with their document counts: what spelling correction and suggestions may offer.
// One line a word, "count TAB word LF", sorted by word's bytes; surface forms in NFC lower case.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

struct CountedWord {
  std::string word;
  std::uint32_t documents = 0;
};

// Throws IndexError (corpus/generation.h) if the file can't be read or is malformed.
std::vector<CountedWord> read_word_list(const std::filesystem::path& file);
// The same without holding them all: visit(word, documents), in their order.
void each_word(const std::filesystem::path& file,
               const std::function<void(std::string_view word, std::uint32_t documents)>& visit);
std::string format_word_list(const std::vector<CountedWord>& words);

}  // namespace opslag::corpus
