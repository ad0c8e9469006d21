// opslag-make-corpus: writes a corpus of made minutes as JSON Lines, and the queries that are asked of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "tests/bench/corpus/meetings.h"
#include "tests/bench/corpus/queries.h"

namespace opslag::bench {
namespace {
namespace fs = std::filesystem;

struct Options {
  Making making;
  std::string out, flat, queries, dictionary = "/usr/share/hunspell/da_DK.dic";
  std::size_t per_file = 1000, query_sets = 1;
  unsigned threads = 1;
  std::vector<std::size_t> changed_range;
  bool bare = false;
};

Options read_options(int argc, char** argv) {
  Options options;
  CLI::App app("Makes Danish minutes: always the same ones; a small corpus is the beginning of a large one.");
  app.add_option("--items", options.making.items, "agenda items (10000)");
  app.add_option("--out", options.out, "folder for minutes-00000.jsonl …; made anew file by file");
  app.add_option("--flat", options.flat,
                 "file for the same items, one a line, fields between tabs: for engines that read no minutes");
  app.add_option("--queries", options.queries,
                 "file for the queries, made from the first 10000 items whatever --items says");
  app.add_option("--query-sets", options.query_sets, "how many times 2,400 of them (1)");
  app.add_option("--per-file", options.per_file, "items a file, about (1000)");
  app.add_option("--threads", options.threads, "files written at once (1)");
  app.add_option("--seed", options.making.seed, "another corpus (1)");
  app.add_option("--dictionary", options.dictionary, "da_DK.dic of hunspell-da, for rare words");
  app.add_option("--changed-every", options.making.changed_every, "give each n-th item another text");
  app.add_option("--changed-range", options.changed_range, "give items FROM to TO (exclusive) another text")
      ->expected(2);
  app.add_flag("--attachment-texts", options.making.attachment_texts, "write attachments' texts as files too");
  app.add_flag("--bare", options.bare, "leave topics, municipalities and decision codes to the reader");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error) == 0 ? 0 : 2);
  }
  options.making.facets = !options.bare;
  if (options.changed_range.size() == 2) {
    options.making.changed_from = options.changed_range[0];
    options.making.changed_to = options.changed_range[1];
  }
  return options;
}

void write_file(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(file.string() + " can't be written.");
}

void write_attachments(const fs::path& folder, const Plan& plan, const std::vector<MadeItem>& items) {
  for (const MadeItem& item : items) {
    for (std::size_t i = 0; i < item.attachments.size(); ++i) {
      const fs::path file = folder / attachment_file(plan, item, i);
      fs::create_directories(file.parent_path());
      write_file(file, item.attachments[i].text);
    }
  }
}

// The meetings [first, last) of one file.
struct Part {
  std::size_t first, last;
};

std::vector<Part> parts_of(const std::vector<Plan>& plans, std::size_t per_file) {
  std::vector<Part> parts;
  for (std::size_t first = 0, items = 0, i = 0; i < plans.size(); ++i) {
    items += plans[i].items;
    if (items < per_file && i + 1 < plans.size()) continue;
    parts.push_back({first, i + 1});
    first = i + 1;
    items = 0;
  }
  return parts;
}

void write_part(const Material& material, const Options& options, const std::vector<Plan>& plans, const Part& part,
                std::size_t number) {
  const fs::path folder = options.out;
  std::string text;
  for (std::size_t i = part.first; i < part.last; ++i) {
    const auto items = make_items(material, options.making, plans[i]);
    text += to_json_line(material, plans[i], items, options.making.attachment_texts);
    if (options.making.attachment_texts) write_attachments(folder, plans[i], items);
  }
  write_file(folder / ("minutes-" + std::to_string(number + 100000).substr(1) + ".jsonl"), text);
}

void write_flat(const Material& material, const Options& options) {
  std::ofstream out(options.flat, std::ios::binary);
  for (const Plan& plan : plan_meetings(material, options.making))
    out << to_flat_lines(material, plan, make_items(material, options.making, plan));
  out.close();
  if (!out) throw std::runtime_error(options.flat + " can't be written.");
}

void write_corpus(const Material& material, const Options& options) {
  fs::create_directories(options.out);
  const auto plans = plan_meetings(material, options.making);
  const auto parts = parts_of(plans, options.per_file);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < parts.size() && !failed; i = next++)
        write_part(material, options, plans, parts[i], i);
    } catch (const std::exception& error) {
      failed = true;
      std::cerr << "opslag-make-corpus: " << error.what() << '\n';
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < options.threads; ++i) threads.emplace_back(work);
  }
  if (failed) throw std::runtime_error("the corpus is not whole.");
}

}  // namespace
}  // namespace opslag::bench

int main(int argc, char** argv) {
  using namespace opslag::bench;
  const Options options = read_options(argc, argv);
  try {
    const Material material = load_material(options.dictionary);
    if (!options.out.empty()) write_corpus(material, options);
    if (!options.flat.empty()) write_flat(material, options);
    if (!options.queries.empty()) write_queries(material, options.making.seed, options.query_sets, options.queries);
  } catch (const std::exception& error) {
    std::cerr << "opslag-make-corpus: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
