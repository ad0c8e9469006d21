// Which source files have to be read, which are as they were, which are gone: decided before anything is read.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/generation.h"
#include "corpus/source.h"

namespace opslag::indexer {

struct SourceTask {
  corpus::SourceFile file;
  std::string path;          // the key: absolute and lexically normal
  std::string hash;          // empty if the file can't be read
  std::string context = {};  // hash of all that decides what is read from the file but its bytes
};

struct SourcePlan {
  std::vector<SourceTask> read;                       // new or changed, in the order of paths
  std::vector<SourceTask> documents;                  // new or changed, to be read if nothing in `read` joins them
  std::vector<corpus::SourceState> unchanged;         // named in this call, and as they were
  std::vector<corpus::SourceState> kept;              // not named in this call, or not readable now
  std::map<std::string, corpus::SourceState> before;  // what the files in `read` and `gone` were, by path
  std::vector<std::string> gone;                      // paths
  std::vector<corpus::Failure> failed;
};

std::string absolute_path(const std::string& path);
// Is `path` the same as, or below, `folder`? Both absolute and normal.
bool is_within(const std::string& path, const std::string& folder);

// An index that lies below one of its sources does not index itself, by whatever path it is named. Below a source no
// link is followed: only the way to it may hold some.
void leave_out_index(corpus::Listing& listing, const std::filesystem::path& index);

struct Planning {
  const std::string& reader;  // identifies all that decides how bytes are read (Environment::reader)
  bool rebuild = false;       // all files are to be read, those known but not named too
  unsigned threads = 1;       // that look whether files changed
};

// What a document is depends on the minutes beside it: it is decided anew when one of these changes, and they are all
// read when one of their documents is to be decided, since only reading tells what they join.
// A file that several SOURCEs name is taken once, for the first. Files that can't be read now but were read before keep
// their items, and are failures.
SourcePlan plan_sources(const corpus::Listing& listing, const std::vector<std::string>& sources,
                        const std::vector<corpus::SourceState>& known, const Planning& planning);

}  // namespace opslag::indexer
