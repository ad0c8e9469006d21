// What tests of the indexer stand on: a temporary folder, meetings written as files, an environment without a
// dictionary. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/generation.h"
#include "corpus/stored.h"
#include "indexer/update.h"

namespace opslag::tests {

// Removed, with all in it, when it goes.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void write_file(const std::filesystem::path& file, std::string_view text);

// A meeting in show's form: committee "FU", its date, and items numbered from 1 with these bodies. A body that begins
// with '!' makes a closed item, one that ends in "+NAME" an attachment of that name.
std::string meeting_json(const std::string& date, const std::vector<std::string>& bodies);

// Lists files ending in .json below folders, reads one meeting from each; a file that holds "garbage" can't be read.
// Words are what lies between spaces, each with a surface and a lemma term.
indexer::Environment plain_environment();

// What the current generation holds, by id: an item's first section, an attachment's name, a meeting's number of items.
// Reads as a server would: deletions respected.
std::map<std::string, std::string> contents(const std::filesystem::path& index);
std::map<std::string, std::string> contents(const std::filesystem::path& index, const corpus::Generation& generation);

// "3 added, 1 changed, 2 removed, 4 unchanged".
std::string summary(const indexer::UpdateReport& report);

}  // namespace opslag::tests
