// Finds a phrase in a whole segment at once: the lists of its words laid side by side, stretch by stretch.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

#include "corpus/positional_postings.h"
#include "searchd/bitmap.h"
#include "searchd/postings.h"

namespace opslag::searchd {

// One word of a phrase.
struct PhraseWord {
  std::vector<corpus::PositionalCursor> lists;  // of the terms that may stand for it, at their beginnings
  std::uint32_t behind = 0;                     // how many words its place lies before the phrase's end
};

// Sets in `found` the rows of those documents, `begin` to `last` of the segment that starts with row `first`, in which
// the words stand one behind the other. Words with few positions should come first. Far cheaper than asking document by
// document where most that hold one word hold the others too. Ends early at the deadline.
// REQUIRES: 1 <= begin <= last
void join_phrase(std::vector<PhraseWord> words, std::uint32_t begin, std::uint32_t last, Row first, Deadline& deadline,
                 Bitmap& found);

}  // namespace opslag::searchd
