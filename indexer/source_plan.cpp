// Compares the sources as they lie there with what the manifest says of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/source_plan.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>

#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/json_lines.h"
#include "corpus/portals/manifests.h"
#include "indexer/files_beside.h"
#include "indexer/known_lines.h"
#include "indexer/parallel.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;
using corpus::SourceState;

struct Digest {
  std::string sha256;
  std::optional<std::string> failure;
  std::shared_ptr<const corpus::LinePlaces> lines = {};  // of JSON Lines
};
using Digests = std::map<std::string, Digest>;  // by path

// Whether places tell what the whole file does not: of a new file nothing can be passed over, and where all lines are
// as before nothing is read.
bool tell_changes(const corpus::LinePlaces& lines, const SourceState* before) {
  if (lines.empty() || before == nullptr || before->lines.empty()) return false;
  return !std::equal(
      lines.begin(), lines.end(), before->lines.begin(), before->lines.end(),
      [](const corpus::LinePlace& a, const corpus::SourceLine& b) { return corpus::minutes::hash_of(a) == b.hash; });
}

Digest digest_of(const corpus::SourceFile& file, const SourceState* before) {
  try {
    corpus::OrdinaryFile opened(file.path, corpus::links_of(file));
    if (!corpus::is_json_lines_name(file.name) || opened.size() > corpus::kLargestSource)
      return {opened.digest(corpus::kLargestSource), std::nullopt};
    auto lines = std::make_shared<corpus::LinePlaces>();
    std::string digest = corpus::minutes::hash_lines(opened, *lines);
    if (!tell_changes(*lines, before)) lines.reset();
    return {std::move(digest), std::nullopt, std::move(lines)};
  } catch (const corpus::FileError& error) {
    return {{}, error.what()};
  }
}

Digests digests_of(const std::vector<corpus::SourceFile>& files, const std::vector<SourceState>& known,
                   unsigned threads) {
  std::map<std::string_view, const SourceState*> before;
  for (const SourceState& state : known) before.emplace(state.path, &state);
  std::vector<Digest> found(files.size());
  parallel_for(files.size(), threads, [&](std::size_t i) {
    const auto state = before.find(absolute_path(files[i].path.string()));
    found[i] = digest_of(files[i], state != before.end() ? state->second : nullptr);
  });
  Digests digests;
  for (std::size_t i = 0; i < files.size(); ++i) digests.emplace(files[i].path.string(), std::move(found[i]));
  return digests;
}

class Planner {
 public:
  Planner(const std::vector<SourceState>& known, const std::string& reader, bool rebuild, Digests digests)
      : reader_(reader), rebuild_(rebuild), digests_(std::move(digests)) {
    for (const SourceState& state : known) left_.emplace(state.path, state);
  }

  void take(const corpus::SourceFile& file) {
    SourceTask task{file, absolute_path(file.path.string()), {}};
    if (!seen_.insert(task.path).second) return;
    const std::string folder = file.path.parent_path().string();
    const auto [beside, first] = beside_.try_emplace(folder);
    if (first) beside->second = digest_of_files_beside(folder);
    std::string context = beside->second + file.listed_as;
    if (corpus::is_xml_name(file.name)) {
      const auto [below, unknown] = below_.try_emplace(folder);
      if (unknown) below->second = digest_of_files_below(folder);
      context += below->second;
    }
    const auto known = digests_.find(file.path.string());
    const Digest digest = known != digests_.end() ? std::move(known->second) : digest_of(file, nullptr);
    if (digest.failure) {
      plan_.failed.push_back({file.name, "the file cannot be read: " + *digest.failure});
      return;  // its state, if there is one, stays among what is left, and so do its items
    }
    task.file.lines = digest.lines;
    task.hash = corpus::sha256(digest.sha256 + context + reader_);
    task.context = corpus::sha256(context + reader_);
    minutes_of_[folder] += task.path + '\0' + task.hash;
    if (names_files(file.name)) minutes_of_[file.root] += task.path + '\0' + task.hash;
    place(std::move(task), plan_.read);
  }

  // After all minutes were taken. Its own bytes need no reading: its size and time are among what lies beside.
  void take_document(const corpus::SourceFile& file) {
    SourceTask task{file, absolute_path(file.path.string()), {}};
    if (!seen_.insert(task.path).second) return;
    const std::string folder = file.path.parent_path().string();
    const auto [beside, first] = beside_.try_emplace(folder);
    if (first) beside->second = digest_of_files_beside(folder);
    task.hash = corpus::sha256("document" + task.path + '\0' + minutes_of_[folder] + '\0' + minutes_of_[file.root] +
                               '\0' + beside->second + reader_);
    place(std::move(task), plan_.documents);
  }

  // Texts that were attachments are decided anew when minutes beside them change, or may be of a changed root.
  void read_texts_of_changed_minutes() {
    std::set<std::string> folders, roots;
    const auto changes = [&](const std::string& path, const std::string& root, const std::string& name) {
      folders.insert(fs::path(path).parent_path().string());
      if (names_files(name)) roots.insert(root);
    };
    for (const SourceTask& task : plan_.read) changes(task.path, task.file.root, task.file.name);
    for (const std::string& path : plan_.gone) {
      const SourceState& state = plan_.before.at(path);
      changes(path, state.root, state.name);
    }
    std::erase_if(plan_.unchanged, [&](const SourceState& state) {
      const bool touched = was_listed_text(state) && (folders.contains(fs::path(state.path).parent_path().string()) ||
                                                      roots.contains(state.root));
      if (touched) read_again(state);
      return touched;
    });
  }

