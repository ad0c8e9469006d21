// Cuts the best stretch out of a text and marks what was found in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>
#include <vector>

#include "searchd/search_result.h"
#include "searchd/text_matcher.h"

namespace opslag::searchd {

inline constexpr std::size_t kSnippetBytes = 240;

// What a stretch of a text is worth: by the words in it, each counted once in full.
struct Stretch {
  double worth = 0;  // 0: nothing is found in the text
  std::size_t begin = 0, end = 0;
};

// `matches` in the order of the text; `worths` by leaf. The stretch begins and ends between words, at the beginning of
// a sentence where one is near. Linear in the matches.
Stretch best_stretch(std::string_view text, const std::vector<TextMatch>& matches, const std::vector<double>& worths);
// The stretch as a fragment, with "…" where the text goes on. Line ends become spaces.
Fragment cut(std::string_view text, const Stretch& stretch, const std::vector<TextMatch>& matches,
             const std::vector<double>& worths);
// The whole text with the same marks. Matches of leaves that are worth nothing are not marked; touching marks are one.
Fragment marked(std::string_view text, const std::vector<TextMatch>& matches, const std::vector<double>& worths);

}  // namespace opslag::searchd
