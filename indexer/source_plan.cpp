// Compares the sources as they lie there with what the manifest says of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/source_plan.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "indexer/files_beside.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;
using corpus::SourceState;

// sha256 of the file, of the names of what lies beside it, and of what reads it; empty, with errno, if it can't be
// read.
std::string hash_of(const fs::path& file, const std::string& beside, const std::string& reader) {
  errno = 0;
  try {
    return corpus::sha256(corpus::sha256_of_file(file) + beside + reader);
  } catch (const corpus::IndexError&) {
    return {};
  }
}

class Planner {
 public:
  Planner(const std::vector<SourceState>& known, const std::string& reader, bool rebuild)
      : reader_(reader), rebuild_(rebuild) {
    for (const SourceState& state : known) left_.emplace(state.path, state);
  }

  void take(const corpus::SourceFile& file) {
    SourceTask task{file, absolute_path(file.path.string()), {}};
    if (!seen_.insert(task.path).second) return;
    const std::string folder = file.path.parent_path().string();
    const auto [beside, first] = beside_.try_emplace(folder);
    if (first) beside->second = digest_of_files_beside(folder);
    task.hash = hash_of(file.path, beside->second, reader_);
    const auto before = left_.find(task.path);
    if (task.hash.empty()) {
      const std::string why = errno != 0 ? std::generic_category().message(errno) : "an unknown error";
      plan_.failed.push_back({file.name, "it can't be read: " + why});
      return;  // its state, if there is one, stays among what is left, and so do its items
    }
    const bool unchanged = before != left_.end() && before->second.hash == task.hash && !rebuild_;
    if (unchanged)
      plan_.unchanged.push_back(before->second);
    else if (before != left_.end())
      plan_.before.insert(*before);
    if (before != left_.end()) left_.erase(before);
    if (unchanged) return;
    plan_.read.push_back(std::move(task));
  }

  static bool within(const std::string& path, const std::vector<std::string>& roots) {
    return std::any_of(roots.begin(), roots.end(), [&](const std::string& root) { return is_within(path, root); });
  }

  // What is left below a named folder is gone, unless the folder could not be listed or the file not be read.
  void sweep(const std::vector<std::string>& folders, const std::vector<std::string>& unlisted) {
    for (auto& [path, state] : left_) {
      if (within(path, folders) && !within(path, unlisted) && !seen_.contains(path)) {
        plan_.gone.push_back(path);
        plan_.before.emplace(path, std::move(state));
      } else {
        plan_.kept.push_back(std::move(state));
      }
    }
  }

  SourcePlan result() {
    std::sort(plan_.read.begin(), plan_.read.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return std::move(plan_);
  }

 private:
  const std::string& reader_;
  bool rebuild_;
  std::map<std::string, SourceState> left_;
  std::set<std::string> seen_;
  std::map<std::string, std::string> beside_;  // by folder
  SourcePlan plan_;
};

}  // namespace

std::string absolute_path(const std::string& path) {
  std::string normal = fs::absolute(path).lexically_normal().string();
  while (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

bool is_within(const std::string& path, const std::string& folder) {
  return path == folder || (path.starts_with(folder) && (folder == "/" || path[folder.size()] == '/'));
}

SourcePlan plan_sources(const corpus::Listing& listing, const std::vector<std::string>& sources,
                        const std::vector<SourceState>& known, const std::string& reader, bool rebuild) {
  Planner planner(known, reader, rebuild);
  for (const corpus::SourceFile& file : listing.files) planner.take(file);
  std::vector<std::string> folders, unlisted;
  for (const std::string& source : sources) folders.push_back(absolute_path(source));
  for (const corpus::Failure& failure : listing.failures) unlisted.push_back(absolute_path(failure.source));
  if (rebuild) {
    for (const SourceState& state : known) {
      if (!planner.within(state.path, folders) || planner.within(state.path, unlisted)) {
        planner.take({state.path, state.root, state.name});
      }
    }
  }
  planner.sweep(folders, unlisted);
  SourcePlan plan = planner.result();
  plan.failed.insert(plan.failed.begin(), listing.failures.begin(), listing.failures.end());
  return plan;
}

}  // namespace opslag::indexer