  // Minutes that may join a document, or a text that was an attachment, that is to be decided or gone.
  void read_minutes_of_documents() {
    std::set<std::string> folders, roots;
    for (const SourceTask& task : plan_.documents) {
      folders.insert(task.file.path.parent_path().string());
      roots.insert(task.file.root);
    }
    for (const auto& [path, state] : plan_.before) {
      if (!was_listed_text(state)) continue;
      whole_minutes_ = true;
      folders.insert(fs::path(path).parent_path().string());
      roots.insert(state.root);
    }
    if (folders.empty()) return;
    std::erase_if(plan_.unchanged, [&](const SourceState& state) {
      if (corpus::is_document_name(state.name)) return false;
      const std::string folder = fs::path(state.path).parent_path().string();
      if (!folders.contains(folder) && !(names_files(state.name) && roots.contains(state.root))) return false;
      read_again(state);
      return true;
    });
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
    for (auto* tasks : {&plan_.read, &plan_.documents})
      std::sort(tasks->begin(), tasks->end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    if (plan_.documents.empty() && !whole_minutes_ && !rebuild_) pass_over_known_lines();
    return std::move(plan_);
  }

 private:
  // Not where there are documents: only whole minutes tell what they join. Nor is an index made anew of an old one.
  void pass_over_known_lines() {
    for (SourceTask& task : plan_.read) {
      const auto before = plan_.before.find(task.path);
      if (before != plan_.before.end() && before->second.context == task.context)
        task.file.known_lines = known_lines(before->second);
    }
  }

  // Minutes that may name files elsewhere below their root.
  static bool names_files(const std::string& name) {
    const std::string extension = fs::path(name).extension().string();
    return extension == ".json" || extension == ".jsonl" || extension == ".ndjson";
  }

  static bool was_listed_text(const SourceState& state) {
    const std::string extension = corpus::minutes::file_extension(state.name);
    return state.meetings.empty() && (extension == "txt" || extension == "csv");
  }

  void read_again(const SourceState& state) {
    plan_.read.push_back({{state.path, state.root, state.name}, state.path, state.hash, state.context});
    plan_.before.emplace(state.path, state);
  }

  void place(SourceTask task, std::vector<SourceTask>& changed) {
    const auto before = left_.find(task.path);
    const bool unchanged = before != left_.end() && before->second.hash == task.hash && !rebuild_;
    if (unchanged)
      plan_.unchanged.push_back(before->second);
    else if (before != left_.end())
      plan_.before.insert(*before);
    if (before != left_.end()) left_.erase(before);
    if (!unchanged) changed.push_back(std::move(task));
  }

  const std::string& reader_;
  bool rebuild_;
  Digests digests_;
  bool whole_minutes_ = false;  // only they tell what they list
  std::map<std::string, SourceState> left_;
  std::set<std::string> seen_;
  std::map<std::string, std::string> beside_;      // by folder
  std::map<std::string, std::string> below_;       // by folder with a portal's manifests
  std::map<std::string, std::string> minutes_of_;  // by folder or root: what its documents depend on
  SourcePlan plan_;
};

}  // namespace

std::string absolute_path(const std::string& path) {
  std::error_code error;  // an empty path is nowhere
  std::string normal = fs::absolute(path, error).lexically_normal().string();
  while (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

bool is_within(const std::string& path, const std::string& folder) {
  return path == folder || (path.starts_with(folder) && (folder == "/" || path[folder.size()] == '/'));
}

void leave_out_index(corpus::Listing& listing, const fs::path& index) {
  const auto real = [](const std::string& path) {
    std::error_code error;
    const fs::path found = fs::weakly_canonical(absolute_path(path), error);
    return error ? absolute_path(path) : absolute_path(found.string());
  };
  const std::string its = real(index.string());
  std::map<std::string, std::string> roots;
  const auto lies_in_index = [&](const corpus::SourceFile& file) {
    const auto [root, fresh] = roots.try_emplace(file.root);
    if (fresh) root->second = real(file.root);
    const fs::path below = fs::path(absolute_path(file.path.string())).lexically_relative(absolute_path(file.root));
    return is_within(absolute_path((fs::path(root->second) / below).string()), its);
  };
  for (auto* files : {&listing.files, &listing.documents}) std::erase_if(*files, lies_in_index);
}

SourcePlan plan_sources(const corpus::Listing& listing, const std::vector<std::string>& sources,
                        const std::vector<SourceState>& known, const Planning& planning) {
  const bool rebuild = planning.rebuild;
  Planner planner(known, planning.reader, rebuild, digests_of(listing.files, known, planning.threads));
  for (const corpus::SourceFile& file : listing.files) planner.take(file);
  std::vector<std::string> folders, unlisted;
  for (const std::string& source : sources) folders.push_back(absolute_path(source));
  for (const corpus::Failure& failure : listing.failures) unlisted.push_back(absolute_path(failure.source));
  std::vector<corpus::SourceFile> documents = listing.documents;
  if (rebuild) {
    for (const SourceState& state : known) {
      if (planner.within(state.path, folders) && !planner.within(state.path, unlisted)) continue;
      const corpus::SourceFile file{state.path, state.root, state.name};
      corpus::is_document_name(state.name) ? documents.push_back(file) : planner.take(file);
    }
  }
  for (const corpus::SourceFile& document : documents) planner.take_document(document);
  planner.sweep(folders, unlisted);
  planner.read_texts_of_changed_minutes();
  planner.read_minutes_of_documents();
  SourcePlan plan = planner.result();
  plan.failed.insert(plan.failed.begin(), listing.failures.begin(), listing.failures.end());
  return plan;
}

}  // namespace opslag::indexer
