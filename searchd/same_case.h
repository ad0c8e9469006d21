// The other items of an item's case: what was decided on it in other committees and years.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <vector>

#include "corpus/stored.h"
#include "searchd/labels.h"
#include "searchd/search_request.h"
#include "searchd/searcher.h"

namespace opslag::searchd {

struct SameCase {
  SearchRequest all;                   // the search that lists the case's items, this one among them, newest first
  std::vector<corpus::Stored> others;  // newest first; the newest hundred
};

// The items of the same case number and organisation. nullopt if the item has no case number. Numbers are given by each
// organisation for itself: where it is not known, the items of unknown organisation count as one's.
std::optional<SameCase> same_case(Searcher& searcher, const corpus::Stored& item, const Labels& labels, Language lang);

}  // namespace opslag::searchd
