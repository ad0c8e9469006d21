// Chooses the subcommand; turns what it throws into a sentence and an exit status.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>
#include <xapian.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string_view>

#include "corpus/generation.h"
#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/messages.h"

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
    case Command::publish:
      return publish_command(options);
    case Command::fetch:
      return fetch_command(options);
  }
  return kWrongUsage;
}

int complain(const std::string& sentence, int status) {
  std::cerr << "opslag-indexer: " << one_line(sentence) << '\n';
  return status;
}

// Xapian 1.4.22 throws in a destructor when a disk fails it at the wrong moment, which nobody can catch. All that is
// visible of an index is put in place after Xapian has written.
[[noreturn]] void tell_and_end() {
  constexpr std::string_view kSentence =
      "opslag-indexer: an error that can't be handled, most likely of a full or failing disk; the index stays as it "
      "was\n";
  if (::write(STDERR_FILENO, kSentence.data(), kSentence.size()) < 0) std::abort();
  ::_exit(kIndexUnusable);
}

}  // namespace

int tell_what_is_thrown(const std::function<int()>& work) {
  try {
    return work();
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

int run(const Options& options) {
  std::cin.tie(nullptr);
  std::set_terminate(tell_and_end);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on files' sizes is an error like a full disk
  return tell_what_is_thrown([&] {
    const int status = dispatch(options);
    if (!std::cout.flush()) return complain("standard output can't be written", kIndexUnusable);
    return status;
  });
}

}  // namespace opslag::indexer
