// A vocabulary file, line by line: comments and blank lines gone, errors with file and line.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

struct VocabularyLine {
  std::size_t number = 0;  // from 1
  std::string text;        // without the comment, trimmed; never empty
};

struct VocabularyFile {
  std::filesystem::path path;
  std::string bytes;  // as read, for the fingerprint
  std::vector<VocabularyLine> lines;

  // "FILE:LINE: what", to be thrown.
  std::runtime_error error(const VocabularyLine& line, const std::string& what) const;
};

// '#' begins a comment at the beginning of a line or after a blank. UTF-8, LF or CRLF, with or without BOM.
// Throws std::runtime_error naming the file if it can't be read.
VocabularyFile read_vocabulary_file(const std::filesystem::path& path);

// "[name]" → "name"; empty if the line is no such heading.
std::string section_name(const VocabularyLine& line);
std::string_view trimmed(std::string_view text);
// The parts between separators, trimmed; empty parts are kept.
std::vector<std::string> fields_of(std::string_view text, char separator);

}  // namespace opslag::corpus
