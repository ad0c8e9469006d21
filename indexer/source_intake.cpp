// Reading: in parallel; deciding what is what: afterwards, in the order of paths.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/source_intake.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <utility>

#include "indexer/parallel.h"

namespace opslag::indexer {
using corpus::SourceState;

void warn_of_loss(const SourceState& state, UpdateReport& report) {
  if (state.items == 0) return;
  report.warnings.push_back({state.name, "its " + std::to_string(state.items) +
                                             " items are not in the index that was made anew; an update takes them "
                                             "in again when it can be read"});
}

// Minutes first: the documents that they join are no minutes themselves, and need not be tried.
std::vector<ReadSource> SourceIntake::read(SourcePlan& plan, UpdateReport& report) {
  plan_ = &plan;
  report_ = &report;
  sources_.clear();
  JoinedFiles joined;
  Readings readings = read_all(plan_->read, {}, joined);
  JoinedFiles all_joined = joined;
  Readings documents = read_all(plan_->documents, joined, all_joined);
  part_usual_names(readings, documents);
  SameMinutes same;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (is_attachment_if_listed(readings[i]) && all_joined.contains(plan_->read[i].file)) {
      take_listed(plan_->read[i]);
      continue;
    }
    same.taken_before(plan_->read[i].file, readings[i].result.meetings);
    take(plan_->read[i], std::move(readings[i]));
  }
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (all_joined.contains(plan_->documents[i].file)) {
      take_listed(plan_->documents[i]);
      continue;
    }
    if (const auto other = same.taken_before(plan_->documents[i].file, documents[i].result.meetings)) {
      documents[i] = {};
      documents[i].result.warnings.push_back("skipped: the same minutes as " + *other);
    }
    take_document(plan_->documents[i], std::move(documents[i]));
  }
  return std::move(sources_);
}

// Only all minutes of a folder together tell whose its "Bilag 1.pdf" is.
void SourceIntake::part_usual_names(Readings& readings, Readings& documents) {
  const std::set<std::string> folders = folders_with_usual_names(all_read(readings, documents));
  if (folders.empty()) return;
  read_neighbours(plan_->read, readings, folders, false);
  read_neighbours(plan_->documents, documents, folders, true);
  indexer::part_usual_names(all_read(readings, documents));
}

std::vector<ReadTask> SourceIntake::all_read(Readings& readings, Readings& documents) {
  std::vector<ReadTask> all;
  for (std::size_t i = 0; i < readings.size(); ++i) all.emplace_back(&plan_->read[i], &readings[i]);
  for (std::size_t i = 0; i < documents.size(); ++i) all.emplace_back(&plan_->documents[i], &documents[i]);
  return all;
}

void SourceIntake::read_neighbours(std::vector<SourceTask>& tasks, Readings& readings,
                                   const std::set<std::string>& folders, bool documents) {
  std::vector<SourceTask> more;
  std::erase_if(plan_->unchanged, [&](const SourceState& state) {
    const bool wanted = !state.meetings.empty() && corpus::is_document_name(state.name) == documents &&
                        folders.contains(std::filesystem::path(state.path).parent_path().string());
    if (!wanted) return false;
    more.push_back({{state.path, state.root, state.name}, state.path, state.hash, state.context});
    plan_->before.emplace(state.path, state);
    return true;
  });
  JoinedFiles joined;
  Readings read = read_all(more, {}, joined);
  std::move(more.begin(), more.end(), std::back_inserter(tasks));
  std::move(read.begin(), read.end(), std::back_inserter(readings));
}

// Files in `before` are not read; what is read adds to `joined`.
SourceIntake::Readings SourceIntake::read_all(const std::vector<SourceTask>& tasks, const JoinedFiles& before,
                                              JoinedFiles& joined) {
  Readings readings(tasks.size());
  std::size_t done = 0;
  std::mutex mutex;
  parallel_for(readings.size(), thread_count(options_.threads), [&](std::size_t i) {
    check_stop_();
    if (!before.contains(tasks[i].file)) {
      Reading reading = read_file(environment_.read, tasks[i].file);
      {
        const std::lock_guard lock(mutex);
        joined.add(tasks[i].file, reading.result.meetings);
      }
      readings[i] = held(std::move(reading));
    }
    const std::lock_guard lock(mutex);
    options_.progress("reading", ++done, readings.size());
  });
  return readings;
}

// However many meetings there are, memory holds little more than their heads. What usual names joined is decided
// later, and waits as it is.
Reading SourceIntake::held(Reading reading) {
  for (corpus::Meeting& meeting : reading.result.meetings) {
    reading.items += meeting.items.size();
    if (has_usual_names(meeting)) {
      reading.places.emplace_back();
    } else {
      reading.places.emplace_back(spool_.put(meeting));
      meeting.items = {};
    }
  }
  return reading;
}

// What a document was found to be is remembered, even that it can't be read: it is tried again when it changes.
void SourceIntake::take_document(SourceTask& task, Reading reading) {
  if (reading.failure && !reading.unreadable) {
    report_->failed.push_back({task.file.name, *std::move(reading.failure)});
    reading = {};
  }
  take(task, std::move(reading));
}

// An attachment is remembered as a source that holds no meetings.
void SourceIntake::take_listed(SourceTask& task) {
  report_->listed.push_back(task.file.name);
  take(task, {});
}

void SourceIntake::take(SourceTask& task, Reading reading) {
  if (reading.unreadable) return keep(task, *std::move(reading.failure));
  if (reading.failure) return fail(task, *std::move(reading.failure));
  // One line a source, whatever there is to say of it.
  std::string warnings;
  for (const std::string& warning : reading.result.warnings) (warnings += warnings.empty() ? "" : "; ") += warning;
  if (!warnings.empty())
    report_->warnings.push_back({task.file.name, std::move(warnings)});
  else if (!reading.result.meetings.empty() || !reading.result.lines.empty())
    report_->whole.push_back(task.file.name);
  sources_.push_back({std::move(task),
                      std::move(reading.result.meetings),
                      std::move(reading.places),
                      reading.items,
                      std::move(reading.result.lines),
                      {}});
}

// The file was read, but holds no minutes (any more): what came from it goes, as it would from a new index.
void SourceIntake::fail(const SourceTask& task, std::string reason) {
  report_->failed.push_back({task.file.name, std::move(reason)});
  if (plan_->before.contains(task.path)) plan_->gone.push_back(task.path);
}

// What the index holds of it stays, and it is read again by the next update.
void SourceIntake::keep(const SourceTask& task, std::string reason) {
  report_->failed.push_back({task.file.name, std::move(reason)});
  const auto before = plan_->before.find(task.path);
  if (before == plan_->before.end()) return;
  if (options_.rebuild) {
    warn_of_loss(before->second, *report_);
  } else {
    plan_->kept.push_back(std::move(before->second));
  }
  plan_->before.erase(before);
}

}  // namespace opslag::indexer
