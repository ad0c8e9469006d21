// opslag-indexer watch: an update now, and another whenever the sources change, until it is told to end.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <iostream>

#include "indexer/commands.h"
#include "indexer/folder_watch.h"
#include "indexer/interrupt.h"

namespace opslag::indexer {

namespace {

// How long after an update that failed it is tried again, if nothing changes before, in times of --calm.
constexpr int kCalmsBeforeRetry = 15;

bool updated(const Options& options) {
  const int status = tell_what_is_thrown([&] { return update_command(options); });
  std::cout.flush();
  if (status == kDone || status == kSomeFailed) return true;
  if (interrupt_signal() == 0) std::cerr << "the index stays as it was; the update is tried again in a while\n";
  return false;
}

}  // namespace

int watch_command(const Options& options) {
  catch_interrupts();
  const auto stop = [] { return interrupt_signal() != 0; };
  const auto calm = std::chrono::milliseconds(static_cast<long>(options.calm * 1000));
  FolderWatch watch(options.arguments, options.index);  // before the first update: what changes meanwhile is not missed
  std::cerr << "watching; Ctrl-C or SIGTERM ends it\n";
  try {
    update_command(options);  // an index that can't be used at the start is for a human to see to
    std::cout.flush();
    auto retry = std::chrono::steady_clock::time_point::max();
    for (;;) {
      const FolderWatch::Seen seen = watch.wait(calm, stop);
      if (seen == FolderWatch::Seen::stop) break;
      if (seen == FolderWatch::Seen::nothing && std::chrono::steady_clock::now() < retry) continue;
      // A disk that is full now, or another update under way, is no reason to end.
      retry = updated(options) ? std::chrono::steady_clock::time_point::max()
                               : std::chrono::steady_clock::now() + calm * kCalmsBeforeRetry;
    }
  } catch (const Interrupted&) {  // in the middle of the first update
  }
  std::cerr << "ended; the index is as the last update left it\n";
  return kDone;
}

}  // namespace opslag::indexer
