// A server ends when it is told to, whenever that is.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/http_server.h"

#include <future>
#include <thread>

#include "tests/support/catch.h"

using namespace opslag::searchd;

namespace {

struct Fixture {
  ServerOptions options;
  Fixture() {
    options.port = 0;
    options.threads = 2;
  }
  static HttpResponse answer(const HttpRequest&) { return {}; }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a server that is stopped before it serves does not begin to") {
  HttpServer server(options, answer);
  server.bind();
  server.stop();
  CHECK(server.serve());
}

// As a service manager's SIGTERM may come between the line that says "listening" and the first accept.
TEST_CASE_METHOD(Fixture, "a server that is stopped while it begins to serve ends") {
  for (int i = 0; i < 200; ++i) {
    HttpServer server(options, answer);
    server.bind();
    std::promise<void> go;
    std::thread stopper([&] {
      go.get_future().wait();
      server.stop();
    });
    go.set_value();
    const bool ended_well = server.serve();
    stopper.join();
    REQUIRE(ended_well);
  }
}
