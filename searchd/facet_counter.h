// Filters by facets and dates, and exact disjunctive counts: a facet's counts ignore its own filter and obey the
// others.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <span>
#include <vector>

#include "searchd/open_generation.h"
#include "searchd/search_request.h"
#include "searchd/search_result.h"

namespace opslag::searchd {

class SpareProcessors;

struct Counted {
  Bitmap shown;  // the rows that the filters let through; without a filter on kind: items only
  // Of all facets, ordered by count, then label; each cut to the request's facet_limit.
  std::array<std::vector<FacetCount>, corpus::kFacetCount> facets;
};

// Memory that counting needs, kept from one query to the next. For one thread.
struct FacetBuffers {
  bool used = false;  // by this query
  std::array<std::vector<std::uint32_t>, kMeetingFacets> by_set;
  ItemValues::Counts by_code;
  std::vector<std::uint32_t> folded;
};

// What is to be counted of the rows found.
struct FacetRows {
  Bitmap shown;  // what passes all filters
  Bitmap rest;   // the items that are not shown, if they are fewer and are counted instead
  bool rest_is_less = false;
  Bitmap failing_meeting;  // what fails one filter on a facet of meetings and no other
  // By facet: what fails its filter only; empty where there is none.
  std::array<Bitmap, kItemFacets> failing_item;
  std::array<std::uint32_t, 2> kinds{};  // items and attachments before a filter on the kind
};

// Immutable after construction.
class FacetCounter {
 public:
  // Both must outlive it.
  FacetCounter(const OpenGeneration& generation, const SearchRequest& request);

  Bitmap shown(const Bitmap& found) const;
  // Both in one walk over `found`; where that is most of the index and nothing is filtered, over the rest instead.
  Counted count(const Bitmap& found, FacetBuffers& buffers) const;
  Counted count(const Bitmap& found) const {
    FacetBuffers buffers;
    return count(found, buffers);
  }

  // The same in steps: what is to be counted, which several threads may then do range by range, each into buffers of
  // its own that were not used when the query began; then all together, which may spoil the buffers.
  // `spare`: whose idle processors may help; null: none.
  FacetRows rows_of(const Bitmap& found, SpareProcessors* spare = nullptr) const;
  void add(const FacetRows& rows, RowRange range, FacetBuffers& buffers) const;
  std::array<std::vector<FacetCount>, corpus::kFacetCount> sum(const FacetRows& rows,
                                                               std::span<FacetBuffers> buffers) const;

 private:
  struct MeetingFilter {
    std::size_t facet;
    std::vector<char> wanted;  // by set
  };
  struct ItemFilter {
    std::size_t facet;         // of those of ItemValues
    std::vector<char> wanted;  // by code
  };
  struct Passed;

  std::uint32_t failing(const MeetingCodes& meeting) const;
  Bitmap of_kinds(const Bitmap& found) const;
  Passed pass(const Bitmap& found, SpareProcessors* spare) const;
  void pass_meetings(const Bitmap& found, ItemValues::Words range, Passed& passed) const;
  void pass_items(ItemValues::Words range, Passed& passed) const;
  void clear(FacetBuffers& buffers) const;
  void count_meetings(const Bitmap& rows, ItemValues::Words words, FacetBuffers& buffers) const;
  void count_failing_meetings(const Bitmap& rows, ItemValues::Words words, FacetBuffers& buffers) const;
  void take_from_totals(FacetBuffers& buffers) const;
  std::span<const std::uint32_t> by_code(std::size_t facet, FacetBuffers& buffers, const FacetRows& rows) const;
  std::vector<FacetCount> values_of(corpus::Facet facet, std::span<const std::uint32_t> by_code) const;

  const OpenGeneration& generation_;
  const Rows& rows_;
  const SearchRequest& request_;
  std::vector<MeetingFilter> meeting_filters_;
  std::vector<ItemFilter> item_filters_;
  std::uint32_t from_ = 0, to_ = 0;  // 20230929
  bool dated_ = false, filtered_ = false, items_ = true, attachments_ = false;
};

}  // namespace opslag::searchd
