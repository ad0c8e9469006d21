// When two pages' lines are one running head or foot: what they say, page numbers aside.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace opslag::corpus {

// Equal for lines of pages that may be the same head or foot: all but spaces is the same, and a page's number counts on
// with the pages. A number is one where it stands alone in its line ("- 3 -", "3/12"), behind a word for it ("Side 3 af
// 12"), or at the line's end, far from the rest; any other number is text, and must be the same. `page` counts from
// any.
std::string running_key(std::string_view line, std::size_t page);

}  // namespace opslag::corpus
