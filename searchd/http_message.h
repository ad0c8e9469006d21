// A request and an answer as the routes see them: no sockets, no HTTP library.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace opslag::searchd {

using Parameters = std::vector<std::pair<std::string, std::string>>;  // decoded, in the order sent, repeats kept

// Why a request is refused before any route is asked.
struct Refusal {
  int status = 400;
  std::string detail;  // a sentence in English; holds nothing of the request
};

struct HttpRequest {
  std::string method = "GET";
  std::vector<std::string> segments;  // of the path, each percent-decoded; "/" has none; any bytes
  bool trailing_slash = false;
  Parameters parameters;
  std::string host;  // safe characters only; may be empty
  std::string if_none_match;
  bool accepts_gzip = false;
  bool http10 = false;
  bool keep_alive = false;  // the client wants the connection kept
  bool has_body = false;    // a body follows: it is never read, the connection ends
  std::optional<Refusal> refused;
};

// Takes a piece of the answer; false: the client is gone, stop.
using Sink = std::function<bool(std::string_view)>;

struct HttpResponse {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::size_t> length;                 // of what `stream` makes, if that is known
  std::function<bool(const Sink&)> stream;           // if set, makes the body piece by piece; false: it broke off
  std::shared_ptr<const void> afterwards = nullptr;  // what can wait until the answer has been sent: its end does it
  std::string route;                                 // for logs: "/api/v1/search"; never holds what a user typed
};

}  // namespace opslag::searchd
