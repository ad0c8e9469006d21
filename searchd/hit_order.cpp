// A bounded selection of the best rows.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/hit_order.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace opslag::searchd {
// The first `wanted` of the rows shown, in order. What can't be among them any more is thrown away whenever twice as
// many have come together; `by_score`: no row is before one of a higher score.
template <typename Before>
std::vector<Ranked> HitOrder::collect(const Bitmap& shown, std::size_t wanted, bool by_score,
                                      const Before& is_before) const {
  constexpr std::size_t kLeast = 256;
  const std::size_t most = std::max(kLeast, 2 * wanted);
  std::vector<Ranked> order;
  std::optional<Ranked> worst;
  const double newest = 1.0 + recency_;
  std::size_t before = 0;
  for (std::size_t i = 0; i < shown.words().size(); ++i) {
    const std::uint64_t found = matches_.found.words()[i];
    for (std::uint64_t left = shown.words()[i]; left != 0; left &= left - 1) {
      const std::uint64_t below = (left & -left) - 1;
      const float score = scored_ ? matches_.score[before + static_cast<std::size_t>(std::popcount(found & below))] : 0;
      if (by_score && worst && score * newest < worst->score) continue;
      const auto row = static_cast<Row>(i * 64 + static_cast<std::size_t>(std::countr_zero(left)));
      const Ranked one{scored_ ? aged(score, row) : 0.0, row};
      if (worst && !is_before(one, *worst)) continue;
      order.push_back(one);
      if (order.size() < most || wanted == 0) continue;
      const auto last = order.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
      std::nth_element(order.begin(), last, order.end(), is_before);
      order.resize(wanted);
      worst = order.back();
    }
    before += static_cast<std::size_t>(std::popcount(found));
  }
  if (order.size() > wanted) {
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(wanted);
    std::nth_element(order.begin(), end, order.end(), is_before);
    order.resize(wanted);
  }
  std::sort(order.begin(), order.end(), is_before);
  return order;
}

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

bool HitOrder::before(Row a, Row b) const {
  if (sort_ == Sort::oldest && rows_.date(a) != rows_.date(b)) {
    if (rows_.date(a) == 0 || rows_.date(b) == 0) return rows_.date(b) == 0;
    return rows_.date(a) < rows_.date(b);
  }
  return rows_.rank[a] < rows_.rank[b];
}

std::vector<Ranked> HitOrder::first(const Bitmap& shown, std::size_t wanted, const Nearness& nearness) const {
  if (sort_ != Sort::relevance || !scored_)
    return collect(shown, wanted, false, [this](const Ranked& a, const Ranked& b) { return before(a.row, b.row); });
  const auto better = [this](const Ranked& a, const Ranked& b) {
    return a.score != b.score ? a.score > b.score : rows_.rank[a.row] < rows_.rank[b.row];
  };
  std::vector<Ranked> order = collect(shown, std::max(wanted, ranking_.nearness_depth), true, better);
  const std::span best = std::span(order).first(std::min(order.size(), ranking_.nearness_depth));
  const std::vector<double> gains = nearness(best);
  for (std::size_t i = 0; i < best.size(); ++i) best[i].score += gains[i];
  std::sort(best.begin(), best.end(), better);
  if (order.size() > wanted) order.resize(wanted);
  return order;
}

}  // namespace opslag::searchd
