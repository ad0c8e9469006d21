// Reads and formats word lists.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/word_list.h"

#include <charconv>
#include <fstream>

#include "corpus/generation.h"

namespace opslag::corpus {

void each_word(const std::filesystem::path& file,
               const std::function<void(std::string_view word, std::uint32_t documents)>& visit) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw IndexError("the word list " + file.string() + " can't be read; run `opslag-indexer update --rebuild`");
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    std::uint32_t documents = 0;
    const char* const last = line.data() + line.size();
    const auto [rest, error] = std::from_chars(line.data(), last, documents);
    if (in.eof() || error != std::errc() || rest == last || *rest != '\t') {
      throw IndexError("the word list " + file.string() + " is damaged in line " + std::to_string(number) +
                       "; run `opslag-indexer update --rebuild`");
    }
    visit(std::string_view(rest + 1, static_cast<std::size_t>(last - rest - 1)), documents);
  }
}

std::vector<CountedWord> read_word_list(const std::filesystem::path& file) {
  std::vector<CountedWord> words;
  each_word(file, [&](std::string_view word, std::uint32_t documents) {
    words.push_back({std::string(word), documents});
  });
  return words;
}

std::string format_word_list(const std::vector<CountedWord>& words) {
  std::string text;
  for (const CountedWord& word : words) {
    text += std::to_string(word.documents);
    text += '\t';
    text += word.word;
    text += '\n';
  }
  return text;
}

}  // namespace opslag::corpus
