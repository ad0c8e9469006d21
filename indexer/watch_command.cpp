// opslag-indexer watch: an update now, and another whenever the sources change, until it is told to end.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "indexer/commands.h"
#include "indexer/folder_watch.h"
#include "indexer/interrupt.h"

namespace opslag::indexer {

int watch_command(const Options& options) {
  catch_interrupts();
  const auto stop = [] { return interrupt_signal() != 0; };
  const auto calm = std::chrono::milliseconds(static_cast<long>(options.calm * 1000));
  FolderWatch watch(options.arguments);  // before the first update: what changes meanwhile is not missed
  std::cerr << "watching; Ctrl-C or SIGTERM ends it\n";
  try {
    for (bool due = true; !stop();) {
      if (due) {
        update_command(options);  // a source that can't be read is named, and read again when it changes
        std::cout.flush();
      }
      const FolderWatch::Seen seen = watch.wait(calm, stop);
      if (seen == FolderWatch::Seen::stop) break;
      due = seen == FolderWatch::Seen::change;
    }
  } catch (const Interrupted&) {  // in the middle of an update: the generation before stays
  }
  std::cerr << "ended; the index is as the last update left it\n";
  return kDone;
}

}  // namespace opslag::indexer
