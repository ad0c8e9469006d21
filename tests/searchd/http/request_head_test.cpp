// Request heads: what is read, what is refused and with which status.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/request_head.h"

#include "tests/support/catch.h"

using namespace opslag::searchd;

namespace {

int status_of(const std::string& head) {
  const auto request = parse_request_head(head);
  return request.refused ? request.refused->status : 200;
}

// "/a|b/ q=1&r=2" for a target.
std::string read_target(const std::string& target) {
  const auto request = parse_request_head("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
  if (request.refused) return std::to_string(request.refused->status);
  std::string line = "/";
  for (std::size_t i = 0; i < request.segments.size(); ++i) line += (i > 0 ? "|" : "") + request.segments[i];
  if (request.trailing_slash) line += "/";
  for (const auto& [name, value] : request.parameters) line += " " + name + "=" + value;
  return line;
}

}  // namespace

TEST_CASE("targets are split before they are decoded") {
  const std::pair<const char*, const char*> table[] = {
      {"/", "/"},
      {"/a/b", "/a|b"},
      {"/a/", "/a/"},
      {"/a//b", "/a||b"},
      {"/a%2Fb/c", "/a/b|c"},
      {"/moeder/x-2023-09-29/3.1", "/moeder|x-2023-09-29|3.1"},
      {"/?q=a+b&q=%C3%B8", "/ q=a b q=ø"},
      {"/?q=%zz&r=%4", "/ q=%zz r=%4"},
      {"/?q=100%", "/ q=100%"},
      {"/?&&q&=v&", "/ q= =v"},
      {"/?q=a=b", "/ q=a=b"},
      {"/?q=æ", "/ q=æ"},
      {"/a?b#c", "/a b="},
      {"http://host/x?y=1", "/x y=1"},
      {"http://host", "/"},
      {"*", "400"},
      {"host:80", "400"},
      {"/a b", "400"},
  };
  for (const auto& [target, expected] : table) {
    INFO(target);
    CHECK(read_target(target) == expected);
  }
  CHECK(read_target("/?q=%00").back() == '\0');
}

TEST_CASE("what is malformed or too long is refused with its status") {
  const std::string get = "GET / HTTP/1.1\r\n", host = "Host: x\r\n", end = "\r\n";
  const std::pair<std::string, int> table[] = {
      {get + host + end, 200},
      {"GET / HTTP/1.0\r\n\r\n", 200},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {get + host + host + end, 400},
      {get + "Host: a b\r\n\r\n", 400},
      {get + "Host: x\r\nX-In : y\r\n\r\n", 400},
      {get + host + " folded\r\n\r\n", 400},
      {get + host + "X: a\rb\r\n\r\n", 400},
      {get + host + std::string("X: a\0b\r\n\r\n", 10), 400},
      {"GET / HTTP/1.1\nHost: x\n\n", 400},
      {"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505},
      {"GET /\r\n\r\n", 400},
      {"G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {get + host + "Content-Length: 3\r\n\r\n", 413},
      {get + host + "Content-Length: 0\r\n\r\n", 200},
      {get + host + "Content-Length: 3\r\nContent-Length: 3\r\n\r\n", 400},
      {get + host + "Content-Length: -1\r\n\r\n", 400},
      {get + host + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {get + host + "Transfer-Encoding: chunked\r\n\r\n", 413},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n", 415},
      {get + host + "Range: bytes=0-,0-\r\n\r\n", 416},
      {get + host + "Range: bytes=0-5\r\n\r\n", 200},
      {"GET /" + std::string(kMaxPath - 1, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 200},
      {"GET /" + std::string(kMaxPath, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
      {"GET /?q=" + std::string(120'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 200},
      {"GET /?q=" + std::string(kMaxRequestLine, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
      {get + host + "X: " + std::string(kMaxHeaderBytes, 'a') + "\r\n\r\n", 431},
  };
  for (const auto& [head, expected] : table) {
    INFO(head.substr(0, 200));
    CHECK(status_of(head) == expected);
  }
}

TEST_CASE("headers and parameters are counted") {
  const auto with_headers = [](std::size_t count) {
    std::string head = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (std::size_t i = 1; i < count; ++i) head += "A: b\r\n";
    return head + "\r\n";
  };
  CHECK(status_of(with_headers(kMaxHeaders)) == 200);
  CHECK(status_of(with_headers(kMaxHeaders + 1)) == 431);
  const auto with_parameters = [](std::size_t count) {
    std::string target = "GET /?";
    for (std::size_t i = 0; i < count; ++i) target += i == 0 ? "a=1" : "&a=1";
    return target + " HTTP/1.1\r\nHost: x\r\n\r\n";
  };
  CHECK(status_of(with_parameters(kMaxParameters)) == 200);
  CHECK(status_of(with_parameters(kMaxParameters + 1)) == 400);
}

TEST_CASE("a connection is kept only where nothing can follow unread") {
  const auto keeps = [](const std::string& rest) { return parse_request_head(rest).keep_alive; };
  CHECK(keeps("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK_FALSE(keeps("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  CHECK_FALSE(keeps("GET / HTTP/1.1\r\nHost: x\r\nConnection: foo, Close\r\n\r\n"));
  CHECK_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
  CHECK(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
  CHECK_FALSE(keeps("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n"));
  CHECK_FALSE(keeps("GET / HTTP/1.1\r\n\r\n"));
}

TEST_CASE("gzip is offered to those who accept it") {
  const auto accepts = [](const std::string& value) {
    return parse_request_head("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + value + "\r\n\r\n").accepts_gzip;
  };
  CHECK(accepts("gzip"));
  CHECK(accepts("br, GZIP;q=0.5"));
  CHECK_FALSE(accepts("br"));
  CHECK_FALSE(accepts("gzip;q=0, br"));
}

TEST_CASE("a head ends at its empty line, however it arrives") {
  const std::string head = "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /next";
  const auto end = head.find("GET /next");
  CHECK(end_of_head(head) == end);
  for (std::size_t received = 0; received < end; ++received) {
    INFO(received);
    CHECK(end_of_head(std::string_view(head).substr(0, received)) == std::string_view::npos);
    CHECK(end_of_head(std::string_view(head).substr(0, end), received) == end);
  }
  CHECK(end_of_head("GET / HTTP/1.1\nA: b\n\n") == 21);
}
