// The only file that knows cpp-httplib. Debian's 0.11.4 has a score of open holes (memory floods, slow clients, body
// smuggling, regular expressions that overflow the stack), so it is fed nothing that a client sent: request heads are
// collected in the waiting room and parsed by request_head, and httplib sees a request of our own making. It is left
// to listen, accept and write answers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/http_server.h"

#include <httplib.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "searchd/request_head.h"
#include "searchd/waiting_room.h"
#include "searchd/worker_pool.h"

namespace opslag::searchd {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBacklog = 512;
constexpr std::string_view kBusy =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

constexpr std::string_view kClose = "close", kKeepAlive = "timeout=15, max=1000";
// A worker waits so long for a client's next request, which many send at once, before the waiting room does.
constexpr std::chrono::milliseconds kMoment{10};

// What httplib reads is `head`; what it writes goes to the socket as long as the client keeps pace.
class GuardedStream : public httplib::Stream {
 public:
  GuardedStream(int socket, std::string head, const ServerOptions& limits, const std::atomic<bool>& halted)
      : socket_(socket), head_(std::move(head)), limits_(limits), halted_(halted) {}

  bool is_readable() const override { return read_ < head_.size(); }
  bool is_writable() const override { return !failed_; }
  ssize_t read(char* bytes, std::size_t size) override {
    const auto part = std::min(size, head_.size() - read_);
    head_.copy(bytes, part, read_);
    read_ += part;
    return static_cast<ssize_t>(part);
  }
  ssize_t write(const char* bytes, std::size_t size) override;
  // Both, in one packet if they fit.
  bool write(std::string_view head, std::string_view body);
  void get_remote_ip_and_port(std::string&, int&) const override {}  // no route needs to know who asks
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

  std::size_t written() const { return written_; }
  bool failed() const { return failed_; }

 private:
  std::chrono::milliseconds time_left();
  bool wait_until_writable();

  int socket_;
  std::string head_;
  const ServerOptions& limits_;
  const std::atomic<bool>& halted_;
  std::size_t read_ = 0, written_ = 0;
  const Clock::time_point start_ = Clock::now();
  std::optional<Clock::time_point> grace_;  // once the server is halted
  bool failed_ = false;
};

// Each byte taken buys the client time, so that a long export may last, but not at a trickle.
std::chrono::milliseconds GuardedStream::time_left() {
  if (halted_ && !grace_) grace_ = Clock::now() + limits_.grace;
  auto deadline = start_ + limits_.answer + std::chrono::milliseconds(written_ * 1000 / limits_.bytes_per_second);
  if (grace_) deadline = std::min(deadline, *grace_);
  return std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
}

bool GuardedStream::wait_until_writable() {
  pollfd wanted{socket_, POLLOUT, 0};
  const auto timeout = std::min(time_left(), limits_.stall);
  return timeout.count() > 0 && ::poll(&wanted, 1, static_cast<int>(timeout.count())) > 0;
}

ssize_t GuardedStream::write(const char* bytes, std::size_t size) {
  if (halted_ && time_left().count() <= 0) failed_ = true;
  for (std::size_t sent = 0; sent < size && !failed_;) {
    const auto count = ::send(socket_, bytes + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) {
      sent += static_cast<std::size_t>(count);
      written_ += static_cast<std::size_t>(count);
    } else if (count < 0 && errno != EINTR && ((errno != EAGAIN && errno != EWOULDBLOCK) || !wait_until_writable())) {
      failed_ = true;
    }
  }
  return failed_ ? -1 : static_cast<ssize_t>(size);
}

bool GuardedStream::write(std::string_view head, std::string_view body) {
  std::array<iovec, 2> pieces{
      {{const_cast<char*>(head.data()), head.size()}, {const_cast<char*>(body.data()), body.size()}}};
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = pieces.size();
  const auto count = ::sendmsg(socket_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  const auto sent = static_cast<std::size_t>(std::max<ssize_t>(count, 0));
  written_ += sent;
  const std::size_t of_head = std::min(sent, head.size()), of_body = sent - of_head;
  if (of_head < head.size()) write(head.data() + of_head, head.size() - of_head);
  if (of_body < body.size()) write(body.data() + of_body, body.size() - of_body);
  return !failed_;
}

// httplib gives each accepted socket to a task; ours only passes it to the waiting room, so it runs at once.
class InlineQueue : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override { task(); }
  void shutdown() override {}
};

// The request that httplib gets to see.
std::string own_head(const HttpRequest& request) {
  const bool head = request.method == "HEAD";
  std::string text = head ? "HEAD / HTTP/1.1\r\n" : "GET / HTTP/1.1\r\n";
  if (request.accepts_gzip) text += "Accept-Encoding: gzip\r\n";
  return text += "\r\n";
}

void fill(const HttpRequest& request, const HttpResponse& answer, httplib::Response& out) {
  out.status = answer.status;
  for (const auto& [name, value] : answer.headers) out.set_header(name, value);
  if (!answer.stream) {
    if (!answer.content_type.empty()) out.set_content(answer.body, answer.content_type);
    return;
  }
  const auto provide = [&answer](std::size_t, httplib::DataSink& sink) {
    const bool whole = answer.stream([&](std::string_view piece) { return sink.write(piece.data(), piece.size()); });
    if (whole) sink.done();
    return whole;
  };
  if (answer.length && *answer.length > 0)  // this kind of sink has no done()
    out.set_content_provider(
        *answer.length, answer.content_type, [&answer](std::size_t, std::size_t, httplib::DataSink& sink) {
          return answer.stream([&](std::string_view piece) { return sink.write(piece.data(), piece.size()); });
        });
  else if (answer.length)
    out.set_content("", answer.content_type);
  else if (request.http10)
    out.set_content_provider(answer.content_type, provide);
  else
    out.set_chunked_content_provider(answer.content_type, provide);
}

// Answers that are made often go without httplib, which copies them: those that are whole and sent as they are.
bool is_plain(const HttpRequest& request, const HttpResponse& answer) {
  return answer.status == 200 && !answer.stream && !answer.content_type.empty() && !request.accepts_gzip;
}

// What httplib would write: the headers in the order of their names.
std::string plain_head(const HttpResponse& answer, bool last) {
  const std::string length = std::to_string(answer.body.size());
  std::vector<std::pair<std::string_view, std::string_view>> headers(answer.headers.begin(), answer.headers.end());
  headers.emplace_back("Content-Length", length);
  headers.emplace_back("Content-Type", answer.content_type);
  headers.emplace_back(last ? "Connection" : "Keep-Alive", last ? kClose : kKeepAlive);
  std::stable_sort(headers.begin(), headers.end(), [](const auto& a, const auto& b) {
    return ::strcasecmp(a.first.data(), b.first.data()) < 0;  // views of whole strings
  });
  std::string head = "HTTP/1.1 200 OK\r\n";
  head.reserve(1024);
  for (const auto& [name, value] : headers) {
    if (value.find_first_of("\r\n") != std::string_view::npos) continue;
    ((head += name) += ": ") += value;
    head += "\r\n";
  }
  return head += "\r\n";
}

}  // namespace

