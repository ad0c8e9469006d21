// The HTTP server: takes connections, guards against hostile ones, hands requests to a handler and writes its answers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "searchd/http_message.h"

namespace opslag::searchd {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8080;  // 0: any free one
  std::size_t threads = 128;
  std::size_t queue = 256;                   // complete requests that may wait for a thread; more are told 503
  std::chrono::milliseconds answer{30'000};  // for sending an answer …
  std::size_t bytes_per_second = 10'000;     // … and one second more for each of these taken
  std::chrono::milliseconds stall{10'000};   // without the client taking a byte
  std::chrono::milliseconds grace{5'000};    // for what is under way when the server is stopped
  unsigned requests_per_connection = 1'000;
};

class HttpServer {
 public:
  // Called on many threads at once. What it throws becomes a plain 500.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;
  // Called after each answer: status, bytes sent, time taken.
  using Observer = std::function<void(const HttpRequest&, const HttpResponse&, std::size_t, std::chrono::microseconds)>;

  HttpServer(ServerOptions options, Handler handler, Observer observer = {});
  ~HttpServer();

  // The port listened to. Throws std::runtime_error, with a sentence, if the address can't be had.
  int bind();
  // Serves until stop(); false if the system took the listening socket away.
  bool serve();
  // Thread-safe. Answers under way have `grace` left.
  void stop();

 private:
  class Guarded;
  std::unique_ptr<Guarded> server_;
};

}  // namespace opslag::searchd
