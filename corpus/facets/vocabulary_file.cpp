// Reads vocabulary files.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/vocabulary_file.h"

#include <fstream>
#include <iterator>

namespace opslag::corpus {
namespace {

std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
  }
  return line;
}

}  // namespace

std::runtime_error VocabularyFile::error(const VocabularyLine& line, const std::string& what) const {
  return std::runtime_error(path.string() + ":" + std::to_string(line.number) + ": " + what);
}

VocabularyFile read_vocabulary_file(const std::filesystem::path& path) {
  VocabularyFile file;
  file.path = path;
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path.string() + ": the vocabulary file can't be read");
  file.bytes.assign(std::istreambuf_iterator<char>(in), {});
  std::string_view rest = file.bytes;
  if (rest.substr(0, 3) == "\xEF\xBB\xBF") rest.remove_prefix(3);
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trimmed(without_comment(rest.substr(0, end)));
    if (!text.empty()) file.lines.push_back({number, std::string(text)});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return file;
}

std::string section_name(const VocabularyLine& line) {
  if (line.text.size() < 3 || line.text.front() != '[' || line.text.back() != ']') return {};
  return std::string(trimmed(std::string_view(line.text).substr(1, line.text.size() - 2)));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::vector<std::string> fields_of(std::string_view text, char separator) {
  std::vector<std::string> fields;
  while (true) {
    const std::size_t end = text.find(separator);
    fields.emplace_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return fields;
    text.remove_prefix(end + 1);
  }
}

}  // namespace opslag::corpus
