// Worths by leaf.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/marking_worths.h"

#include <algorithm>

namespace opslag::searchd {

std::vector<double> worths_of(const QueryMatches& matches) {
  std::vector<double> worths;
  bool strong = false;
  for (const LeafMatches& leaf : matches.leaves) {
    const bool marks = !leaf.excluded && leaf.node->kind != NodeKind::facet;
    strong = strong || (marks && !leaf.weak);
    worths.push_back(marks ? 0.2 + leaf.rarity : 0);
  }
  for (std::size_t i = 0; i < worths.size(); ++i) {
    if (strong && matches.leaves[i].weak) worths[i] = 0;
  }
  return worths;
}

std::vector<double> worths_of(const QueryNode& root) {
  std::vector<double> worths;
  bool strong = false;
  std::vector<bool> weak;
  each_leaf(root, [&](const QueryNode& leaf, bool excluded) {
    const bool all_weak = !leaf.words.empty() && std::all_of(leaf.words.begin(), leaf.words.end(),
                                                             [](const auto& word) { return word.says_little; });
    weak.push_back(all_weak);
    worths.push_back(excluded || leaf.kind == NodeKind::facet ? 0 : 1);
    strong = strong || (worths.back() > 0 && !all_weak);
  });
  for (std::size_t i = 0; i < worths.size(); ++i) {
    if (strong && weak[i]) worths[i] = 0;
  }
  return worths;
}

}  // namespace opslag::searchd