class HttpServer::Guarded : public httplib::Server {
 public:
  Guarded(ServerOptions options, HttpServer::Handler handler, Observer observer);
  int bind();
  bool listen();
  void halt();

 private:
  bool process_and_close_socket(socket_t socket) override;
  void admit(Connection&& connection);
  void serve(Connection connection);
  bool serve_one(Connection& connection);
  bool next_comes(Connection& connection);
  HttpResponse answer(const HttpRequest& request) const;
  bool write_answer(const Connection& connection, const HttpRequest& request, bool last);

  const ServerOptions options_;
  const HttpServer::Handler handler_;
  const Observer observer_;
  std::atomic<bool> halted_{false};
  std::atomic<bool> listening_{false};
  std::atomic<std::size_t> waiting_{0};  // workers in next_comes()
  std::unique_ptr<WaitingRoom> room_;
  std::unique_ptr<WorkerPool> workers_;  // ends first: its tasks use the room
};

namespace {
// The request and answer that this thread is writing, for the handler that httplib calls back.
thread_local const HttpRequest* current_request = nullptr;
thread_local const HttpResponse* current_answer = nullptr;
}  // namespace

HttpServer::Guarded::Guarded(ServerOptions options, HttpServer::Handler handler, Observer observer)
    : options_(std::move(options)), handler_(std::move(handler)), observer_(std::move(observer)) {
  std::signal(SIGPIPE, SIG_IGN);
  room_ = std::make_unique<WaitingRoom>(WaitingLimits{}, [this](Connection&& guest) { admit(std::move(guest)); });
  workers_ = std::make_unique<WorkerPool>(options_.threads, options_.queue);
  new_task_queue = [] { return new InlineQueue; };  // httplib deletes it
  set_tcp_nodelay(true);
  set_keep_alive_max_count(options_.requests_per_connection);
  set_keep_alive_timeout(15);
  // Not httplib's SO_REUSEPORT, with which two servers share a port unnoticed.
  set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  set_pre_routing_handler([](const httplib::Request&, httplib::Response& out) {
    fill(*current_request, *current_answer, out);
    return HandlerResponse::Handled;
  });
  set_exception_handler(
      [](const httplib::Request&, httplib::Response& out, const std::exception_ptr&) { out.status = 500; });
}

int HttpServer::Guarded::bind() {
  const int port = options_.port == 0                           ? bind_to_any_port(options_.host)
                   : bind_to_port(options_.host, options_.port) ? options_.port
                                                                : -1;
  if (port <= 0) {
    throw std::runtime_error("Can't listen on " + options_.host + ":" + std::to_string(options_.port) +
                             ": the address is in use, or not this machine's.");
  }
  ::listen(svr_sock_, kBacklog);  // the library compiled in five
  return port;
}

