// One of the indexes that are searched as one: where it lies, and its newest generation checked to be whole.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "corpus/generation.h"
#include "corpus/published.h"

namespace opslag::searchd {

class RemoteShard;

// Immutable, shared by all threads.
struct Shard {
  std::size_t place = 0;  // among those of the command line, from 0
  std::filesystem::path folder;
  corpus::Generation manifest;  // without its sources
  // Of each source: the folder that its attachments are told relative to, and its meetings' ids, with a line feed
  // before and behind each.
  std::vector<std::pair<std::filesystem::path, std::string>> sources;
  std::shared_ptr<RemoteShard> remote;  // null: it lies in the folder
  corpus::PublishedAbout published;     // of a remote one
};

// Puts the manifest in, and what is needed of its sources, of which it says ten times as much.
void take_manifest(Shard& shard, corpus::Generation manifest);
// The folder that a meeting's attachments are told relative to; nullopt if no source has the meeting.
std::optional<std::filesystem::path> source_folder(const Shard& shard, std::string_view meeting);

// A shard can't be read; which one, and why. The others can.
struct ShardError : corpus::IndexError {
  ShardError(std::size_t which, const std::string& why) : IndexError(why), place(which) {}
  std::size_t place;
};

// The generation that the folder's CURRENT names; every file of it was read once in this process and found whole.
// Throws corpus::IndexError (absent, damaged, other schema or analyser).
std::shared_ptr<const Shard> ready_shard(std::size_t place, const std::string& folder,
                                         const analyzers::Language& language);

// Throws corpus::IndexError if another analyser than this program's made the index.
void refuse_other_analyzer(const corpus::Generation& manifest, const analyzers::Language& language);

}  // namespace opslag::searchd
