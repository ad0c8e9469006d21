// Reads the command line with CLI11.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/options.h"

#include <CLI/CLI.hpp>
#include <array>

namespace opslag::indexer {
namespace {

CLI::App* add(CLI::App& app, const char* name, const char* what, Options& options, Command command) {
  CLI::App* sub = app.add_subcommand(name, what);
  sub->callback([&options, command] { options.command = command; });
  return sub;
}

void describe(CLI::App& app, Options& options) {
  const auto needs_index = [&](CLI::App* sub) {
    sub->add_option("--index", options.index, "the index's folder")->required()->type_name("DIR");
  };
  const auto takes_sources = [&](CLI::App* sub) {
    sub->add_option("source", options.arguments, "files, or folders with all below them")
        ->required()
        ->type_name("SOURCE");
  };
  const auto takes_organisation = [&](CLI::App* sub) {
    sub->add_option("--organisation", options.organisation, "whose minutes these are, where they don't say")
        ->type_name("NAME");
  };

  const auto treats_personal_numbers = [&](CLI::App* sub) {
    sub->add_option("--cpr", options.personal_numbers, "what is done about personal numbers in texts and attachments")
        ->check(CLI::IsMember({"report", "mask", "refuse"}))
        ->capture_default_str();
  };

  const auto reads_pictures = [&](CLI::App* sub) {
    sub->add_flag("--ocr", options.ocr, "read scanned pages and pictures of text, in Danish; slow, but only once");
    sub->add_option("--ocr-cache", options.ocr_cache,
                    "where what was read so is kept; $XDG_CACHE_HOME/opslag/ocr or ~/.cache/opslag/ocr if not given")
        ->type_name("DIR");
  };

  const auto bounds_memory = [&](CLI::App* sub) {
    sub->add_option("--memory", options.memory, "memory for what is read and built, beside dictionary and word list")
        ->type_name("MEGABYTES")
        ->check(CLI::Range(16, 1'000'000))
        ->capture_default_str();
  };

  CLI::App* update = add(app, "update", "bring the index to what the sources hold", options, Command::update);
  needs_index(update);
  takes_sources(update);
  takes_organisation(update);
  treats_personal_numbers(update);
  reads_pictures(update);
  update->add_flag("--each", options.each, "a line for each source: those that are read whole, too");
  bounds_memory(update);
  update->add_flag("--quiet", options.quiet, "no progress on standard error");
  update->add_flag("--retry-failed", options.retry_failed,
                   "read again what could not be read, or only in part, although nothing has changed");
  update->add_flag("--json", options.json, "end with one JSON object on standard output");
  update->add_flag("--rebuild", options.rebuild, "make the index anew; the old one serves until the new one is whole");

  CLI::App* watch =
      add(app, "watch", "update now, and whenever the sources change, until Ctrl-C", options, Command::watch);
  needs_index(watch);
  takes_sources(watch);
  takes_organisation(watch);
  treats_personal_numbers(watch);
  reads_pictures(watch);
  bounds_memory(watch);
  watch->add_flag("--json", options.json, "print one JSON object for each update on standard output");
  watch->add_option("--calm", options.calm, "seconds without a change that end a burst")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();

  CLI::App* remove = add(app, "remove", "drop what came from these sources", options, Command::remove);
  needs_index(remove);
  takes_sources(remove);
  remove->add_flag("--json", options.json, "end with one JSON object on standard output");

  CLI::App* show = add(app, "show", "the meetings as read, one JSON object a line", options, Command::show);
  takes_sources(show);
  takes_organisation(show);

  reads_pictures(show);

  CLI::App* extract =
      add(app, "extract", "attachments' text, page by page, one JSON object a line", options, Command::extract);
  extract->add_option("file", options.arguments, "the attachments")->required()->type_name("FILE");
  reads_pictures(extract);

  CLI::App* analyze = add(app, "analyze", "what the analyser makes of a text", options, Command::analyze);
  analyze->add_flag("--words", options.words, "read one word a line");
  analyze->add_option("text", options.arguments, "the text; standard input if none")->type_name("TEXT");

  CLI::App* check = add(app, "check", "is the index whole? counts, schema version", options, Command::check);
  needs_index(check);
  check->add_flag("--terms", options.terms, "how many terms and postings of each kind there are");

  CLI::App* publish = add(app, "publish", "one file of the index, for xapian-tcpsrv to serve to a searchd elsewhere",
                          options, Command::publish);
  needs_index(publish);
  publish->add_option("--into", options.into, "the file; one of that name is replaced")->required()->type_name("FILE");

  CLI::App* fetch = app.add_subcommand("fetch", "copy what a portal publishes into a folder, to be indexed");
  fetch->require_subcommand(1);
  CLI::App* firstagenda = add(*fetch, "firstagenda", "a FirstAgenda Publication portal", options, Command::fetch);
  firstagenda->add_option("host", options.arguments, "the portal's address, as in https://dagsordener.example.dk")
      ->required()
      ->expected(1)
      ->type_name("HOST");
  firstagenda->add_option("--into", options.into, "the folder, made if it is absent")->required()->type_name("DIR");
  firstagenda->add_option("--pause", options.pause, "seconds between two requests")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
}

}  // namespace

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
  CLI::App app("Makes and keeps the index that opslag-searchd answers from.", "opslag-indexer");
  Options options;
  app.require_subcommand(1);
  describe(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUsage;
  }
  return options;
}

}  // namespace opslag::indexer
