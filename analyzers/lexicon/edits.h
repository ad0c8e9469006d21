// All words one edit away from a word, each with what the slip costs: a letter doubled costs less than a wrong one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "analyzers/lexicon/lexicon.h"

namespace opslag::analyzers {

// Costs: 1 for the likeliest slips (a letter doubled or not, o for ø), about 2 for any other.
using EditSink = std::function<void(const std::string& word, double cost)>;

// Calls `sink` for every word of this role one edit away from `word` (a letter too many, missing, wrong, or two
// swapped) that `lexicon` may hold, and perhaps for others that it holds. Danish letters only. `begins`: the word's
// first letter is also the first that was written, which people rarely get wrong. Edits that cost more than `most` may
// be left out.
void one_edit(std::string_view word, const Lexicon& lexicon, lexicon_format::Role role, const EditSink& sink,
              bool begins = true, double most = 10);

// The same for two confusions of letters alike in sound or shape (m/n, s/c, d/t …) at different places.
void two_confusions(std::string_view word, const Lexicon& lexicon, lexicon_format::Role role, const EditSink& sink);

}  // namespace opslag::analyzers
