// One thread's way to the postings and positions of a generation. The only place where searching meets Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "corpus/published.h"
#include "searchd/open_generation.h"
#include "searchd/remote_reader.h"

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

// Not thread-safe. All throw Xapian::Error or ShardError if a segment can't be read. In place of a remote segment's
// database stands an empty one.
class Postings {
 public:
  Postings(const OpenGeneration& generation, std::vector<Xapian::Database>& databases, RemoteReader& remote)
      : generation_(generation), databases_(databases), remote_(remote) {}

  // In how many documents a term stands; deleted ones count.
  std::size_t frequency(const std::string& term) const {
    std::size_t sum = 0;
    for (std::size_t s = 0; s < databases_.size(); ++s) {
      sum += remote_.serves(s) ? corpus::PostingReader(remote_.postings(s, term)).documents()
                               : databases_[s].get_termfreq(term);
    }
    return sum;
  }

  // visit(row, wdf) for the searchable documents that have the term, ascending; ends early at the deadline.
  template <typename Visit>
  void walk(const std::string& term, Deadline& deadline, const Visit& visit) const {
    constexpr std::size_t kStep = 512;
    for (std::size_t s = 0; s < databases_.size(); ++s) {
      if (remote_.serves(s)) {
        walk_remote(s, term, generation_.rows.searchable, deadline, visit);
        continue;
      }
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
      if (remote_.serves(s)) {
        walk_remote(s, term, wanted, deadline, visit);
        continue;
      }
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

  // Where the document's terms stand (corpus/positions.h); empty if it has none, or does not answer. Valid until it is
  // called again. `coming`: rows that are going to be asked for next, ascending.
  std::string_view packed(Row row, const Bitmap* coming = nullptr) const {
    if (!remote_.any() || !generation_.segment_of(row).remote) return generation_.packed(row);
    if (coming != nullptr) remote_.want_coming_positions(*coming, row);
    return remote_.positions(row);
  }

  // Asks for the memory that packed() is going to read, some documents before.
  void fetch_packed(Row row) const {
    constexpr std::size_t kMost = 1024, kLine = 64;  // bytes
    const OpenSegment& segment = generation_.segment_of(row);
    if (!segment.positions) return;
    const std::string_view packed = segment.positions->of(row - segment.first + 1);
    for (std::size_t at = 0; at < std::min(packed.size(), kMost); at += kLine) __builtin_prefetch(&packed[at]);
  }

  // Adds the index's terms that begin so, the first by their bytes, until there are `most`; false if there are more.
  bool expand(const std::string& beginning, std::size_t most, std::set<std::string>& terms) const {
    const std::size_t room = most - std::min(most, terms.size());
    std::set<std::string> found;
    for (std::size_t s = 0; s < databases_.size(); ++s) {
      if (remote_.serves(s)) {
        for (std::string& term : remote_.terms(s, beginning)) found.insert(std::move(term));
        continue;
      }
      const Xapian::Database& database = databases_[s];
      std::size_t left = room + 1;
      for (auto it = database.allterms_begin(beginning); it != database.allterms_end(beginning) && left > 0; ++it) {
        found.insert(*it);
        --left;
      }
    }
    if (remote_.any()) remote_.want_postings(std::vector<std::string>(found.begin(), cut(found, room)));
    const bool all = found.size() <= room;
    while (found.size() > room) found.erase(std::prev(found.end()));
    terms.merge(found);
    return all;
  }

 private:
  static constexpr std::size_t kWorkOfSkip = 8;  // in postings

  static std::set<std::string>::const_iterator cut(const std::set<std::string>& terms, std::size_t most) {
    return std::next(terms.begin(), static_cast<std::ptrdiff_t>(std::min(terms.size(), most)));
  }

  template <typename Visit>
  void walk_remote(std::size_t s, const std::string& term, const Bitmap& wanted, Deadline& deadline,
                   const Visit& visit) const {
    const Row before = generation_.segments[s].first - 1;
    const std::size_t rows = generation_.segments[s].rows;
    for (corpus::PostingReader list(remote_.postings(s, term)); list.next() && list.document() <= rows;) {
      const Row row = before + list.document();
      if (deadline.passed(1)) return;
      if (wanted.test(row) && generation_.rows.searchable.test(row)) visit(row, list.count());
    }
  }

  const OpenGeneration& generation_;
  std::vector<Xapian::Database>& databases_;
  RemoteReader& remote_;
};

}  // namespace opslag::searchd
