// Reads data files line by line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/data_lines.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "analyzers/text.h"

namespace opslag::analyzers {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::vector<std::string> split_at(std::string_view text, char separator) {
  std::vector<std::string> pieces;
  while (true) {
    const std::size_t end = text.find(separator);
    pieces.emplace_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

std::vector<DataLine> read_data_lines(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error("can't read " + file.string());
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const DecodedText decoded = decode(bytes);
  if (decoded.encoding != "UTF-8" || decoded.lossy) throw std::runtime_error(file.string() + " is no valid UTF-8");
  std::vector<DataLine> lines;
  std::string_view rest = decoded.text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
      if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') line = line.substr(0, at);
    }
    line = trimmed(line);
    if (!line.empty()) lines.push_back({number, std::string(line)});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

void fail_at(const std::filesystem::path& file, std::size_t line, std::string_view what) {
  throw std::runtime_error(file.string() + ":" + std::to_string(line) + ": " + std::string(what));
}

}  // namespace opslag::analyzers
