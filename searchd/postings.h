// The way to the postings and positions of a generation.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "corpus/published.h"
#include "searchd/open_generation.h"
#include "searchd/remote_reader.h"
#include "searchd/term_rows.h"

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
  // What a copy of it found out.
  void take_over(const Deadline& copy) { expired_ = expired_ || copy.expired_; }

 private:
  static constexpr std::size_t kWorkPerLook = 4096;
  Clock::time_point until_;
  std::size_t done_ = 0;
  bool expired_ = false;
};

// Threads may share it where no segment is remote; else it is one thread's. All throw corpus::IndexError or ShardError
// if a segment can't be read.
class Postings {
 public:
  Postings(const OpenGeneration& generation, RemoteReader& remote) : generation_(generation), remote_(remote) {}

  // In how many documents a term stands; deleted ones count.
  std::size_t frequency(const std::string& term) const {
    std::size_t sum = 0;
    for (std::size_t s = 0; s < generation_.segments.size(); ++s) sum += documents_with(term, generation_, remote_, s);
    return sum;
  }

  // From the first row that is not before `from` on.
  TermRows rows_of(std::string term, Row from = 0) const { return {generation_, remote_, std::move(term), from}; }

  // visit(row, count) for the searchable documents of the range that have the term, ascending; ends early at the
  // deadline.
  template <typename Visit>
  void walk(const std::string& term, RowRange range, Deadline& deadline, const Visit& visit) const {
    constexpr Row kStep = 8192;
    TermRows rows = rows_of(term, range.begin);
    const Bitmap& searchable = generation_.rows.searchable;
    while (rows.row() < range.end && !deadline.passed(kStep)) {
      const auto end = static_cast<Row>(std::min(std::size_t{range.end}, std::size_t{rows.row()} + kStep));
      rows.until(end, [&](Row row, std::uint32_t count) {
        if (searchable.test(row)) visit(row, count);
      });
    }
  }

  // The same for the rows among `wanted` only, which should be few beside those that have the term.
  template <typename Visit>
  void walk_among(const std::string& term, const Bitmap& wanted, RowRange range, Deadline& deadline,
                  const Visit& visit) const {
    TermRows rows = rows_of(term, range.begin);
    for (std::size_t row = wanted.next(range.begin, range.end); row < range.end && !deadline.passed(kWorkOfSkip);) {
      if (rows.skip_to(static_cast<Row>(row))) {
        if (generation_.rows.searchable.test(row)) visit(static_cast<Row>(row), rows.count());
        ++row;
      } else if (rows.row() == kNoRow) {
        return;
      } else {
        row = rows.row();
      }
      row = wanted.next(row, range.end);
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
    for (std::size_t s = 0; s < generation_.segments.size(); ++s) {
      std::size_t left = room + 1;
      const auto take = [&](std::string term) {
        found.insert(std::move(term));
        return --left > 0;
      };
      if (const auto& tables = generation_.segments[s].tables) {
        tables->each_term(beginning, take);
      } else {
        for (std::string& term : remote_.terms(s, beginning)) found.insert(std::move(term));
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

  const OpenGeneration& generation_;
  RemoteReader& remote_;
};

}  // namespace opslag::searchd
