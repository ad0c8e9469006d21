// The figures by which hits are ranked, in one place (docs/query_syntax.md explains them in words).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>

namespace opslag::searchd {

struct Ranking {
  double k1 = 1.2;                   // how soon more occurrences count no more
  double b = 0.3;                    // how much long documents are marked down: 0 not, 1 fully
  double title = 0.6;                // a word in the title, over the weight that its occurrences have already
  double title_coverage = 0.5;       // the title says much of what was asked
  double attachment = 0.5;           // a word found only in an attachment's text
  double weak_word = 0.25;           // a word that says little by itself
  double nearness = 0.6;             // two neighbouring words of the query side by side
  double relaxed = 5;                // where not all words are there: what those say that are, up to 1 a word
  double recency = 0.02;             // the newest hit over the oldest: decides near-ties only
  std::size_t nearness_depth = 100;  // how many hits are looked at for nearness
};

}  // namespace opslag::searchd
