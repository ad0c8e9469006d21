// Filters by facets and dates, and exact disjunctive counts: a facet's counts ignore its own filter and obey the
// others.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <vector>

#include "searchd/open_generation.h"
#include "searchd/search_request.h"
#include "searchd/search_result.h"

namespace opslag::searchd {

struct Counted {
  Bitmap shown;  // the rows that the filters let through; without a filter on kind: items only
  // Of all facets, ordered by count, then label; each cut to the request's facet_limit.
  std::array<std::vector<FacetCount>, corpus::kFacetCount> facets;
};

// Immutable after construction.
class FacetCounter {
 public:
  // Both must outlive it.
  FacetCounter(const OpenGeneration& generation, const SearchRequest& request);

  Bitmap shown(const Bitmap& found) const;
  // Both in one walk over `found`; where that is most of the index and nothing is filtered, over the rest instead.
  Counted count(const Bitmap& found) const;

 private:
  struct Filter {
    std::size_t facet;
    std::vector<char> wanted;  // by set
  };
  struct Totals;
  void judge_meetings();
  std::uint32_t failing(const Codes& codes) const;
  void count_unfiltered(const Bitmap& shown, Totals& totals) const;
  Bitmap count_filtered(const Bitmap& found, Totals& totals) const;
  using ByCode = std::array<std::vector<std::uint32_t>, corpus::kFacetCount>;
  ByCode by_code(const Totals& totals) const;
  std::vector<FacetCount> values_of(corpus::Facet facet, const std::vector<std::uint32_t>& by_code) const;

  const OpenGeneration& generation_;
  const Rows& rows_;
  const SearchRequest& request_;
  std::vector<Filter> item_filters_;             // on what is an item's own
  std::vector<std::uint32_t> meetings_failing_;  // by Rows::meeting_codes: a bit for each filter that its rows fail
  bool filtered_ = false, items_ = true, attachments_ = false;
};

}  // namespace opslag::searchd
