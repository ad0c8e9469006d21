// Puts the rows that are shown in order, and keeps no more of them than are asked for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "searchd/query_runner.h"
#include "searchd/search_request.h"

namespace opslag::searchd {

struct Ranked {
  double score;
  Row row;
};

// For one query; what it is made of must outlive it.
class HitOrder {
 public:
  HitOrder(const Rows& rows, const QueryMatches& matches, const Ranking& ranking, const SearchRequest& request);

  // What each of the best hits gains by how near each other the query's words stand in it.
  using Nearness = std::function<std::vector<double>(std::span<const Ranked> best)>;
  // The first `wanted` of `shown`, all of which the query found. Sorted by relevance, the best are looked at once more
  // for nearness; the others keep their places behind them.
  std::vector<Ranked> first(const Bitmap& shown, std::size_t wanted, const Nearness& nearness) const;

 private:
  bool before(Row a, Row b) const;
  double aged(float score, Row row) const { return score * (1.0 + recency_ - ageing_ * rows_.rank[row]); }
  // Scores: of the rows shown, in their order.
  template <typename Before>
  std::vector<Ranked> collect(const Bitmap& shown, const std::vector<float>& scores, std::size_t wanted,
                              const Before& is_before) const;
  template <typename Before>
  std::vector<Ranked> best_by_score(const Bitmap& shown, const std::vector<float>& scores, std::size_t wanted,
                                    const Before& is_better) const;

  const Rows& rows_;
  const QueryMatches& matches_;
  const Ranking& ranking_;
  Sort sort_;
  bool scored_ = false;
  double recency_, ageing_;
};

}  // namespace opslag::searchd
