// The waiting room: every connection that comes is looked at, whatever else happens at that moment.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/waiting_room.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <future>
#include <string>

#include "tests/support/catch.h"

namespace opslag::searchd {
namespace {

constexpr std::chrono::seconds kInVain{10};

// The room's end of a pair, with what the client sent; the client has sent all it has and hung up.
int sent(const std::string& text) {
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  ::close(ends[1]);
  return ends[0];
}

Connection connection(int socket, bool lingering = false) {
  Connection made;
  made.socket = socket;
  made.lingering = lingering;
  return made;
}

// A connection that arrived while another was being taken in stayed unseen until something else happened.
TEST_CASE("a request is seen though the client before leaves at that moment", "[waiting_room]") {
  std::promise<std::string> seen;
  WaitingRoom room(WaitingLimits{}, [&](Connection&& ready) {
    ::close(ready.socket);
    seen.set_value(ready.received);
  });
  for (int i = 0; i < 50'000; ++i) {
    seen = {};
    auto received = seen.get_future();
    room.add(connection(sent(""), true));
    for (int pause = i % 512 * 64; pause > 0; --pause) asm volatile("");  // every distance between the two
    room.add(connection(sent("GET / HTTP/1.1\r\n\r\n")));
    REQUIRE(received.wait_for(kInVain) == std::future_status::ready);
    REQUIRE(received.get() == "GET / HTTP/1.1\r\n\r\n");
  }
}

}  // namespace
}  // namespace opslag::searchd
