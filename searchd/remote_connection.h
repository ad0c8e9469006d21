// A connection to xapian-tcpsrv that asks for many values at once. Xapian's own client waits for each answer before it
// asks for the next, a round trip for every value; the server takes requests as they come.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace opslag::searchd {

// A sentence: the shard can't be reached, or does not answer in time, or not as xapian-tcpsrv does.
struct RemoteError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct RemoteAddress {
  std::string host;  // a name or an address
  int port = 0;
  std::string text() const { return host + ":" + std::to_string(port); }
};

struct RemoteRequest {
  enum class Kind { value, keys };
  Kind kind = Kind::value;
  std::string key;  // or what the keys begin with
};

struct RemoteAnswer {
  std::string value;              // empty if there is none
  std::vector<std::string> keys;  // ascending
};

// Not thread-safe. Speaks the remote protocol of Xapian 1.4 (version 39), as far as metadata needs it.
class RemoteConnection {
 public:
  using Patience = std::chrono::milliseconds;  // how long to wait for the next byte

  // Connects and hears the greeting; throws RemoteError.
  RemoteConnection(const RemoteAddress& address, Patience patience);
  ~RemoteConnection();
  RemoteConnection(const RemoteConnection&) = delete;
  RemoteConnection& operator=(const RemoteConnection&) = delete;

  // Of the database that is served: another one after it was replaced.
  const std::string& uuid() const { return uuid_; }

  void ask(const RemoteRequest& request);
  // Sends what was asked of all these connections, and reads until each has answered or failed.
  static void exchange(std::span<RemoteConnection* const> connections, Patience patience);
  // Why it failed; empty if it did not. A failed one is of no more use.
  const std::string& error() const { return error_; }
  // In the order of the requests; begins anew.
  std::vector<RemoteAnswer> take_answers();

 private:
  bool waits() const { return error_.empty() && answers_.size() < asked_.size(); }
  void open(const RemoteAddress& address, Patience patience);
  void greet(Patience patience);
  void fail(const std::string& why);
  void send_some();
  void receive_some();
  bool take_message(char& type, std::string& message);
  void take(char type, std::string message);

  std::string address_;
  int socket_ = -1;
  std::string uuid_, error_;
  std::string out_, in_;
  std::size_t sent_ = 0, read_ = 0;
  std::vector<RemoteRequest> asked_;
  std::vector<RemoteAnswer> answers_;
  RemoteAnswer answer_;  // being received
};

}  // namespace opslag::searchd
