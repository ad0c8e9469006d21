// Filters by facets and dates, and exact disjunctive counts: a facet's counts ignore its own filter and obey the
// others. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "searchd/open_generation.h"
#include "searchd/search_request.h"
#include "searchd/search_result.h"

namespace opslag::searchd {

class FacetCounter {
 public:
  // `request` must outlive it.
  FacetCounter(const OpenGeneration& generation, const SearchRequest& request);

  // The rows of `found` that the filters let through. Without a filter on kind: items only.
  Bitmap shown(const Bitmap& found) const;
  // The counts of all facets over `found`, ordered by count, then label; each cut to the request's facet_limit.
  std::array<std::vector<FacetCount>, corpus::kFacetCount> counts(const Bitmap& found) const;

 private:
  Bitmap without(std::optional<corpus::Facet> ignored, const Bitmap& found) const;
  std::vector<FacetCount> count(corpus::Facet facet, const Bitmap& rows) const;

  const OpenGeneration& generation_;
  const SearchRequest& request_;
  std::array<std::optional<Bitmap>, corpus::kFacetCount> filters_;
  std::optional<Bitmap> dates_;
};

}  // namespace opslag::searchd
