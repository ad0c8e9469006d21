// opslag-indexer fetch: copies what a portal publishes into a folder, which `update` then indexes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "indexer/commands.h"
#include "indexer/firstagenda_fetch.h"
#include "indexer/interrupt.h"
#include "indexer/messages.h"
#include "indexer/progress.h"

namespace opslag::indexer {

int fetch_command(const Options& options) {
  catch_interrupts();
  HttpOptions http;
  http.pause = std::chrono::milliseconds(static_cast<long>(options.pause * 1000));
  http.stop = [] { return interrupt_signal() != 0; };
  Progress progress(std::cerr, Progress::style_of_standard_error());
  const FetchReport report =
      fetch_firstagenda(options.arguments.front(), options.into, http,
                        [&](std::size_t done, std::size_t total) { progress.step("fetching", done, total); });
  for (const corpus::Failure& warning : report.warnings)
    tell_warning(without_personal_numbers(warning.source), warning.reason);
  for (const corpus::Failure& failure : report.failed)
    tell_failure(without_personal_numbers(failure.source), failure.reason);
  std::cout << report.meetings << " meetings and " << report.attachments << " attachments fetched, " << report.unchanged
            << " meetings unchanged, " << report.superseded << " agendas superseded by their minutes, " << report.closed
            << " closed meetings passed over; " << report.requests << " requests.\n";
  return report.failed.empty() ? kDone : kSomeFailed;
}

}  // namespace opslag::indexer
