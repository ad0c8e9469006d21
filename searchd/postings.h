// One thread's way to the postings and positions of a generation. The only place where searching meets Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "searchd/open_generation.h"

namespace opslag::searchd {

// Until when a query may read; looks at the clock now and then only.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;
  explicit Deadline(Clock::time_point until) : until_(until) {}
  // Counts work in postings; true from when time is out.
  bool passed(std::size_t work) {
    done_ += work;
    if (expired_ || done_ < kWorkPerLook) return expired_;
    done_ = 0;
    return expired_ = Clock::now() > until_;
  }
  bool expired() const { return expired_; }

 private:
  static constexpr std::size_t kWorkPerLook = 4096;
  Clock::time_point until_;
  std::size_t done_ = 0;
  bool expired_ = false;
};

// Not thread-safe. All throw Xapian::Error if a segment can't be read.
class Postings {
 public:
  Postings(const OpenGeneration& generation, std::vector<Xapian::Database>& databases)
      : generation_(generation), databases_(databases) {}

  // In how many documents a term stands; deleted ones count.
  std::size_t frequency(const std::string& term) const {
    std::size_t sum = 0;
    for (const Xapian::Database& database : databases_) sum += database.get_termfreq(term);
    return sum;
  }

  // visit(row, wdf) for the searchable documents that have the term, ascending; ends early at the deadline.
  template <typename Visit>
  void walk(const std::string& term, Deadline& deadline, const Visit& visit) const {
    constexpr std::size_t kStep = 512;
    for (std::size_t s = 0; s < databases_.size(); ++s) {
      const Row before = generation_.segments[s].first - 1;  // wraps around where it must
      auto it = databases_[s].postlist_begin(term);
      const auto end = databases_[s].postlist_end(term);
      while (it != end) {
        if (deadline.passed(kStep)) return;
        for (std::size_t i = 0; i < kStep && it != end; ++i, ++it) {
          const Row row = before + *it;
          if (generation_.rows.searchable.test(row)) visit(row, it.get_wdf());
        }
      }
    }
  }

  // The same for the rows among `wanted` only, which should be few beside those that have the term.
  template <typename Visit>
  void walk_among(const std::string& term, const Bitmap& wanted, Deadline& deadline, const Visit& visit) const {
    for (std::size_t s = 0; s < databases_.size(); ++s) {
      const OpenSegment& segment = generation_.segments[s];
      const std::size_t end_row = segment.first + segment.rows;
      std::size_t row = wanted.next(segment.first);
      if (row >= end_row) continue;
      auto it = databases_[s].postlist_begin(term);
      const auto end = databases_[s].postlist_end(term);
      while (it != end && row < end_row && !deadline.passed(kWorkOfSkip)) {
        it.skip_to(static_cast<Xapian::docid>(row - segment.first + 1));
        if (it == end) break;
        const std::size_t at = segment.first + *it - 1;
        if (at == row) {
          if (generation_.rows.searchable.test(row)) visit(static_cast<Row>(row), it.get_wdf());
          ++row;
        } else {
          row = at;
        }
        row = wanted.next(row);
      }
    }
  }

  // Adds the index's terms that begin so, the first by their bytes, until there are `most`; false if there are more.
  bool expand(const std::string& beginning, std::size_t most, std::set<std::string>& terms) const {
    const std::size_t room = most - std::min(most, terms.size());
    std::set<std::string> found;
    for (const Xapian::Database& database : databases_) {
      std::size_t left = room + 1;
      for (auto it = database.allterms_begin(beginning); it != database.allterms_end(beginning) && left > 0; ++it) {
        found.insert(*it);
        --left;
      }
    }
    const bool all = found.size() <= room;
    while (found.size() > room) found.erase(std::prev(found.end()));
    terms.merge(found);
    return all;
  }

 private:
  static constexpr std::size_t kWorkOfSkip = 8;  // in postings

  const OpenGeneration& generation_;
  std::vector<Xapian::Database>& databases_;
};

}  // namespace opslag::searchd
