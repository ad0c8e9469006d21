// The net under the readers: no line "3 (Lukket) Title" that they took for text stays in a public item.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <vector>

#include "corpus/minutes/outline.h"

namespace opslag::corpus::minutes {

// Adds an item for every numbered line from `begin` on that is marked as closed and heads none yet, and for the marked
// public ones that end such an item. `headings` are, and stay, in the document's order.
void add_marked_items(const Lines& lines, std::size_t begin, std::vector<Heading>& headings);

// Where most titles begin with a marker, "Åben Lokalplan" is one too, and loses it.
void drop_bare_markers(std::vector<Heading>& headings);

}  // namespace opslag::corpus::minutes
