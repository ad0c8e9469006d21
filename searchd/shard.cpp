// Checks an index before it is searched.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/shard.h"

#include <mutex>
#include <set>

#include "analyzers/language.h"

namespace opslag::searchd {
namespace {
using corpus::IndexError;

// Reading a segment whole takes half a second a gigabyte: what was found whole once is not read again.
void verify(const std::filesystem::path& file, const corpus::SegmentInfo& info) {
  static std::mutex mutex;
  static std::set<std::string> known;
  const std::string key = file.string() + ' ' + info.sha256;
  {
    const std::lock_guard lock(mutex);
    if (known.contains(key)) return;
  }
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw IndexError("The index lacks the file " + info.file + ". Build it anew with opslag-indexer update.");
  if (size != info.size || corpus::sha256_of_file(file) != info.sha256) {
    throw IndexError("The file " + info.file +
                     " of the index is damaged. Build the index anew with opslag-indexer update.");
  }
  const std::lock_guard lock(mutex);
  known.insert(key);
}

}  // namespace

void take_manifest(Shard& shard, corpus::Generation manifest) {
  for (const corpus::SourceState& source : manifest.sources) {
    const std::filesystem::path root = source.root;
    std::string meetings = "\n";
    for (const std::string& id : source.meetings) meetings += id + '\n';
    meetings.shrink_to_fit();
    shard.sources.emplace_back(source.path == source.root ? root.parent_path() : root, std::move(meetings));
  }
  manifest.sources = std::vector<corpus::SourceState>();
  shard.manifest = std::move(manifest);
}

std::optional<std::filesystem::path> source_folder(const Shard& shard, std::string_view meeting) {
  if (meeting.empty()) return std::nullopt;
  const std::string line = '\n' + std::string(meeting) + '\n';
  for (const auto& [folder, meetings] : shard.sources) {
    if (meetings.find(line) != std::string::npos) return folder;
  }
  return std::nullopt;
}

void refuse_other_analyzer(const corpus::Generation& manifest, const analyzers::Language& language) {
  const std::string ours = analyzers::fingerprint(language);
  if (manifest.analyzer == ours) return;
  throw IndexError("The index was made with another dictionary or version of the analyser (" + manifest.analyzer +
                   "; this program has " + ours + "). Build it anew with opslag-indexer update.");
}

std::shared_ptr<const Shard> ready_shard(std::size_t place, const std::string& folder,
                                         const analyzers::Language& language) {
  auto shard = std::make_shared<Shard>();
  shard->place = place;
  shard->folder = folder;
  take_manifest(*shard, corpus::load_current(folder));
  refuse_other_analyzer(shard->manifest, language);
  for (const corpus::SegmentInfo& info : shard->manifest.segments) verify(shard->folder / info.file, info);
  return shard;
}

}  // namespace opslag::searchd
