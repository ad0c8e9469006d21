// Finds where a text must be read though nobody asks for a place of it: words that are asked for by how they are spelt.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string_view>

#include "analyzers/selection.h"

namespace opslag::analyzers {

// Where the first word of text[from, to) begins that may be asked for, or what lets it not be told; `to` if there is
// nothing of the kind. Time linear. No word may cross
// `from` or `to`. REQUIRES: asked.are_plain().
std::size_t first_doubt(std::string_view text, std::size_t from, std::size_t to, const Spellings& asked);

}  // namespace opslag::analyzers
