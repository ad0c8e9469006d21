// The search page: box, hits, facets, chosen filters, period, sorting, paging. Works without JavaScript.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "searchd/page.h"
#include "searchd/search_request.h"
#include "searchd/search_result.h"

namespace opslag::searchd {

inline constexpr std::size_t kPageFacetLimit = 100;  // all municipalities, and most committees

std::string search_page(const SearchRequest& request, const SearchResult& result, const PageContext& page);

// The parts, for tests.
Html hit_html(const Hit& hit, const SearchRequest& request, const PageContext& page);
Html facets_html(const SearchRequest& request, const SearchResult& result, const PageContext& page);
Html messages_html(const SearchRequest& request, const SearchResult& result, const PageContext& page);
bool has_filters(const SearchRequest& request);

}  // namespace opslag::searchd
