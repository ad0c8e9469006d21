// Chooses the subcommand; turns what it throws into a sentence and an exit status.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <xapian.h>

#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "corpus/generation.h"
#include "indexer/commands.h"
#include "indexer/interrupt.h"

namespace opslag::indexer {
namespace {

int dispatch(const Options& options) {
  switch (options.command) {
    case Command::update:
      return update_command(options);
    case Command::remove:
      return remove_command(options);
    case Command::show:
      return show_command(options);
    case Command::extract:
      return extract_command(options);
    case Command::analyze:
      return analyze_command(options);
    case Command::check:
      return check_command(options);
    case Command::watch:
      return watch_command(options);
    case Command::fetch:
      return fetch_command(options);
  }
  return kWrongUsage;
}

int complain(const std::string& sentence, int status) {
  std::cerr << "opslag-indexer: " << sentence << '\n';
  return status;
}

}  // namespace

int run(const Options& options) {
  std::cin.tie(nullptr);
  try {
    const int status = dispatch(options);
    if (!std::cout.flush()) return complain("standard output can't be written", kIndexUnusable);
    return status;
  } catch (const Interrupted& error) {
    return complain(error.what(), 128 + interrupt_signal());
  } catch (const corpus::IndexError& error) {
    return complain(error.what(), kIndexUnusable);
  } catch (const Xapian::Error& error) {
    return complain(error.get_type() + (": " + error.get_msg()) +
                        (error.get_error_string() ? std::string(" (") + error.get_error_string() + ")" : "") +
                        "; nothing was changed",
                    kIndexUnusable);
  } catch (const std::bad_alloc&) {
    return complain("out of memory; nothing was changed", kIndexUnusable);
  } catch (const std::exception& error) {
    return complain(std::string(error.what()) + "; nothing was changed", kIndexUnusable);
  }
}

}  // namespace opslag::indexer
