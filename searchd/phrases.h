// Whether words stand together, decided on their positions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

namespace opslag::searchd {

using PositionList = std::vector<std::uint32_t>;  // ascending, no duplicates

// Whether a position can be taken from each list, each behind the one before, all within `window` words (the first and
// last included). Linear in the positions, but for the many places of the first list.
bool stand_in_order(const std::vector<PositionList>& words, unsigned window);
// The same in any order; no two lists give the same position.
bool stand_near(const std::vector<PositionList>& words, unsigned window);

}  // namespace opslag::searchd
