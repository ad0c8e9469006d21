// How near each other a query's words stand in a document.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/nearness.h"

#include <cmath>

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

NearnessMeter::NearnessMeter(const QueryMatches& matches, const Postings& postings, const Ranking& ranking)
    : postings_(postings), ranking_(ranking) {
  for (std::size_t i = 0; i < matches.leaves.size(); ++i) {
    const LeafMatches& leaf = matches.leaves[i];
    if (leaf.excluded || leaf.node->kind == NodeKind::facet) continue;
    leaves_.push_back({&leaf, i, leaf.rarity * (leaf.weak ? ranking.weak_word : 1.0), {}});
    asked_ += leaves_.back().weight;
    if (!leaf.weak && leaf.node->kind == NodeKind::word)
      leaves_.back().terms = places_of(leaf.node->words.front(), places_);
  }
}

void NearnessMeter::fetch(Row row) const {
  if (leaves_.size() > 1) postings_.fetch_packed(row);
}

double NearnessMeter::gain(Row row) {
  double in_title = 0;
  words_.clear();
  for (const Leaf& leaf : leaves_) {
    const LeafMatches& matches = *leaf.matches;
    if (matches.in_title.test(row)) in_title += leaf.weight;
    if (!matches.weak && matches.node->kind == NodeKind::word && matches.own.test(row)) words_.push_back(&leaf);
  }
  double bonus = asked_ > 0 ? ranking_.title_coverage * asked_ * (in_title / asked_) * (in_title / asked_) : 0;
  if (words_.size() < 2) return bonus;
  const std::vector<PositionList>& found = places_.of(postings_.packed(row));
  PositionList before, room;
  for (std::size_t i = 0; i < words_.size() && !found.empty(); ++i) {
    PositionList here;
    for (const std::size_t term : words_[i]->terms) merge_into(here, found[term], room);
    if (i > 0) {
      const double rarity = std::min(words_[i - 1]->matches->rarity, words_[i]->matches->rarity);
      bonus += ranking_.nearness * rarity * fit(before, here, words_[i]->place - words_[i - 1]->place);
    }
    before = std::move(here);
  }
  return bonus;
}

}  // namespace opslag::searchd
