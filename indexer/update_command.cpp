// opslag-indexer update and remove: options in, report out.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "corpus/json.h"
#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/messages.h"
#include "indexer/progress.h"

namespace opslag::indexer {
namespace {

using Operation = UpdateReport (*)(const UpdateOptions&, const Environment&);

int execute(const Options& options, const Environment& environment, Operation operation) {
  const auto begin = std::chrono::steady_clock::now();
  catch_interrupts();
  Progress progress(std::cerr, Progress::style_of_standard_error());
  UpdateOptions update;
  update.index = options.index;
  update.sources = options.arguments;
  update.rebuild = options.rebuild;
  update.reread = options.retry_failed;
  update.stop = [] { return interrupt_signal() != 0; };
  constexpr std::size_t kTextsShare = 16;
  update.texts_in_memory = (options.memory << 20) / kTextsShare;
  update.building = (options.memory << 20) - update.texts_in_memory - memory_for_forms(options);
  update.progress = [&](std::string_view phase, std::size_t done, std::size_t total) {
    if (!options.quiet) progress.step(phase, done, total);
  };
  const UpdateReport report = operation(update, environment);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  return print(report, options, seconds.count());
}

nlohmann::ordered_json to_json(const UpdateReport& report, double seconds) {
  nlohmann::ordered_json failed = nlohmann::ordered_json::array();
  for (const corpus::Failure& failure : report.failed) {
    failed.push_back({{"source", failure.source}, {"reason", without_personal_numbers(failure.reason)}});
  }
  return {{"meetings", report.meetings},
          {"items", report.items},
          {"attachments", report.attachments},
          {"added", report.added},
          {"changed", report.changed},
          {"removed", report.removed},
          {"unchanged", report.unchanged},
          {"withheld", report.withheld},
          {"failed", failed},
          {"seconds", seconds},
          {"generation", report.generation}};
}

}  // namespace

int update_command(const Options& options) {
  return execute(options, real_environment(options), update);
}

int remove_command(const Options& options) {
  return execute(options, real_environment(options), remove);
}

int print(const UpdateReport& report, const Options& options, double seconds) {
  if (options.each) {
    for (const std::string& source : report.whole) std::cerr << "ok: " << one_line(source) << '\n';
    for (const std::string& source : report.listed) {
      const bool warned = std::any_of(report.warnings.begin(), report.warnings.end(),
                                      [&](const corpus::Failure& warning) { return warning.source == source; });
      if (!warned) std::cerr << "ok: " << one_line(source) << '\n';
    }
    for (const corpus::Failure& file : report.passed_over) tell_warning(file.source, file.reason);
  }
  for (const corpus::Failure& warning : report.warnings) {
    tell_warning(warning.source, warning.reason);
  }
  for (const corpus::Failure& failure : report.failed) {
    tell_failure(failure.source, failure.reason);
  }
  if (report.published) {
    std::cerr << report.added << " items added, " << report.changed << " changed, " << report.removed << " removed, "
              << report.unchanged << " unchanged";
  } else {
    std::cerr << "nothing has changed";
  }
  if (report.withheld > 0) std::cerr << "; " << report.withheld << " closed items left out";
  std::cerr << ". The index holds " << report.meetings << " meetings, " << report.items << " items, "
            << report.attachments << " attachments (generation " << report.generation << ").\n";
  if (options.json) std::cout << corpus::to_line(to_json(report, seconds)) << '\n';
  return report.failed.empty() ? kDone : kSomeFailed;
}

}  // namespace opslag::indexer