bool HttpServer::Guarded::listen() {
  listening_ = true;
  const bool ended_well = halted_ || listen_after_bind() || halted_;
  listening_ = false;
  return ended_well;
}

// The library's stop() does nothing before its loop has begun, and is meant to be called once.
void HttpServer::Guarded::halt() {
  if (halted_.exchange(true)) return;
  while (listening_ && !is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  stop();
}

bool HttpServer::Guarded::process_and_close_socket(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  Connection connection;
  connection.socket = socket;
  room_->add(std::move(connection));
  return true;
}

void HttpServer::Guarded::admit(Connection&& connection) {
  const int socket = connection.socket;
  auto shared = std::make_shared<Connection>(std::move(connection));  // std::function wants copies
  if (workers_->submit([this, shared] { serve(std::move(*shared)); })) return;
  [[maybe_unused]] const auto sent = ::send(socket, kBusy.data(), kBusy.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(socket, SHUT_WR);
  Connection leaving;
  leaving.socket = socket;
  leaving.lingering = true;
  room_->add(std::move(leaving));
}

void HttpServer::Guarded::serve(Connection connection) {
  do {
    if (!serve_one(connection)) return;
  } while (!connection.lingering && next_comes(connection));
  room_->add(std::move(connection));
}

// False: the connection is gone.
bool HttpServer::Guarded::serve_one(Connection& connection) {
  HttpRequest request;
  if (connection.too_late) {
    request.refused = Refusal{408, "The request did not arrive in time."};
  } else if (connection.over_limit) {
    request.refused = Refusal{431, "The request's head is too long."};
  } else {
    request = parse_request_head(std::string_view(connection.received).substr(0, connection.head));
  }
  ++connection.answered;
  const bool last = !request.keep_alive || halted_ || connection.answered >= options_.requests_per_connection;
  if (!write_answer(connection, request, last)) {
    ::close(connection.socket);
    return false;
  }
  if (last) ::shutdown(connection.socket, SHUT_WR);
  connection.lingering = last;
  connection.received.erase(0, connection.head);
  connection.head = 0;
  return true;
}

// Whether the client's next request is there in a moment, whole. Only a few workers wait so, and only where nobody
// waits for them; all that is not plain is left to the waiting room.
bool HttpServer::Guarded::next_comes(Connection& connection) {
  if (!connection.received.empty() || halted_ || workers_->is_behind()) return false;
  struct Turn {
    std::atomic<std::size_t>& count;
    const std::size_t before = count.fetch_add(1);
    ~Turn() { count.fetch_sub(1); }
  } turn{waiting_};
  pollfd wanted{connection.socket, POLLIN, 0};
  if (turn.before >= options_.threads / 4 || ::poll(&wanted, 1, static_cast<int>(kMoment.count())) <= 0) return false;
  std::array<char, 16 * 1024> buffer;
  const auto size = ::recv(connection.socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size <= 0) return false;
  std::string_view received(buffer.data(), static_cast<std::size_t>(size));
  received.remove_prefix(std::min(received.find_first_not_of("\r\n"), received.size()));  // as the waiting room does
  connection.received = received;
  const auto end = end_of_head(connection.received);
  if (end == std::string::npos) return false;
  connection.head = end;
  return true;
}

HttpResponse HttpServer::Guarded::answer(const HttpRequest& request) const {
  try {
    return handler_(request);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "searchd: a request failed: %s\n", error.what());
  } catch (...) {
    std::fprintf(stderr, "searchd: a request failed\n");
  }
  HttpResponse failed;
  failed.status = 500;
  failed.content_type = "text/plain; charset=utf-8";
  failed.body = "Internal error\n";
  return failed;
}

bool HttpServer::Guarded::write_answer(const Connection& connection, const HttpRequest& request, bool last) {
  const auto start = Clock::now();
  const HttpResponse response = answer(request);
  GuardedStream stream(connection.socket, own_head(request), options_, halted_);
  current_request = &request;
  current_answer = &response;
  bool closed = false;
  const bool written =
      is_plain(request, response)
          ? stream.write(plain_head(response, last), request.method == "HEAD" ? std::string_view() : response.body)
          : process_request(stream, last, closed, nullptr);
  if (observer_) {
    observer_(request, response, stream.written(),
              std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start));
  }
  return written && !stream.failed();
}

HttpServer::HttpServer(ServerOptions options, Handler handler, Observer observer)
    : server_(std::make_unique<Guarded>(std::move(options), std::move(handler), std::move(observer))) {}
HttpServer::~HttpServer() = default;
int HttpServer::bind() {
  return server_->bind();
}
bool HttpServer::serve() {
  return server_->listen();
}
void HttpServer::stop() {
  server_->halt();
}

}  // namespace opslag::searchd
