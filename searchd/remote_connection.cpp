// Messages are a byte that tells the kind, a length, and so many bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/remote_connection.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace opslag::searchd {
namespace {

using Clock = std::chrono::steady_clock;

// Of the protocol: what is asked, and what is answered.
constexpr char kAskMetadata = 22, kAskMetadataKeys = 28;
constexpr char kGreeting = 0, kException = 1, kDone = 2, kMetadata = 19, kMetadataKey = 20;
constexpr unsigned char kProtocolMajor = 39;
constexpr std::size_t kUuidBytes = 36;
constexpr std::size_t kMostBytes = std::size_t{1} << 28;  // of a message

std::string reason(int error) {
  return std::generic_category().message(error);
}

void put_length(std::string& out, std::size_t length) {
  if (length < 255) {
    out += static_cast<char>(length);
    return;
  }
  out += '\xff';
  for (length -= 255; length >= 0x80; length >>= 7) out += static_cast<char>(length & 0x7F);
  out += static_cast<char>(length | 0x80);
}

// Bytes that the length takes; 0 if it is not all there.
std::size_t read_length(std::string_view bytes, std::size_t& length) {
  if (bytes.empty()) return 0;
  length = static_cast<unsigned char>(bytes[0]);
  if (length < 255) return 1;
  std::size_t more = 0;
  for (std::size_t i = 1; i < bytes.size() && i < 6; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    more |= std::size_t{byte & 0x7FU} << (7 * (i - 1));
    if (byte >= 0x80) {
      length = more + 255;
      return i + 1;
    }
  }
  if (bytes.size() >= 6) length = kMostBytes + 1;
  return bytes.size() >= 6 ? 6 : 0;
}

int wait_for(int socket, short events, RemoteConnection::Patience patience) {
  pollfd one{socket, events, 0};
  return ::poll(&one, 1, static_cast<int>(patience.count()));
}

}  // namespace

RemoteConnection::RemoteConnection(const RemoteAddress& address, Patience patience) : address_(address.text()) {
  try {
    open(address, patience);
    greet(patience);
  } catch (...) {
    if (socket_ >= 0) ::close(socket_);
    throw;
  }
}

RemoteConnection::~RemoteConnection() {
  if (socket_ >= 0) ::close(socket_);
}

void RemoteConnection::open(const RemoteAddress& address, Patience patience) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &wanted, &found) != 0)
    throw RemoteError("The shard " + address_ + " is not reached: there is no such host.");
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, ::freeaddrinfo);
  int error = 0;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    socket_ = ::socket(one->ai_family, one->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, one->ai_protocol);
    if (socket_ < 0) continue;
    error = ::connect(socket_, one->ai_addr, one->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      socklen_t size = sizeof error;
      error = ETIMEDOUT;
      if (wait_for(socket_, POLLOUT, patience) > 0) ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0) {
      const int yes = 1;
      ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      return;
    }
    ::close(std::exchange(socket_, -1));
  }
  throw RemoteError("The shard " + address_ + " is not reached: " + reason(error) + ".");
}

void RemoteConnection::greet(Patience patience) {
  char type = 0;
  std::string greeting;
  while (error_.empty() && !take_message(type, greeting)) {
    if (wait_for(socket_, POLLIN, patience) <= 0) fail("says nothing");
    if (error_.empty()) receive_some();
  }
  if (!error_.empty()) throw RemoteError(error_);
  const bool fits = type == kGreeting && greeting.size() > kUuidBytes;
  if (!fits || static_cast<unsigned char>(greeting[0]) != kProtocolMajor)
    throw RemoteError("The shard " + address_ + " is not served by an xapian-tcpsrv of Xapian 1.4.");
  uuid_ = greeting.substr(greeting.size() - kUuidBytes);
}

void RemoteConnection::fail(const std::string& why) {
  if (error_.empty()) error_ = "The shard " + address_ + " " + why + ".";
}

void RemoteConnection::ask(const RemoteRequest& request) {
  out_ += request.kind == RemoteRequest::Kind::value ? kAskMetadata : kAskMetadataKeys;
  put_length(out_, request.key.size());
  out_ += request.key;
  asked_.push_back(request);
}

