// searchd's command line and configuration file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <stdexcept>
#include <string>

#include "searchd/http_server.h"
#include "searchd/original_file.h"
#include "searchd/searcher_pool.h"

namespace opslag::searchd {

struct Options {
  PoolOptions pool;
  ServerOptions server;
  std::string public_url;  // "https://referater.example.dk", for links that must be absolute; empty: from the request
  ServedFiles files = ServedFiles::clean;  // which attachments' original files are given out
  bool access_log = false;  // a line a request on standard error: route, status, bytes, time; never what was asked
  bool explain = false;     // the subcommand
};

// The program is to end at once with this status, after what it had to say was printed.
struct EarlyExit {
  int status;
};

// Reads the command line, and the --config file that it names (`name = value` lines, the names of the options; the
// command line wins). Throws EarlyExit: 0 after --help and --version, 2 after wrong usage.
Options parse_options(int argc, const char* const* argv);

// "127.0.0.1:8080", "[::1]:8080", ":8080" (all addresses) → host and port; nullopt if malformed.
struct Address {
  std::string host;
  int port = 0;
};
std::optional<Address> parse_address(const std::string& text);

}  // namespace opslag::searchd
