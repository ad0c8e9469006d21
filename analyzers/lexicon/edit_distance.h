// How far two words are apart, in slips of the pen: letters too many, missing, wrong, or two neighbours swapped.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace opslag::analyzers {

// The number of slips, or `limit` + 1 if there are more than `limit`. Words over 64 letters count as too far.
unsigned edit_distance(std::u32string_view a, std::u32string_view b, unsigned limit);

// How unlikely the slips are that make `written` of `meant`, roughly 1 each: less for a letter doubled or not and for
// lost Danish strokes (o for ø), more for the first letter. Meant for words few slips apart.
double slip_cost(std::u32string_view written, std::u32string_view meant);

}  // namespace opslag::analyzers
