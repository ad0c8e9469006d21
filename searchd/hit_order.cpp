// A bounded selection of the best rows.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/hit_order.h"

#include <algorithm>
#include <optional>

namespace opslag::searchd {
namespace {

// The first `wanted` of the rows shown, in order. What can't be among them any more is thrown away whenever twice as
// many have come together.
template <typename ScoreOf, typename Before>
std::vector<Ranked> collect(const Bitmap& shown, std::size_t wanted, const ScoreOf& score_of, const Before& is_before) {
  constexpr std::size_t kLeast = 256;
  const std::size_t most = std::max(kLeast, 2 * wanted);
  std::vector<Ranked> order;
  std::optional<Ranked> worst;
  shown.each([&](std::size_t row) {
    const Ranked one{score_of(static_cast<Row>(row)), static_cast<Row>(row)};
    if (worst && !is_before(one, *worst)) return;
    order.push_back(one);
    if (order.size() < most || wanted == 0) return;
    const auto last = order.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
    std::nth_element(order.begin(), last, order.end(), is_before);
    order.resize(wanted);
    worst = order.back();
  });
  if (order.size() > wanted) {
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(wanted);
    std::nth_element(order.begin(), end, order.end(), is_before);
    order.resize(wanted);
  }
  std::sort(order.begin(), order.end(), is_before);
  return order;
}

}  // namespace

HitOrder::HitOrder(const Rows& rows, const QueryMatches& matches, const Ranking& ranking, const SearchRequest& request)
    : rows_(rows),
      matches_(matches),
      ranking_(ranking),
      sort_(request.sort),
      recency_(request.recency ? ranking.recency : 0),
      ageing_(recency_ / static_cast<double>(std::max<std::size_t>(rows.ranked, 1))) {
  for (const LeafMatches& leaf : matches.leaves) {
    scored_ = scored_ || (!leaf.excluded && leaf.node->kind != NodeKind::facet);
  }
}

double HitOrder::score_of(Row row) const {
  return scored_ ? matches_.score[row] * (1.0 + recency_ - ageing_ * rows_.rank[row]) : 0.0;
}

bool HitOrder::before(Row a, Row b) const {
  if (sort_ == Sort::oldest && rows_.date(a) != rows_.date(b)) {
    if (rows_.date(a) == 0 || rows_.date(b) == 0) return rows_.date(b) == 0;
    return rows_.date(a) < rows_.date(b);
  }
  return rows_.rank[a] < rows_.rank[b];
}

std::vector<Ranked> HitOrder::first(const Bitmap& shown, std::size_t wanted, const Nearness& nearness) const {
  const auto score = [this](Row row) { return score_of(row); };
  if (sort_ != Sort::relevance || !scored_)
    return collect(shown, wanted, score, [this](const Ranked& a, const Ranked& b) { return before(a.row, b.row); });
  const auto better = [this](const Ranked& a, const Ranked& b) {
    return a.score != b.score ? a.score > b.score : rows_.rank[a.row] < rows_.rank[b.row];
  };
  std::vector<Ranked> order = collect(shown, std::max(wanted, ranking_.nearness_depth), score, better);
  const std::span best = std::span(order).first(std::min(order.size(), ranking_.nearness_depth));
  const std::vector<double> gains = nearness(best);
  for (std::size_t i = 0; i < best.size(); ++i) best[i].score += gains[i];
  std::sort(best.begin(), best.end(), better);
  if (order.size() > wanted) order.resize(wanted);
  return order;
}

}  // namespace opslag::searchd
