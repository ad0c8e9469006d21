// Reads and formats word lists.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/word_list.h"

#include <charconv>
#include <fstream>
#include <iterator>

#include "corpus/generation.h"

namespace opslag::corpus {

std::vector<CountedWord> read_word_list(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw IndexError("the word list " + file.string() + " can't be read; run `opslag-indexer update --rebuild`");
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::vector<CountedWord> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    CountedWord word;
    const char* first = text.data() + begin;
    const char* last = text.data() + (end == std::string::npos ? text.size() : end);
    const auto [rest, error] = std::from_chars(first, last, word.documents);
    if (end == std::string::npos || error != std::errc() || rest == last || *rest != '\t') {
      throw IndexError("the word list " + file.string() + " is damaged in line " + std::to_string(words.size() + 1) +
                       "; run `opslag-indexer update --rebuild`");
    }
    word.word.assign(rest + 1, last);
    words.push_back(std::move(word));
    begin = end + 1;
  }
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
