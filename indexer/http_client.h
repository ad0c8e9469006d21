// Asks one portal politely: cookies, redirects, a pause between requests, a few tries. The only door to the HTTP
// library. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace opslag::indexer {

struct HttpOptions {
  std::chrono::milliseconds pause{1000};  // between the starts of two requests of a host
  std::size_t most = 200u << 20;          // bytes of an answer
  int tries = 3;                          // for what may pass: no connection, time-outs, 429, 5xx
  std::function<bool()> stop;             // asked while waiting; true ends the request with Interrupted
};

struct HttpAnswer {
  long status = 0;  // 0: no answer at all
  std::string body;
  std::string error;  // a sentence if there was no answer or it was cut off
  bool ok() const { return status == 200 && error.empty(); }
};

// Not thread-safe. Only http and https are spoken, also after a redirect.
class HttpClient {
 public:
  explicit HttpClient(HttpOptions options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  HttpAnswer get(const std::string& url);
  std::size_t requests() const;  // made so far, each hop of a redirect is one

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opslag::indexer
