// Connections are kept for the next request; values are kept as long as there is room, those asked for last.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/remote_shard.h"

#include <charconv>
#include <utility>

namespace opslag::searchd {
namespace {

constexpr std::string_view kRemote = "remote:";
constexpr std::size_t kMostIdle = 64;  // connections

std::string cache_key(const RemoteRequest& request) {
  return (request.kind == RemoteRequest::Kind::value ? 'v' : 'k') + request.key;
}

}  // namespace

bool is_remote(const std::string& index) {
  return index.starts_with(kRemote);
}

std::optional<RemoteAddress> parse_remote(const std::string& index) {
  if (!is_remote(index)) return std::nullopt;
  const std::string rest = index.substr(kRemote.size());
  const auto colon = rest.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  RemoteAddress address{rest.substr(0, colon), 0};
  const auto [end, error] = std::from_chars(rest.data() + colon + 1, rest.data() + rest.size(), address.port);
  if (error != std::errc() || end != rest.data() + rest.size() || address.port < 1 || address.port > 65535)
    return std::nullopt;
  const bool bracketed = address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']';
  if (bracketed) address.host = address.host.substr(1, address.host.size() - 2);
  if (!bracketed && address.host.find(':') != std::string::npos) return std::nullopt;
  return address;
}

RemoteShard::RemoteShard(std::size_t place, RemoteAddress address, RemoteOptions options, std::string uuid)
    : place_(place), address_(std::move(address)), options_(options), uuid_(std::move(uuid)) {}

// One shard's share of a fetch.
struct RemoteShard::Call {
  Want& want;
  std::vector<std::size_t> missing;  // indices of requests that the cache does not answer
  std::unique_ptr<RemoteConnection> connection;
  bool fresh = false;

  void ask() const {
    for (const std::size_t i : missing) connection->ask(want.requests[i]);
  }
  [[noreturn]] void fail(const std::string& why) const { throw ShardError(want.shard->place_, why); }
  void renew() {
    try {
      connection = want.shard->new_connection();
    } catch (const RemoteError& error) {
      fail(error.what());
    }
    fresh = true;
    ask();
  }
  void take(Keep keep) {
    std::vector<RemoteAnswer> answers = connection->take_answers();
    for (std::size_t i = 0; i < missing.size(); ++i) {
      const RemoteRequest& request = want.requests[missing[i]];
      RemoteAnswer& answer = answers[i];
      if (request.kind == RemoteRequest::Kind::value) {
        try {
          answer.value.resize(corpus::unsealed(request.key, answer.value).size());
        } catch (const corpus::PublishedError& error) {
          fail("The shard " + want.shard->address() + ": " + error.what() + ".");
        }
      }
      want.answers[missing[i]] = std::make_shared<const RemoteAnswer>(std::move(answer));
      if (keep == Keep::yes) want.shard->remember(request, want.answers[missing[i]]);
    }
    want.shard->give_back(std::move(connection));
  }
};

void RemoteShard::fetch(std::span<Want> wants, Keep keep) {
  std::vector<Call> calls;
  for (Want& want : wants) {
    Call call{want, {}, nullptr, false};
    want.answers.resize(want.requests.size());
    for (std::size_t i = 0; i < want.requests.size(); ++i) {
      want.answers[i] = want.shard->cached(want.requests[i]);
      if (!want.answers[i]) call.missing.push_back(i);
    }
    if (!call.missing.empty()) calls.push_back(std::move(call));
  }
  if (calls.empty()) return;
  for (Call& call : calls) {
    call.connection = call.want.shard->idle_connection();
    if (call.connection)
      call.ask();
    else
      call.renew();
  }
  // A kept connection may have been closed meanwhile: then it is tried once more with a new one.
  for (const bool again : {false, true}) {
    std::vector<RemoteConnection*> asked;
    for (const Call& call : calls) {
      if (!again || call.connection) asked.push_back(call.connection.get());
    }
    RemoteConnection::exchange(asked, calls.front().want.shard->options_.patience);
    for (Call& call : calls) {
      if (!call.connection) continue;
      if (call.connection->error().empty()) {
        call.take(keep);
      } else if (call.fresh) {
        call.fail(call.connection->error());
      } else {
        call.want.shard->drop_idle();
        call.renew();
      }
    }
  }
}

std::vector<RemoteShard::Answer> RemoteShard::fetch(std::vector<RemoteRequest> requests, Keep keep) {
  Want want{this, std::move(requests), {}};
  fetch(std::span(&want, 1), keep);
  return std::move(want.answers);
}

std::unique_ptr<RemoteConnection> RemoteShard::idle_connection() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

std::unique_ptr<RemoteConnection> RemoteShard::new_connection() const {
  auto connection = std::make_unique<RemoteConnection>(address_, options_.patience);
  if (connection->uuid() != uuid_) throw RemoteError("The shard " + address_.text() + " was published anew.");
  return connection;
}

void RemoteShard::give_back(std::unique_ptr<RemoteConnection> connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(connection));
}

void RemoteShard::drop_idle() {
  std::vector<std::unique_ptr<RemoteConnection>> dropped;  // end outside the lock
  const std::lock_guard lock(mutex_);
  dropped.swap(idle_);
}

RemoteShard::Answer RemoteShard::cached(const RemoteRequest& request) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(cache_key(request));
  if (found == by_key_.end()) return nullptr;
  cache_.splice(cache_.begin(), cache_, found->second);
  return found->second->answer;
}

void RemoteShard::remember(const RemoteRequest& request, const Answer& answer) {
  constexpr std::size_t kOverhead = 200;
  std::size_t bytes = kOverhead + 2 * request.key.size() + answer->value.size();
  for (const std::string& key : answer->keys) bytes += sizeof key + key.size();
  if (bytes > options_.cache_bytes / 4) return;
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(cache_key(request))) return;
  cache_.push_front({cache_key(request), answer, bytes});
  by_key_.emplace(cache_.front().key, cache_.begin());
  cached_bytes_ += bytes;
  while (cached_bytes_ > options_.cache_bytes) {
    cached_bytes_ -= cache_.back().bytes;
    by_key_.erase(cache_.back().key);
    cache_.pop_back();
  }
}

std::string remote_uuid(const RemoteAddress& address, const RemoteOptions& options) {
  return RemoteConnection(address, options.patience).uuid();
}

std::shared_ptr<const Shard> ready_remote_shard(std::size_t place, const RemoteAddress& address,
                                                const RemoteOptions& options, const analyzers::Language& language) {
  try {
    auto shard = std::make_shared<Shard>();
    shard->place = place;
    shard->remote = std::make_shared<RemoteShard>(place, address, options, remote_uuid(address, options));
    const auto answers =
        shard->remote->fetch({{RemoteRequest::Kind::value, corpus::about_key()}}, RemoteShard::Keep::no);
    if (answers.front()->value.empty()) {
      throw corpus::IndexError("The shard " + address.text() +
                               " serves no published index. Make one with opslag-indexer publish.");
    }
    shard->published = corpus::unpack_about(answers.front()->value);
    take_manifest(*shard, std::move(shard->published.generation));
    shard->published.generation = corpus::Generation();
    refuse_other_analyzer(shard->manifest, language);
    return shard;
  } catch (const RemoteError& error) {
    throw corpus::IndexError(error.what());
  } catch (const corpus::PublishedError& error) {
    throw corpus::IndexError("The shard " + address.text() + ": " + error.what() + ".");
  }
}

}  // namespace opslag::searchd