// The server reads nothing while it writes: what it sends is read even while there is more to ask.
void RemoteConnection::exchange(std::span<RemoteConnection* const> connections, Patience patience) {
  std::vector<pollfd> polled(connections.size());
  std::vector<Clock::time_point> heard(connections.size(), Clock::now());
  while (true) {
    bool any = false;
    auto least = patience;
    for (std::size_t i = 0; i < connections.size(); ++i) {
      RemoteConnection& one = *connections[i];
      polled[i] = {-1, 0, 0};  // passed over
      const auto left = patience - std::chrono::duration_cast<Patience>(Clock::now() - heard[i]);
      if (one.waits() && left.count() <= 0) one.fail("does not answer in time");
      if (!one.waits()) continue;
      any = true;
      least = std::min(least, left);
      const int events = POLLIN | (one.sent_ < one.out_.size() ? POLLOUT : 0);
      polled[i] = {one.socket_, static_cast<short>(events), 0};
    }
    if (!any) return;
    if (::poll(polled.data(), polled.size(), static_cast<int>(least.count())) <= 0) continue;
    for (std::size_t i = 0; i < connections.size(); ++i) {
      if (polled[i].revents == 0) continue;
      heard[i] = Clock::now();
      if ((polled[i].revents & POLLOUT) != 0) connections[i]->send_some();
      if ((polled[i].revents & ~POLLOUT) != 0) connections[i]->receive_some();
    }
  }
}

std::vector<RemoteAnswer> RemoteConnection::take_answers() {
  asked_.clear();
  out_.clear();
  sent_ = 0;
  return std::exchange(answers_, {});
}

void RemoteConnection::send_some() {
  const ssize_t size = ::send(socket_, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
  if (size > 0) sent_ += static_cast<std::size_t>(size);
  if (size < 0 && errno != EAGAIN && errno != EINTR) fail("broke off: " + reason(errno));
}

void RemoteConnection::receive_some() {
  constexpr std::size_t kStep = std::size_t{256} << 10;
  const std::size_t old = in_.size();
  in_.resize(old + kStep);
  const ssize_t size = ::recv(socket_, in_.data() + old, kStep, 0);
  const int error = errno;
  in_.resize(old + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  if (size == 0) return fail("broke off");
  if (size < 0 && error != EAGAIN && error != EINTR) return fail("broke off: " + reason(error));
  if (uuid_.empty()) return;  // the greeting
  char type = 0;
  std::string message;
  while (error_.empty() && take_message(type, message)) take(type, std::move(message));
}

bool RemoteConnection::take_message(char& type, std::string& message) {
  const std::string_view left = std::string_view(in_).substr(read_);
  std::size_t length = 0;
  const std::size_t head = left.empty() ? 0 : read_length(left.substr(1), length);
  if (head > 0 && length > kMostBytes) fail("sends what can't be read");
  if (head == 0 || length > kMostBytes || left.size() < 1 + head + length) {
    if (read_ > 0) in_.erase(0, std::exchange(read_, 0));
    return false;
  }
  type = left[0];
  message.assign(left.substr(1 + head, length));
  read_ += 1 + head + length;
  return true;
}

void RemoteConnection::take(char type, std::string message) {
  if (answers_.size() == asked_.size()) return fail("answers what it was not asked");
  const RemoteRequest& request = asked_[answers_.size()];
  const bool of_keys = request.kind == RemoteRequest::Kind::keys;
  if (type == kException) return fail("reports an error; see its log");
  if (!of_keys && type == kMetadata) {
    answers_.push_back({std::move(message), {}});
  } else if (of_keys && type == kDone) {
    answers_.push_back(std::exchange(answer_, {}));
  } else if (of_keys && type == kMetadataKey && !message.empty()) {
    // So many bytes as in the key before, then the rest.
    const std::string& before = answer_.keys.empty() ? request.key : answer_.keys.back();
    const auto same = static_cast<unsigned char>(message[0]);
    if (same > before.size()) return fail("sends what can't be read");
    answer_.keys.push_back(before.substr(0, same) + message.substr(1));
  } else {
    fail("answers what it was not asked");
  }
}

}  // namespace opslag::searchd
