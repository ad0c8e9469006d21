// The subcommands; each returns the exit status. One file a subcommand.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>

#include "indexer/attachment_reader.h"
#include "indexer/options.h"
#include "indexer/update.h"

namespace opslag::indexer {

// Standard output carries results, standard error messages. They throw what their rooms throw: run() turns it into a
// sentence and an exit status.
int update_command(const Options& options);
int remove_command(const Options& options);
int show_command(const Options& options);
int extract_command(const Options& options);
int analyze_command(const Options& options);
int check_command(const Options& options);
int fetch_command(const Options& options);
int watch_command(const Options& options);
int publish_command(const Options& options);

int run(const Options& options);
// Does the work and returns its exit status; what it throws becomes a sentence on standard error and an exit status.
int tell_what_is_thrown(const std::function<int()>& work);

// Environment::list and ::read of the real world: readers, vocabularies and analyser.
Environment real_environment(const Options& options);
// Bytes, of those that `--memory` allows, for word forms: most words come again, but thousands of items later.
std::size_t memory_for_forms(const Options& options);
// How sources are read: by whose name, and with documents read in a confined process. For one thread.
corpus::ReadOptions real_read_options(const Options& options);
// How attachments are read: what the options say, with the index's memory where there is an index.
ReaderOptions real_reader_options(const Options& options);
// Prints warnings, failures and counts; returns the exit status.
int print(const UpdateReport& report, const Options& options, double seconds);

}  // namespace opslag::indexer
