// The command line as a plain struct.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace opslag::indexer {

// Exit status, as docs/operations.md has them.
inline constexpr int kDone = 0;
inline constexpr int kSomeFailed = 1;  // done, but some sources could not be read
inline constexpr int kWrongUsage = 2;
inline constexpr int kIndexUnusable = 3;  // nothing was changed

enum class Command { update, remove, show, extract, analyze, check, fetch, watch, publish };

struct Options {
  Command command = Command::check;
  std::string index;
  std::vector<std::string> arguments;  // SOURCE..., FILE or TEXT...
  std::optional<std::string> organisation;
  std::string personal_numbers = "mask";  // update, watch: report, mask or refuse
  std::size_t memory = 512;               // update, watch: megabytes for what is read and built
  bool quiet = false;                     // update: no progress
  bool json = false;                      // update, remove: end with one JSON object
  bool rebuild = false;                   // update: make the index anew
  bool ocr = false;                       // update, watch, show, extract: read pictures of text
  std::string ocr_cache;                  // the folder of what was read so; empty: the user's cache
  bool retry_failed = false;              // update: try again what could not be read
  bool each = false;                      // update, watch: a line for each source that was read whole, too
  bool words = false;                     // analyze: a word a line
  bool terms = false;                     // check: how much each kind of term takes
  std::string into;                       // fetch: the folder; publish: the file
  double pause = 1;                       // fetch: seconds between two requests
  double calm = 2;                        // watch: seconds without a change that end a burst
};

// What the program is to do; or, where there is nothing to do, the exit status after help or an error has been printed.
std::variant<Options, int> parse_options(int argc, const char* const* argv);

}  // namespace opslag::indexer
