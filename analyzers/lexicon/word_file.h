// Reads the editable word files: UTF-8, a line each, `#` begins a comment, blank lines mean nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::analyzers {

struct WordFileLine {
  std::string_view text;                              // without comment and outer blanks; never empty
  std::function<void(const std::string& what)> fail;  // throws std::runtime_error "file:line: what"
};

// Calls `sink` for every line that says something; returns a checksum of the whole file. Throws std::runtime_error if
// the file cannot be read.
std::uint64_t read_word_file(const std::filesystem::path& file, const std::function<void(const WordFileLine&)>& sink);

// The blank-separated words of a line.
std::vector<std::string_view> words_of(std::string_view text);

}  // namespace opslag::analyzers
