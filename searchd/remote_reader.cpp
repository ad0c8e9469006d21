// What a query needs of remote shards, in as few round trips as there are kinds of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/remote_reader.h"

#include <algorithm>

#include "corpus/published.h"

namespace opslag::searchd {
namespace {

RemoteRequest value_of(std::string key) {
  return {RemoteRequest::Kind::value, std::move(key)};
}

}  // namespace

RemoteReader::RemoteReader(const OpenGeneration& generation)
    : generation_(generation), remote_of_(generation.segments.size()) {
  for (std::size_t s = 0; s < generation.segments.size(); ++s) {
    const OpenSegment& segment = generation.segments[s];
    if (!segment.remote || segment.down) continue;
    remote_of_[s] = remotes_.size();
    remotes_.push_back(s);
  }
}

void RemoteReader::begin() {
  postings_.clear();
  data_.clear();
  positions_.clear();
  more_positions_ = false;
}

void RemoteReader::want_postings(std::span<const std::string> terms) {
  std::vector<RemoteShard::Want> wants;
  for (const std::size_t s : remotes_) wants.push_back({generation_.segments[s].remote.get(), {}, {}});
  std::vector<std::string> missing;
  for (const std::string& term : terms) {
    if (!postings_.try_emplace(term).second) continue;
    missing.push_back(term);
    for (RemoteShard::Want& want : wants) want.requests.push_back(value_of(corpus::postings_key(term)));
  }
  if (missing.empty()) return;
  try {
    RemoteShard::fetch(wants);
  } catch (...) {
    for (const std::string& term : missing) postings_.erase(term);
    throw;
  }
  for (std::size_t i = 0; i < missing.size(); ++i) {
    for (const RemoteShard::Want& want : wants) postings_[missing[i]].push_back(want.answers[i]);
  }
}

std::string_view RemoteReader::postings(std::size_t segment, const std::string& term) {
  if (generation_.segments[segment].down) return {};
  auto found = postings_.find(term);
  if (found == postings_.end()) {
    want_postings(std::span(&term, 1));
    found = postings_.find(term);
  }
  return found->second[remote_of_[segment]]->value;
}

// What is asked of each remote, and where the answers go.
struct RemoteReader::Batch {
  explicit Batch(const RemoteReader& reader) : of(reader), answered(reader.remotes_.size()) {
    for (const std::size_t s : of.remotes_) wants.push_back({of.generation_.segments[s].remote.get(), {}, {}});
  }

  void add(std::span<const Row> rows, Answers& answers, std::string (*key)(std::uint32_t)) {
    for (const Row row : rows) {
      const OpenSegment& segment = of.segment_of(row);
      if (!segment.remote || segment.down || answers.contains(row)) continue;
      const std::size_t remote = of.remote_of_[static_cast<std::size_t>(&segment - of.generation_.segments.data())];
      wants[remote].requests.push_back(value_of(key(row - segment.first + 1)));
      answered[remote].emplace_back(&answers, row);
    }
  }

  void fetch(RemoteShard::Keep keep) {
    RemoteShard::fetch(wants, keep);
    for (std::size_t r = 0; r < wants.size(); ++r) {
      for (std::size_t i = 0; i < answered[r].size(); ++i) {
        const auto& [answers, row] = answered[r][i];
        answers->emplace(row, wants[r].answers[i]);
      }
    }
  }

  const RemoteReader& of;
  std::vector<RemoteShard::Want> wants;
  std::vector<std::vector<std::pair<Answers*, Row>>> answered;
};

void RemoteReader::want_data(std::span<const Row> rows) {
  Batch batch(*this);
  batch.add(rows, data_, corpus::data_key);
  batch.fetch(RemoteShard::Keep::yes);
}

void RemoteReader::want_positions(std::span<const Row> rows) {
  Batch batch(*this);
  batch.add(rows, positions_, corpus::positions_key);
  batch.fetch(RemoteShard::Keep::yes);
}

void RemoteReader::want_shown(std::span<const Row> rows) {
  Batch batch(*this);
  batch.add(rows, data_, corpus::data_key);
  batch.add(rows, positions_, corpus::positions_key);
  batch.fetch(RemoteShard::Keep::yes);
}

std::string_view RemoteReader::data(Row row) {
  if (!data_.contains(row)) want_data(std::span(&row, 1));
  const auto found = data_.find(row);
  return found == data_.end() ? std::string_view() : std::string_view(found->second->value);
}

std::string_view RemoteReader::positions(Row row) {
  if (!positions_.contains(row)) want_positions(std::span(&row, 1));
  const auto found = positions_.find(row);
  return found == positions_.end() ? std::string_view() : std::string_view(found->second->value);
}

// Of the segment that is being read and of those behind it, so that all shards work at the same time; few at first,
// since mostly that is all.
void RemoteReader::want_coming_positions(const Bitmap& coming, Row row) {
  constexpr std::size_t kFirst = 64, kTogether = 4096;  // some 30 MB
  if (positions_.contains(row)) return;
  std::erase_if(positions_, [&](const auto& one) { return one.first < row; });
  const std::size_t most = positions_.empty() && !more_positions_ ? kFirst : kTogether / remotes_.size() + 1;
  more_positions_ = true;
  std::vector<Row> rows;
  for (const std::size_t s : remotes_) {
    const OpenSegment& segment = generation_.segments[s];
    const std::size_t end = segment.first + segment.rows;
    if (end <= row) continue;
    std::size_t left = most;
    for (std::size_t next = coming.next(std::max(row, segment.first)); next < end && left > 0; --left) {
      rows.push_back(static_cast<Row>(next));
      next = coming.next(next + 1);
    }
  }
  Batch batch(*this);
  batch.add(rows, positions_, corpus::positions_key);
  batch.fetch(RemoteShard::Keep::no);
}

std::vector<std::string> RemoteReader::terms(std::size_t segment, const std::string& beginning) {
  const OpenSegment& from = generation_.segments[segment];
  if (from.down) return {};
  std::vector<std::string> terms;
  const auto answers = from.remote->fetch({{RemoteRequest::Kind::keys, corpus::postings_key(beginning)}});
  for (const std::string& key : answers.front()->keys) terms.emplace_back(corpus::term_of_key(key));
  return terms;
}

}  // namespace opslag::searchd
