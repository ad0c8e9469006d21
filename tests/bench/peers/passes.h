// How the bench talks to what it measures: each engine is a process that stays warm and runs passes over the queries
// when told. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace opslag::bench {

// A line of the queries' file: kind TAB q TAB filters (facet=value&facet=value).
struct Query {
  std::string kind, text;
  std::vector<std::pair<std::string, std::string>> filters;
};

// Throws std::runtime_error if the file can't be read.
std::vector<Query> read_queries(const std::string& file);

// Parses "freq1", "and3", "prefix" … texts into bare words: quotes and the final * are taken off.
std::vector<std::string> words_of(const Query& query);

struct Answer {
  long total = 0;  // matches; -1: the engine refused the query
  long bytes = 0;  // of what was made for the reader, so that nothing is optimised away
};

// One client of an engine; each runs in a thread of its own.
class Client {
 public:
  virtual ~Client() = default;
  // Answers the query of that number: ten hits with titles, snippets, total, facet counts.
  virtual Answer ask(std::size_t query) = 0;
  // A clock of the processor time that answering takes, in milliseconds; the difference over one ask() is what it cost,
  // on a busy machine too. Default: the calling thread's.
  virtual double processor_time() const;
};

// kinds: of all queries, in their order. Prints "ready", then, for each line "pass CLIENTS FIRST LAST" of standard
// input, runs the queries [FIRST, LAST), shared between that many clients, and prints "kind TAB milliseconds TAB total"
// for each in their order, then "done SECONDS". Returns at the end of the input. make is called once for each client.
void serve_passes(const std::vector<std::string>& kinds, const std::function<std::unique_ptr<Client>()>& make);

// A peer's program: "index FLAT PLACE" and "serve PLACE QUERIES".
struct Peer {
  std::string program, place;  // names for its usage and its errors
  std::function<int(const std::string& flat, const std::string& place)> index;
  // The queries outlive the client.
  std::function<std::unique_ptr<Client>(const std::string& place, const std::vector<Query>& queries)> client;
};
// What main() returns: 1 if something went wrong, 2 if it was called wrongly; both are told on standard error.
int run_peer(const Peer& peer, int argc, char** argv);

}  // namespace opslag::bench
