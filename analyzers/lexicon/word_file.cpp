// Reads the editable word files: see word_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/word_file.h"

#include <fstream>
#include <stdexcept>

#include "analyzers/lexicon/format.h"

namespace opslag::analyzers {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::uint64_t read_word_file(const std::filesystem::path& file, const std::function<void(const WordFileLine&)>& sink) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::uint64_t checksum = lexicon_format::kHashSeed;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    for (const char c : line) checksum = lexicon_format::hash_step(checksum, c);
    checksum = lexicon_format::hash_step(checksum, '\n');
    const auto text = trimmed(std::string_view(line).substr(0, line.find('#')));
    if (text.empty()) continue;
    sink({text, [&](const std::string& what) {
            throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " + what);
          }});
  }
  return checksum;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (;;) {
    const auto first = text.find_first_not_of(" \t,");
    if (first == std::string_view::npos) return words;
    text.remove_prefix(first);
    const auto end = std::min(text.find_first_of(" \t,"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

}  // namespace opslag::analyzers
