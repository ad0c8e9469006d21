// A published index that another machine serves (corpus/published.h): connections to it, and a cache of what it said.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "searchd/remote_connection.h"
#include "searchd/shard.h"

namespace opslag::searchd {

struct RemoteOptions {
  std::chrono::milliseconds patience{2'000};        // how long to wait for a connection, and for the next byte
  std::size_t cache_bytes = std::size_t{64} << 20;  // of each shard's values that are kept
};

// "remote:HOST:PORT", "remote:[::1]:7700"; nullopt if it is of another kind or malformed.
std::optional<RemoteAddress> parse_remote(const std::string& index);
bool is_remote(const std::string& index);

// Thread-safe. Belongs to one published file: if another is served there, it fails.
class RemoteShard {
 public:
  using Answer = std::shared_ptr<const RemoteAnswer>;

  RemoteShard(std::size_t place, RemoteAddress address, RemoteOptions options, std::string uuid);
  const std::string& uuid() const { return uuid_; }
  const std::string address() const { return address_.text(); }

  // What is asked of one shard, and its answers, in the order of the requests, values without their seal.
  struct Want {
    RemoteShard* shard = nullptr;
    std::vector<RemoteRequest> requests;
    std::vector<Answer> answers;
  };
  enum class Keep { yes, no };  // in the cache
  // Asks all shards at the same time. Throws ShardError.
  static void fetch(std::span<Want> wants, Keep keep = Keep::yes);
  // Of this one alone.
  std::vector<Answer> fetch(std::vector<RemoteRequest> requests, Keep keep = Keep::yes);

 private:
  struct Call;
  std::unique_ptr<RemoteConnection> idle_connection();
  std::unique_ptr<RemoteConnection> new_connection() const;
  void give_back(std::unique_ptr<RemoteConnection> connection);
  void drop_idle();
  Answer cached(const RemoteRequest& request);
  void remember(const RemoteRequest& request, const Answer& answer);

  const std::size_t place_;
  const RemoteAddress address_;
  const RemoteOptions options_;
  const std::string uuid_;

  std::mutex mutex_;
  std::vector<std::unique_ptr<RemoteConnection>> idle_;
  struct Cached {
    std::string key;
    Answer answer;
    std::size_t bytes = 0;
  };
  std::list<Cached> cache_;  // used last, first
  std::unordered_map<std::string, std::list<Cached>::iterator> by_key_;
  std::size_t cached_bytes_ = 0;
};

// visit(bytes) for the chunks of what was published, in their order, a few fetched at a time. Throws ShardError.
template <typename Visit>
void each_chunk(RemoteShard& shard, std::uint32_t chunks, std::string (*key)(std::uint32_t), const Visit& visit) {
  constexpr std::uint32_t kAtOnce = 8;
  for (std::uint32_t first = 0; first < chunks; first += kAtOnce) {
    std::vector<RemoteRequest> requests;
    for (std::uint32_t i = first; i < std::min(chunks, first + kAtOnce); ++i)
      requests.push_back({RemoteRequest::Kind::value, key(i)});
    for (const RemoteShard::Answer& answer : shard.fetch(std::move(requests), RemoteShard::Keep::no))
      visit(std::string_view(answer->value));
  }
}

// The uuid of what is served there now; throws RemoteError.
std::string remote_uuid(const RemoteAddress& address, const RemoteOptions& options);
// Reads what is served there about itself. Throws corpus::IndexError (unreachable, damaged, other schema or analyser).
std::shared_ptr<const Shard> ready_remote_shard(std::size_t place, const RemoteAddress& address,
                                                const RemoteOptions& options, const analyzers::Language& language);

}  // namespace opslag::searchd
