// Runs passes over the queries with one or more clients.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/passes.h"

#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace opslag::bench {
namespace {
using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

struct Result {
  double took = 0, processor = 0;
  Answer answer;
};

double run_pass(std::vector<std::unique_ptr<Client>>& clients, std::size_t number, std::size_t first,
                std::vector<Result>& results) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&](Client& client) {
    for (std::size_t i = next++; i < results.size(); i = next++) {
      const double processor = client.processor_time();
      const auto begin = Clock::now();
      try {
        results[i].answer = client.ask(first + i);
      } catch (const std::exception& error) {
        results[i].answer.total = -1;
        std::cerr << "query " << first + i << ": " << error.what() << '\n';
      }
      results[i].took = milliseconds(Clock::now() - begin);
      results[i].processor = client.processor_time() - processor;
    }
  };
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < number; ++i) threads.emplace_back([&, i] { work(*clients[i]); });
    work(*clients[0]);
  }
  return milliseconds(Clock::now() - begin) / 1000;
}

}  // namespace

double Client::processor_time() const {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::vector<Query> read_queries(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(file + " can't be read.");
  std::vector<Query> queries;
  for (std::string line; std::getline(in, line);) {
    Query query;
    std::istringstream fields(line);
    std::string filters;
    std::getline(fields, query.kind, '\t');
    std::getline(fields, query.text, '\t');
    std::getline(fields, filters, '\t');
    std::istringstream list(filters);
    for (std::string filter; std::getline(list, filter, '&');) {
      const std::size_t equals = filter.find('=');
      query.filters.emplace_back(filter.substr(0, equals), filter.substr(equals + 1));
    }
    queries.push_back(std::move(query));
  }
  return queries;
}

std::vector<std::string> words_of(const Query& query) {
  std::string text = query.text;
  std::erase(text, '"');
  std::erase(text, '*');
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

void serve_passes(const std::vector<std::string>& kinds, const std::function<std::unique_ptr<Client>()>& make) {
  std::vector<std::unique_ptr<Client>> clients;
  clients.push_back(make());
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string command;
    std::size_t number = 1, first = 0, last = 0;
    words >> command >> number >> first >> last;
    if (command != "pass") continue;
    while (clients.size() < number) clients.push_back(make());
    last = std::min(last, kinds.size());
    std::vector<Result> results(last > first ? last - first : 0);
    const double seconds = run_pass(clients, number, first, results);
    for (std::size_t i = 0; i < results.size(); ++i)
      std::printf("%s\t%.4f\t%ld\t%.4f\n", kinds[first + i].c_str(), results[i].took, results[i].answer.total,
                  results[i].processor);
    std::printf("done %.6f\n", seconds);
    std::fflush(stdout);
  }
}

int run_peer(const Peer& peer, int argc, char** argv) {
  const std::string command = argc == 4 ? argv[1] : "";
  try {
    if (command == "index") return peer.index(argv[2], argv[3]);
    if (command == "serve") {
      const std::vector<Query> queries = read_queries(argv[3]);
      std::vector<std::string> kinds;
      for (const Query& query : queries) kinds.push_back(query.kind);
      serve_passes(kinds, [&] { return peer.client(argv[2], queries); });
      return 0;
    }
  } catch (const std::exception& error) {
    std::cerr << peer.program << ": " << error.what() << '\n';
    return 1;
  }
  std::cerr << "Usage: " << peer.program << " index FLAT " << peer.place << " | serve " << peer.place << " QUERIES\n";
  return 2;
}

}  // namespace opslag::bench
