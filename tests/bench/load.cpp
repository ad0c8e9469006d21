// opslag-load: a client of an HTTP search server over kept connections, so lean that what it measures is the server.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "tests/bench/peers/passes.h"

namespace opslag::bench {
namespace {

struct Request {
  std::string kind, path;
};

// One connection to 127.0.0.1. An answer ends by Content-Length or by chunks; both are read whole.
class HttpClient : public Client {
 public:
  // server: its process, whose processor time is told; 0: nobody's.
  HttpClient(int port, const std::vector<Request>& requests, std::string mark, int server)
      : port_(port), requests_(requests), mark_(std::move(mark)) {
    if (server == 0 || ::clock_getcpuclockid(server, &clock_) != 0) clock_ = CLOCK_THREAD_CPUTIME_ID;
  }
  ~HttpClient() override { close(); }

  double processor_time() const override {
    timespec time{};
    ::clock_gettime(clock_, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }

  Answer ask(std::size_t query) override {
    const std::string request = "GET " + requests_[query].path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n";
    for (int tries = 0;; ++tries) {
      try {
        if (socket_ < 0) open();
        send_all(request);
        return read_answer();
      } catch (const std::runtime_error&) {
        close();
        if (tries == 1) throw;  // a kept connection may have been closed meanwhile: once more on a new one
      }
    }
  }

 private:
  void open() {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("no connection");
  }

  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    buffer_.clear();
  }

  void send_all(const std::string& request) {
    for (std::size_t sent = 0; sent < request.size();) {
      const auto n = ::send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) throw std::runtime_error("the connection is closed");
      sent += static_cast<std::size_t>(n);
    }
  }

  void receive() {
    const std::size_t size = buffer_.size();
    buffer_.resize(size + 65536);
    const auto n = ::recv(socket_, buffer_.data() + size, 65536, 0);
    buffer_.resize(size + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    if (n <= 0) throw std::runtime_error("the connection is closed");
  }

  std::size_t find(std::string_view what, std::size_t from) {
    std::size_t at = 0;
    while ((at = buffer_.find(what, from)) == std::string::npos) receive();
    return at;
  }

  Answer read_answer() {
    const std::size_t head = find("\r\n\r\n", 0) + 4;
    const std::string headers = buffer_.substr(0, head);
    std::string body;
    std::size_t end = head;
    if (const char* length = ::strcasestr(headers.c_str(), "\r\nContent-Length:")) {
      end = head + static_cast<std::size_t>(std::strtoul(length + 17, nullptr, 10));
      while (buffer_.size() < end) receive();
      body = buffer_.substr(head, end - head);
    } else {
      for (std::size_t size = 1; size > 0;) {
        const std::size_t line = find("\r\n", end) + 2;
        size = std::strtoul(buffer_.c_str() + end, nullptr, 16);
        while (buffer_.size() < line + size + 2) receive();
        body.append(buffer_, line, size);
        end = line + size + 2;
      }
    }
    buffer_.erase(0, end);
    if (::strcasestr(headers.c_str(), "\r\nConnection: close") != nullptr) close();
    if (headers.compare(9, 3, "200") != 0)
      throw std::runtime_error("the server answered " + headers.substr(9, 3) + " " + body.substr(0, 300));
    return {total_in(body), static_cast<long>(body.size())};
  }

  // The number that follows the mark.
  long total_in(const std::string& body) const {
    const std::size_t at = mark_.empty() ? std::string::npos : body.find(mark_);
    return at == std::string::npos ? 0 : std::strtol(body.c_str() + at + mark_.size(), nullptr, 10);
  }

  int port_;
  const std::vector<Request>& requests_;
  std::string mark_, buffer_;
  int socket_ = -1;
  clockid_t clock_ = CLOCK_THREAD_CPUTIME_ID;
};

std::vector<Request> read_requests(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(file + " can't be read.");
  std::vector<Request> requests;
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (tab != std::string::npos) requests.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return requests;
}

}  // namespace
}  // namespace opslag::bench

int main(int argc, char** argv) {
  using namespace opslag::bench;
  if (argc < 3) {
    std::cerr
        << "Usage: opslag-load PORT FILE [MARK [PID]]\nFILE: kind TAB path-and-query a line. MARK: the total follows "
           "it in an answer, e.g. '\"total\":'.\nPID: the server's process, whose processor time is told.\n"
           "Standard input: lines \"pass CLIENTS FIRST LAST\".\n";
    return 2;
  }
  try {
    const auto requests = read_requests(argv[2]);
    std::vector<std::string> kinds;
    for (const auto& request : requests) kinds.push_back(request.kind);
    const std::string mark = argc > 3 ? argv[3] : "";
    const int server = argc > 4 ? std::atoi(argv[4]) : 0;
    serve_passes(kinds, [&] { return std::make_unique<HttpClient>(std::atoi(argv[1]), requests, mark, server); });
  } catch (const std::exception& error) {
    std::cerr << "opslag-load: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
