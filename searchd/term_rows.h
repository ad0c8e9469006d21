// The rows of one term over all of a generation's segments, ascending.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <string>

#include "corpus/published.h"
#include "corpus/segment_tables.h"
#include "searchd/open_generation.h"
#include "searchd/remote_reader.h"

namespace opslag::searchd {

// In how many of a segment's documents the term stands; deleted ones count.
inline std::size_t documents_with(const std::string& term, const OpenGeneration& generation, RemoteReader& remote,
                                  std::size_t segment) {
  const auto& tables = generation.segments[segment].tables;
  return tables ? tables->documents(term) : corpus::PostingReader(remote.postings(segment, term)).documents();
}

// Deleted documents' rows are among them, others' than documents' never. Opens each segment's list when it comes to it.
// Not thread-safe. What it is made of must outlive it. Throws corpus::IndexError and ShardError.
class TermRows {
 public:
  // Begins with the first row that is not before `from`.
  TermRows(const OpenGeneration& generation, RemoteReader& remote, std::string term, Row from = 0)
      : generation_(&generation), remote_(&remote), term_(std::move(term)) {
    open(from);
    if (row_ < from) skip_to(from);
  }

  const std::string& term() const { return term_; }
  // Where it stands; kNoRow past the last.
  Row row() const { return row_; }

  // visit(row, count) for all rows before `end`; then stands at the first that is not.
  template <typename Visit>
  void until(Row end, const Visit& visit) {
    while (row_ < end) {
      const Row limit = std::min(end, segment_end_);
      if (remote_list_) {
        while (row_ < limit) {
          visit(row_, remote_list_->count());
          step_remote();
        }
      } else {
        list_.until(limit - before_,
                    [&](std::uint32_t document, std::uint32_t count) { visit(before_ + document, count); });
        place(list_.document());
      }
    }
  }

  // Some of the next rows before `end`, as `documents`, with their counts; none if there are no more. Then stands at
  // the first that was not taken.
  using Batch = corpus::PostingCursor::Batch;
  std::size_t take(Row end, Batch& batch) {
    std::size_t size = 0;
    while (size == 0 && row_ < end) {
      const Row limit = std::min(end, segment_end_);
      if (!remote_list_) {
        size = list_.take(limit - before_, batch);
        for (std::size_t i = 0; i < size; ++i) batch.documents[i] += before_;
        place(list_.document());
        continue;
      }
      for (; row_ < limit && size < Batch::kRoom; ++size) {
        batch.documents[size] = row_;
        batch.counts[size] = remote_list_->count();
        step_remote();
      }
    }
    return size;
  }

  // To the first row that is not before this one; says whether it stands there, with count() in it.
  bool skip_to(Row row) {
    while (row_ < row) {
      if (segment_end_ <= row) {
        ++segment_;
        open(row);
      } else if (remote_list_) {
        step_remote();
      } else {
        list_.skip_to(row - before_);
        place(list_.document());
      }
    }
    return row_ == row;
  }
  // How many documents of the segment where it stands have the term, and how many there are.
  std::size_t documents_here() const { return remote_list_ ? remote_list_->documents() : list_.documents(); }
  // The same for this segment and those behind it.
  std::size_t documents() const {
    if (row_ == kNoRow) return 0;
    std::size_t sum = documents_here();
    for (std::size_t s = segment_ + 1; s < generation_->segments.size(); ++s)
      sum += documents_with(term_, *generation_, *remote_, s);
    return sum;
  }
  std::size_t rows_here() const { return segment_end_ - before_ - 1; }
  std::uint32_t count() const { return remote_list_ ? remote_list_->count() : list_.count(); }

 private:
  void step_remote() { place(remote_list_->next() ? remote_list_->document() : corpus::PostingCursor::kEnd); }
  void place(std::uint32_t document) {
    if (document < segment_end_ - before_) {
      row_ = before_ + document;
    } else {
      next_segment();
    }
  }
  void next_segment() {
    ++segment_;
    open(0);
  }
  // The list of this segment, or of the next that has one; of those that end before `from` none is opened.
  void open(Row from) {
    for (; segment_ < generation_->segments.size(); ++segment_) {
      const OpenSegment& segment = generation_->segments[segment_];
      before_ = segment.first - 1;  // wraps around where it must
      segment_end_ = segment.first + static_cast<Row>(segment.rows);
      if (segment_end_ <= from) continue;
      std::uint32_t document = corpus::PostingCursor::kEnd;
      remote_list_.reset();
      if (segment.tables) {
        list_ = segment.tables->postings(term_);
        document = list_.document();
      } else {
        remote_list_.emplace(remote_->postings(segment_, term_));
        if (remote_list_->next()) document = remote_list_->document();
      }
      if (document == 0 || document > segment.rows) continue;
      row_ = before_ + document;
      return;
    }
    row_ = segment_end_ = kNoRow;
  }

  const OpenGeneration* generation_;
  RemoteReader* remote_;
  std::string term_;
  std::size_t segment_ = 0;
  Row row_ = 0, before_ = 0, segment_end_ = 0;
  corpus::PostingCursor list_;
  std::optional<corpus::PostingReader> remote_list_;
};

}  // namespace opslag::searchd
