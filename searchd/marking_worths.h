// What each word of a query is worth where its hits' texts are marked.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "searchd/query_runner.h"
#include "searchd/query_tree.h"

namespace opslag::searchd {

// By leaf, as each_leaf visits them; 0 where nothing is marked: excluded leaves, facets, and weak words where others
// are strong. By how rare they are, or all alike where nothing was searched for.
std::vector<double> worths_of(const QueryMatches& matches);
std::vector<double> worths_of(const QueryNode& root);

}  // namespace opslag::searchd
