// How near each other a query's words stand in a document.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "searchd/places.h"
#include "searchd/query_runner.h"

namespace opslag::searchd {
namespace {

// The terms of a word that are looked at for nearness.
std::vector<std::size_t> places_of(const analyzers::QueryWord& word, Places& places) {
  constexpr std::size_t kMaxTerms = 8;
  std::vector<std::size_t> terms;
  for (const analyzers::Alternative& alternative : word.alternatives) {
    if (!corpus::has_positions(alternative.term.kind) || terms.size() == kMaxTerms) continue;
    terms.push_back(places.add(corpus::index_term(alternative.term)));
  }
  return terms;
}

// How well the words' places fit: 1 where they stand as in the query, less with every word between; 0 past ten words.
double fit(const PositionList& left, const PositionList& right, std::size_t apart) {
  constexpr double kFarthest = 10;
  double best = 0;
  auto from = right.begin();
  for (const std::uint32_t place : left) {
    while (from != right.end() && *from + 12 < place) ++from;
    for (auto it = from; it != right.end() && *it < place + 14; ++it) {
      const double gap = *it >= place ? static_cast<double>(*it - place) : static_cast<double>(place - *it) + 2;
      const double off = std::abs(gap - static_cast<double>(apart));
      if (off < kFarthest) best = std::max(best, 1.0 / (1.0 + 0.5 * off));
    }
  }
  return best;
}

}  // namespace

double QueryRunner::nearness(const QueryMatches& matches, Row row) const {
  double asked = 0, in_title = 0;
  std::vector<std::pair<const LeafMatches*, std::size_t>> words;  // with their places in the query
  for (std::size_t i = 0; i < matches.leaves.size(); ++i) {
    const LeafMatches& leaf = matches.leaves[i];
    if (leaf.excluded || leaf.node->kind == NodeKind::facet) continue;
    const double weight = leaf.rarity * (leaf.weak ? ranking_.weak_word : 1.0);
    asked += weight;
    if (leaf.in_title.test(row)) in_title += weight;
    if (!leaf.weak && leaf.node->kind == NodeKind::word && leaf.own.test(row)) words.emplace_back(&leaf, i);
  }
  double bonus = asked > 0 ? ranking_.title_coverage * asked * (in_title / asked) * (in_title / asked) : 0;
  if (words.size() < 2) return bonus;
  Places places;
  std::vector<std::vector<std::size_t>> terms;
  for (const auto& [leaf, place] : words) terms.push_back(places_of(leaf->node->words.front(), places));
  const std::vector<PositionList>& found = places.of(postings_.packed(row));
  PositionList before, room;
  for (std::size_t i = 0; i < words.size() && !found.empty(); ++i) {
    PositionList here;
    for (const std::size_t term : terms[i]) merge_into(here, found[term], room);
    if (i > 0) {
      const double rarity = std::min(words[i - 1].first->rarity, words[i].first->rarity);
      bonus += ranking_.nearness * rarity * fit(before, here, words[i].second - words[i - 1].second);
    }
    before = std::move(here);
  }
  return bonus;
}

}  // namespace opslag::searchd
