// A generation of an index, or of several as one, made ready for searching: its segments' files, its rows, its words.
// Shared by all threads.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/segment_positions.h"
#include "corpus/segment_tables.h"
#include "searchd/answer_cache.h"
#include "searchd/index_spelling.h"
#include "searchd/rows.h"
#include "searchd/searcher.h"
#include "searchd/shard.h"

namespace opslag::searchd {

struct OpenSegment {
  std::size_t shard = 0;  // index into OpenGeneration::shards, as it was opened
  std::filesystem::path file;
  Row first = 0;                                              // its document 1
  std::size_t rows = 0;                                       // its highest docid
  std::shared_ptr<const corpus::SegmentPositions> positions;  // null if it is remote
  std::shared_ptr<const corpus::SegmentTables> tables;        // null if it is remote
  std::shared_ptr<RemoteShard> remote = nullptr;              // null: the file is a segment here
  bool down = false;                                          // its shard does not answer: its rows are in no bitmap
};

// Immutable once opened, but for the answers that are kept.
class OpenGeneration {
 public:
  // Of all shards together: sums of numbers and counts; nothing of sources, segments and words.
  corpus::Generation manifest;
  std::vector<std::shared_ptr<const Shard>> shards;  // those that answer
  ShardCount shard_count;
  std::vector<OpenSegment> segments;
  Rows rows;
  std::shared_ptr<const analyzers::Language> language;
  std::shared_ptr<const corpus::Vocabularies> vocabularies;  // may be null: values without a label show themselves
  // A better spelling of a word, by the words of the index; empty while there is no dictionary. Thread-safe.
  Suggest suggest;

  std::shared_ptr<AnswerCache> answers = std::make_shared<AnswerCache>();

  const OpenSegment& segment_of(Row row) const;
  // A document's packed positions (corpus/positions.h).
  std::string_view packed(Row row) const {
    const OpenSegment& segment = segment_of(row);
    return segment.positions->of(row - segment.first + 1);
  }
  std::string label(corpus::Facet facet, std::uint32_t code, Language lang) const;
  // By code: the value's place among the facet's when they are sorted by label.
  const std::vector<std::uint32_t>& label_order(corpus::Facet facet, Language lang) const {
    return label_orders[static_cast<std::size_t>(lang)][static_cast<std::size_t>(facet)];
  }
  std::array<std::array<std::vector<std::uint32_t>, corpus::kFacetCount>, 2> label_orders;
};

// What open_shards() opened, without the shards at these places: quick, since nothing is read.
std::shared_ptr<const OpenGeneration> without(const OpenGeneration& whole, const std::vector<std::size_t>& places);

// Opens shards as one index; some of `total` may be missing. Throws ShardError if one of them can't be read.
std::shared_ptr<const OpenGeneration> open_shards(std::vector<std::shared_ptr<const Shard>> shards, std::size_t total,
                                                  std::shared_ptr<const analyzers::Language> language,
                                                  std::shared_ptr<const corpus::Vocabularies> vocabularies);

}  // namespace opslag::searchd
