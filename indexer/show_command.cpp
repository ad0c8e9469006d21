// opslag-indexer show: the meetings as read, one JSON object a line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "corpus/json.h"
#include "corpus/source.h"
#include "indexer/commands.h"
#include "indexer/messages.h"
#include "indexer/source_plan.h"
#include "indexer/source_reading.h"

namespace opslag::indexer {
namespace {

int fail(const corpus::Failure& failure) {
  tell_failure(failure.source, failure.reason);
  return kSomeFailed;
}

// False if it could not be read.
bool print(const corpus::SourceFile& file, Reading& reading, corpus::IdGiver& ids) {
  if (reading.failure) return fail({file.name, *reading.failure}) == kDone;
  for (const std::string& warning : reading.result.warnings) tell_warning(file.name, warning);
  ids.assign(reading.result.meetings, absolute_path(file.path.string()));
  for (const corpus::Meeting& meeting : reading.result.meetings)
    std::cout << corpus::to_line(corpus::to_json(meeting)) << '\n';
  return true;
}

}  // namespace

int show_command(const Options& options) {
  const corpus::Listing listing = corpus::list_sources(options.arguments);
  const corpus::ReadOptions read_options = real_read_options(options);
  int status = kDone;
  for (const corpus::Failure& failure : listing.failures) status = fail(failure);
  for (const corpus::Failure& warning : listing.warnings) tell_warning(warning.source, warning.reason);
  const auto read = [&](const corpus::SourceFile& file) { return corpus::read_source(file, read_options); };
  corpus::IdGiver ids;
  JoinedFiles joined;
  SameMinutes same;
  std::vector<std::pair<corpus::SourceFile, Reading>> undecided;  // until all is known that minutes list
  for (const corpus::SourceFile& file : listing.files) {
    Reading reading = read_file(read, file);
    joined.add(file, reading.result.meetings);
    if (is_attachment_if_listed(reading)) {
      undecided.emplace_back(file, std::move(reading));
      continue;
    }
    same.taken_before(file, reading.result.meetings);
    if (!print(file, reading, ids)) status = kSomeFailed;
  }
  std::vector<Reading> documents(listing.documents.size());
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (joined.contains(listing.documents[i])) continue;
    documents[i] = read_file(read, listing.documents[i]);
    joined.add(listing.documents[i], documents[i].result.meetings);
  }
  for (auto& [file, reading] : undecided) {
    if (joined.contains(file)) continue;
    same.taken_before(file, reading.result.meetings);
    if (!print(file, reading, ids)) status = kSomeFailed;
  }
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (joined.contains(listing.documents[i])) continue;
    if (const auto other = same.taken_before(listing.documents[i], documents[i].result.meetings))
      documents[i].result = {{}, {"skipped: the same minutes as " + *other}};
    if (!print(listing.documents[i], documents[i], ids)) status = kSomeFailed;
  }
  return status;
}

}  // namespace opslag::indexer
