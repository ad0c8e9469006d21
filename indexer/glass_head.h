// The first block of a single-file Xapian database of the glass format.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "indexer/glass_table.h"
#include "indexer/inverter.h"

namespace opslag::indexer {

// What Xapian looks at first: where the tables are, and what it wants to know of the database as a whole, under a new
// uuid. A table without blocks is absent.
std::string glass_head(const RunStatistics& all, const TableRoot& postings, const TableRoot& data);

}  // namespace opslag::indexer
