// Reads the line-based data files of the language: comments, empty lines and encodings dealt with.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::analyzers {

struct DataLine {
  std::size_t number = 0;  // from 1
  std::string text;        // NFC, without comment ("#" at the line's begin or behind white space) and outer white space
};

// The lines that hold anything. Throws std::runtime_error if the file can't be read or is no UTF-8.
std::vector<DataLine> read_data_lines(const std::filesystem::path& file);

// Throws std::runtime_error: "FILE:LINE: WHAT".
[[noreturn]] void fail_at(const std::filesystem::path& file, std::size_t line, std::string_view what);

std::string_view trimmed(std::string_view text);
// The pieces between separators, trimmed; empty ones are kept.
std::vector<std::string> split_at(std::string_view text, char separator);

}  // namespace opslag::analyzers
