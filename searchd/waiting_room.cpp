// An epoll loop that collects request heads.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/waiting_room.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include "searchd/request_head.h"

namespace opslag::searchd {
namespace {

constexpr std::size_t kMaxDropped = 1024 * 1024;  // a client that goes on sending after its answer is cut off here

}  // namespace

WaitingRoom::WaitingRoom(WaitingLimits limits, Ready ready) : limits_(limits), ready_(std::move(ready)) {
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (epoll_ < 0 || wake_ < 0) throw std::runtime_error("The system refuses to give searchd an event queue.");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
  thread_ = std::thread([this] { run(); });
}

WaitingRoom::~WaitingRoom() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ::eventfd_write(wake_, 1);
  thread_.join();
  for (const auto& connection : inbox_) ::close(connection.socket);
  for (const auto& [socket, guest] : guests_) ::close(socket);
  ::close(epoll_);
  ::close(wake_);
}

void WaitingRoom::add(Connection connection) {
  {
    const std::lock_guard lock(mutex_);
    inbox_.push_back(std::move(connection));
  }
  ::eventfd_write(wake_, 1);
}

void WaitingRoom::run() {
  std::array<epoll_event, 64> events;
  for (auto swept = Clock::now();;) {
    const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), guests_.empty() ? -1 : 100);
    // Before the inbox is emptied: who comes afterwards must wake us again.
    std::uint64_t count = 0;
    ::eventfd_read(wake_, &count);
    std::vector<Connection> newcomers;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      newcomers.swap(inbox_);
    }
    for (int i = 0; i < ready; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      if (const auto guest = guests_.find(socket); guest != guests_.end()) read_from(guest);
    }
    for (auto& connection : newcomers) welcome(std::move(connection));
    if (Clock::now() - swept > std::chrono::milliseconds(100)) {
      close_overdue();
      swept = Clock::now();
    }
  }
}

void WaitingRoom::welcome(Connection connection) {
  const int socket = connection.socket;
  Guest guest;
  guest.since = Clock::now();
  guest.deadline = guest.since + (connection.lingering          ? limits_.linger
                                  : connection.received.empty() ? limits_.idle
                                                                : limits_.head);
  if (connection.lingering) connection.received.clear();
  bytes_ += connection.received.size();
  guest.connection = std::move(connection);
  const auto place = guests_.insert_or_assign(socket, std::move(guest)).first;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP;
  event.data.fd = socket;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0) return close(place);
  if (!place->second.connection.lingering && check_head(place)) return;  // a pipelined request
  read_from(place);                                                      // most requests are here already
  make_room();
}

bool WaitingRoom::take(Guest& guest, const char* bytes, std::size_t size) {
  if (guest.connection.lingering) return (guest.dropped += size) <= kMaxDropped;
  auto& received = guest.connection.received;
  if (received.empty()) {
    guest.deadline = Clock::now() + limits_.head;
    while (size > 0 && (*bytes == '\r' || *bytes == '\n')) ++bytes, --size;  // empty lines before a request are allowed
  }
  received.append(bytes, size);
  bytes_ += size;
  return true;
}

void WaitingRoom::read_from(Guests::iterator guest) {
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    const auto size = ::recv(guest->first, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (size <= 0) return close(guest);
    if (!take(guest->second, buffer.data(), static_cast<std::size_t>(size))) return close(guest);
    if (!guest->second.connection.lingering && check_head(guest)) return;
  }
}

// True if the guest has left for a worker.
bool WaitingRoom::check_head(Guests::iterator guest) {
  auto& connection = guest->second.connection;
  const auto end = end_of_head(connection.received, guest->second.looked);
  guest->second.looked = connection.received.size();
  connection.over_limit = std::min(end, connection.received.size()) > limits_.head_bytes;
  if (end == std::string::npos && !connection.over_limit) return false;
  connection.head = connection.over_limit ? connection.received.size() : end;
  leave(guest);
  return true;
}

void WaitingRoom::leave(Guests::iterator guest) {
  Connection connection = std::move(guest->second.connection);
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, connection.socket, nullptr);
  bytes_ -= connection.received.size();
  guests_.erase(guest);
  ready_(std::move(connection));
}

void WaitingRoom::close(Guests::iterator guest) {
  bytes_ -= guest->second.connection.received.size();
  ::close(guest->first);
  guests_.erase(guest);
}

void WaitingRoom::close_overdue() {
  const auto now = Clock::now();
  for (auto next = guests_.begin(); next != guests_.end();) {
    const auto guest = next++;
    if (guest->second.deadline > now) continue;
    auto& connection = guest->second.connection;
    if (connection.lingering || connection.received.empty()) {
      close(guest);
    } else {
      connection.too_late = true;
      leave(guest);
    }
  }
}

void WaitingRoom::make_room() {
  while (guests_.size() > limits_.connections || bytes_ > limits_.all_bytes) {
    close(std::min_element(guests_.begin(), guests_.end(),
                           [](const auto& a, const auto& b) { return a.second.since < b.second.since; }));
  }
}

}  // namespace opslag::searchd
