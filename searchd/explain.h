// The command `opslag-searchd explain`: does a query find a text, and by which rule? No index needed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "analyzers/analyzer.h"

namespace opslag::searchd {

// Reads `query TAB text` a line and prints one JSON object for each (CONTRACT §2), in the same order. Straight
// matching: no fallback, no correction of the query. The text counts as every field, so that field:word can be tried
// too.
void explain(std::shared_ptr<const analyzers::Language> language, std::istream& in, std::ostream& out);

}  // namespace opslag::searchd
