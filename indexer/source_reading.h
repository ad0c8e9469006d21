// Reads sources and tells apart what failed, what holds no minutes, and what is an attachment of others.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "corpus/source.h"
#include "indexer/meeting_spool.h"

namespace opslag::indexer {

struct Reading {
  corpus::ReadResult result;           // with a warning if it was skipped
  std::optional<std::string> failure;  // a sentence
  bool unreadable = false;             // with a failure: it says nothing about what the file holds
  // Of each meeting, where it lies whole; nullopt: here. Filled by the update.
  std::vector<std::optional<MeetingSpool::Place>> places = {};
  std::size_t items = 0;  // of all meetings, there and here
};

// Never throws for what a file holds. `read` as Environment::read. Known lines are passed over only where that makes no
// difference; the result has lines only where an update may pass over them the next time.
Reading read_file(const std::function<corpus::ReadResult(const corpus::SourceFile&)>& read,
                  const corpus::SourceFile& file);

// Whether a text that minutes list is their attachment and nothing else: it does not read like minutes.
bool is_attachment_if_listed(const Reading& reading);

// The files that lie joined to minutes, each with the minutes that join it.
class JoinedFiles {
 public:
  void add(const corpus::SourceFile& minutes, const std::vector<corpus::Meeting>& meetings);
  // Whether any minutes other than itself join it. Of two documents that join each other, the first in the order of
  // paths stands for itself.
  bool contains(const corpus::SourceFile& document) const;

 private:
  using Path = std::filesystem::path;
  std::map<Path, std::set<Path>> joiners_;  // by file
};

// Minutes that lie in one folder under one name as several kinds of file: referat.docx and referat.pdf.
class SameMinutes {
 public:
  // The name of the file that was taken before and holds the same meetings, by committee and date; nullopt if there is
  // none, and this one is remembered.
  std::optional<std::string> taken_before(const corpus::SourceFile& file, const std::vector<corpus::Meeting>& meetings);

 private:
  std::map<std::string, std::string> names_;
};

}  // namespace opslag::indexer
