// Options by CLI11.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>

namespace opslag::searchd {
namespace {

bool is_web_url(const std::string& url) {
  return url.rfind("https://", 0) == 0 || url.rfind("http://", 0) == 0;
}

struct Raw {
  std::string listen = "127.0.0.1:8080";
  std::string files = "clean";
  int shard_timeout = 2'000;
  std::size_t shard_cache = 64;
  bool version = false;
};

void declare(CLI::App& app, Options& options, Raw& raw) {
  app.add_option(
         "--index", options.pool.indexes,
         "An index's folder, or remote:HOST:PORT for one that xapian-tcpsrv serves there (opslag-indexer publish); "
         "given several times, they are searched as one")
      ->allow_extra_args(false);
  app.add_option("--listen", raw.listen, "Address and port, e.g. 127.0.0.1:8080 or [::1]:8080")->capture_default_str();
  app.set_config("--config", "", "A file of name = value lines; the command line wins");
  app.add_option("--public-url", options.public_url, "What visitors type, e.g. https://referater.example.dk");
  app.add_option("--threads", options.server.threads, "Threads that answer requests")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  app.add_option("--searchers", options.pool.searchers, "Searches at once; 0: twice the processors")
      ->check(CLI::Range(0, 1024));
  app.add_option("--processors", options.pool.processors,
                 "Processors that searches may share, one several while they are idle; 0: all")
      ->check(CLI::Range(0, 1024));
  app.add_option("--exports", options.pool.exports, "Exports at once")->check(CLI::Range(1, 64))->capture_default_str();
  app.add_option("--shard-timeout", raw.shard_timeout, "Milliseconds that a remote index may say nothing")
      ->check(CLI::Range(10, 60'000))
      ->capture_default_str();
  app.add_option("--shard-cache", raw.shard_cache, "Megabytes of each remote index that are kept in memory")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option(
         "--files", raw.files,
         "Attachments' original files that are given out: all, clean (none in which personal numbers were masked), "
         "checked (only those read whole), none")
      ->check(CLI::IsMember({"all", "clean", "checked", "none"}))
      ->capture_default_str();
  app.add_flag("--access-log", options.access_log, "A line a request on standard error, without what was searched");
  app.add_flag("--version", raw.version, "Print the version");
  app.add_subcommand("explain", "Does a query find a text, and by which rule? Reads query TAB text lines")
      ->callback([&options] { options.explain = true; });
}

[[noreturn]] void refuse(const std::string& sentence) {
  std::cerr << "opslag-searchd: " << sentence << "\nTry opslag-searchd --help.\n";
  throw EarlyExit{2};
}

}  // namespace

std::optional<Address> parse_address(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  Address address;
  address.host = text.substr(0, colon);
  const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), address.port);
  if (error != std::errc() || end != text.data() + text.size() || address.port < 0 || address.port > 65535)
    return std::nullopt;
  if (address.host.empty()) address.host = "0.0.0.0";
  const bool bracketed = address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']';
  if (bracketed)
    address.host = address.host.substr(1, address.host.size() - 2);
  else if (address.host.find(':') != std::string::npos)
    return std::nullopt;
  return address;
}

Options parse_options(int argc, const char* const* argv) {
  Options options;
  Raw raw;
  CLI::App app("Answers searches over an Opslag index by HTTP.", "opslag-searchd");
  declare(app, options, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool wanted = error.get_exit_code() == 0;
    app.exit(error, std::cout, std::cerr);
    throw EarlyExit{wanted ? 0 : 2};
  }
  if (raw.version) {
    std::cout << "opslag-searchd " OPSLAG_VERSION "\n";
    throw EarlyExit{0};
  }
  if (options.explain) return options;
  if (options.pool.indexes.empty()) refuse("--index is missing: the folder that opslag-indexer update wrote.");
  for (const std::string& index : options.pool.indexes) {
    if (is_remote(index) && !parse_remote(index)) refuse("--index wants remote:HOST:PORT, not " + index + ".");
  }
  options.pool.remote.patience = std::chrono::milliseconds(raw.shard_timeout);
  options.pool.remote.cache_bytes = raw.shard_cache << 20;
  const auto address = parse_address(raw.listen);
  if (!address) refuse("--listen wants an address and a port, e.g. 127.0.0.1:8080.");
  if (!options.public_url.empty() && !is_web_url(options.public_url))
    refuse("--public-url must begin with https:// or http://.");
  while (!options.public_url.empty() && options.public_url.back() == '/') options.public_url.pop_back();
  options.files = served_files_named(raw.files).value_or(ServedFiles::clean);
  options.server.host = address->host;
  options.server.port = address->port;
  return options;
}

}  // namespace opslag::searchd
