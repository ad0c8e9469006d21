// opslag-indexer show: the meetings as read, one JSON object a line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "corpus/json.h"
#include "corpus/source.h"
#include "indexer/commands.h"
#include "indexer/source_plan.h"

namespace opslag::indexer {
namespace {

int fail(const corpus::Failure& failure) {
  std::cerr << "failed: " << failure.source << ": " << failure.reason << '\n';
  return kSomeFailed;
}

}  // namespace

int show_command(const Options& options) {
  const corpus::Listing listing = corpus::list_sources(options.arguments);
  const corpus::ReadOptions read_options = real_read_options(options);
  int status = kDone;
  for (const corpus::Failure& failure : listing.failures) status = fail(failure);
  for (const corpus::Failure& warning : listing.warnings)
    std::cerr << "warning: " << warning.source << ": " << warning.reason << '\n';
  corpus::IdGiver ids;
  for (const corpus::SourceFile& file : listing.files) {
    try {
      corpus::ReadResult result = corpus::read_source(file, read_options);
      for (const std::string& warning : result.warnings)
        std::cerr << "warning: " << file.name << ": " << warning << '\n';
      ids.assign(result.meetings, absolute_path(file.path.string()));
      for (const corpus::Meeting& meeting : result.meetings) {
        std::cout << corpus::to_line(corpus::to_json(meeting)) << '\n';
      }
    } catch (const std::runtime_error& error) {
      status = fail({file.name, error.what()});
    }
  }
  return status;
}

}  // namespace opslag::indexer
