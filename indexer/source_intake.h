// Reads what an update has to read: the minutes, then the documents that no minutes join, and keeps memory bounded.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "corpus/source.h"
#include "indexer/known_lines.h"
#include "indexer/meeting_spool.h"
#include "indexer/source_plan.h"
#include "indexer/source_reading.h"
#include "indexer/update.h"
#include "indexer/usual_names.h"

namespace opslag::indexer {

struct ReadSource {
  SourceTask task;
  std::vector<corpus::Meeting> meetings;                   // those that have a place without items
  std::vector<std::optional<MeetingSpool::Place>> places;  // of those that are not whole here
  std::size_t items = 0;                                   // of all meetings
  std::vector<corpus::MeetingLine> lines;                  // of JSON Lines, if lines may be passed over
  std::vector<HeldLine> held;                              // by line, what the index holds of those that were
};

class SourceIntake {
 public:
  // What is given must outlive this. `check_stop` throws if the update is to be stopped.
  SourceIntake(const UpdateOptions& options, const Environment& environment, MeetingSpool& spool,
               std::function<void()> check_stop)
      : options_(options), environment_(environment), spool_(spool), check_stop_(std::move(check_stop)) {}

  // Reads the plan's sources; what can't be read, and what there is to say, goes to the report. Of the plan, what is
  // found to be gone or kept changes, and neighbours that have to be read too leave those that are as before.
  std::vector<ReadSource> read(SourcePlan& plan, UpdateReport& report);

 private:
  using Readings = std::vector<Reading>;
  void part_usual_names(Readings& readings, Readings& documents);
  std::vector<ReadTask> all_read(Readings& readings, Readings& documents);
  void read_neighbours(std::vector<SourceTask>& tasks, Readings& readings, const std::set<std::string>& folders,
                       bool documents);
  Readings read_all(const std::vector<SourceTask>& tasks, const JoinedFiles& before, JoinedFiles& joined);
  Reading held(Reading reading);
  void take_document(SourceTask& task, Reading reading);
  void take_listed(SourceTask& task);
  void take(SourceTask& task, Reading reading);
  void fail(const SourceTask& task, std::string reason);
  void keep(const SourceTask& task, std::string reason);

  const UpdateOptions& options_;
  const Environment& environment_;
  MeetingSpool& spool_;
  std::function<void()> check_stop_;
  SourcePlan* plan_ = nullptr;  // while reading
  UpdateReport* report_ = nullptr;
  std::vector<ReadSource> sources_;
};

// The items of a source that can't be read now are not in an index that is made anew.
void warn_of_loss(const corpus::SourceState& state, UpdateReport& report);

}  // namespace opslag::indexer
