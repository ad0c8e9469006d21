// opslag-searchd: answers searches over an index by HTTP, or explains how a query finds a text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <thread>

#include "corpus/lost_pages.h"
#include "searchd/explain.h"
#include "searchd/options.h"
#include "searchd/routes.h"

// jemalloc's, which reads it as it starts: rows and bitmaps lie in large pages, where the processor finds them quicker,
// and what a query leaves is given back soon.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:4,thp:always,metadata_thp:always,dirty_decay_ms:2000";
}

namespace {

// SIGTERM and SIGINT wake a thread of their own, so that no handler has to be signal-safe.
std::thread stop_on_signal(opslag::searchd::HttpServer& server, const sigset_t& signals) {
  return std::thread([&server, signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    server.stop();
  });
}

int serve(const opslag::searchd::Options& options) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before there are threads: they inherit it
  opslag::corpus::survive_lost_pages();
  opslag::searchd::Routes routes(options);
  opslag::searchd::HttpServer server(options.server, routes.handler(), routes.observer());
  std::fprintf(stderr, "searchd: listening on http://%s:%d/\n", options.server.host.c_str(), server.bind());
  std::thread stopper = stop_on_signal(server, signals);
  const bool ended_well = server.serve();
  if (!ended_well) kill(getpid(), SIGTERM);  // so that the stopper ends too
  stopper.join();
  return ended_well ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try {
  const auto options = opslag::searchd::parse_options(argc, argv);
  if (!options.explain) return serve(options);
  opslag::searchd::explain(opslag::analyzers::load_language(), std::cin, std::cout);
  return 0;
} catch (const opslag::searchd::EarlyExit& exit) {
  return exit.status;
} catch (const std::exception& error) {
  std::fprintf(stderr, "opslag-searchd: %s\n", error.what());
  return 1;
}
