// One thread's way to what remote shards hold, for one query at a time: what is going to be needed is fetched from all
// shards at once, and what was fetched is kept until the next query.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "searchd/open_generation.h"
#include "searchd/remote_shard.h"

namespace opslag::searchd {

// Not thread-safe. All that fetch throw ShardError.
class RemoteReader {
 public:
  explicit RemoteReader(const OpenGeneration& generation);

  // Whether any segment of the generation is remote and answers: else there is nothing to fetch.
  bool any() const { return !remotes_.empty(); }
  bool serves(std::size_t segment) const { return generation_.segments[segment].remote != nullptr; }

  // Forgets what was fetched for the query before.
  void begin();
  // Say what is going to be asked for. What they leave out is fetched when it is asked for, one round trip each.
  void want_postings(std::span<const std::string> terms);
  void want_data(std::span<const Row> rows);
  void want_positions(std::span<const Row> rows);
  void want_shown(std::span<const Row> rows);  // both
  // Unless those of this row are there: its positions and some of the next rows', in place of those before it.
  void want_coming_positions(const Bitmap& coming, Row row);

  // As corpus::PostingReader takes them; nothing where the segment does not answer.
  std::string_view postings(std::size_t segment, const std::string& term);
  std::string_view data(Row row);
  std::string_view positions(Row row);
  // The segment's terms that begin so.
  std::vector<std::string> terms(std::size_t segment, const std::string& beginning);

 private:
  using Answers = std::unordered_map<Row, RemoteShard::Answer>;
  struct Batch;
  const OpenSegment& segment_of(Row row) const { return generation_.segment_of(row); }

  const OpenGeneration& generation_;
  std::vector<std::size_t> remotes_;                                            // segments
  std::vector<std::size_t> remote_of_;                                          // by segment: its place among them
  std::unordered_map<std::string, std::vector<RemoteShard::Answer>> postings_;  // by term; then by remote
  Answers data_, positions_;
  bool more_positions_ = false;  // not the first that are wanted of the query
};

}  // namespace opslag::searchd
