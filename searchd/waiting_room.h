// Where connections wait until their request's head is complete: one thread for all of them, so that slow clients cost
// no worker.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace opslag::searchd {

struct Connection {
  int socket = -1;
  std::string received;     // read, but not yet answered; starts with the request's head
  std::size_t head = 0;     // bytes of the head, once it is complete
  unsigned answered = 0;    // requests answered on this connection so far
  bool lingering = false;   // answered for the last time: read and dropped until the client closes
  bool over_limit = false;  // the head is longer than allowed
  bool too_late = false;    // the head did not arrive in time
};

struct WaitingLimits {
  std::chrono::milliseconds idle{15'000};    // for the first byte of a request
  std::chrono::milliseconds head{5'000};     // from the first byte to the whole head
  std::chrono::milliseconds linger{1'000};   // for a client to take its last answer and close
  std::size_t head_bytes = 145 * 1024;       // one head
  std::size_t all_bytes = 16 * 1024 * 1024;  // all heads together; over it the longest waiting is closed
  std::size_t connections = 2'000;           // likewise
};

class WaitingRoom {
 public:
  // `ready` is called on the room's thread with each connection whose head is complete, over its limit or too late.
  // It must not block. It owns the connection's socket from then on.
  using Ready = std::function<void(Connection&&)>;
  WaitingRoom(WaitingLimits limits, Ready ready);
  ~WaitingRoom();  // closes all that wait
  WaitingRoom(const WaitingRoom&) = delete;
  WaitingRoom& operator=(const WaitingRoom&) = delete;

  // Takes over the socket. Thread-safe; never blocks for long.
  void add(Connection connection);

 private:
  using Clock = std::chrono::steady_clock;
  struct Guest {
    Connection connection;
    Clock::time_point deadline, since;
    std::size_t looked = 0;   // how far the head's end has been looked for
    std::size_t dropped = 0;  // bytes read while lingering
  };
  using Guests = std::map<int, Guest>;

  void run();
  void welcome(Connection connection);
  void read_from(Guests::iterator guest);
  bool take(Guest& guest, const char* bytes, std::size_t size);
  bool check_head(Guests::iterator guest);
  void leave(Guests::iterator guest);
  void close(Guests::iterator guest);
  void close_overdue();
  void make_room();

  const WaitingLimits limits_;
  const Ready ready_;
  int epoll_ = -1, wake_ = -1;
  Guests guests_;
  std::size_t bytes_ = 0;
  std::mutex mutex_;
  std::vector<Connection> inbox_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace opslag::searchd
