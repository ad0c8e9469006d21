// A bounded selection of the best rows.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/hit_order.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <optional>

namespace opslag::searchd {
namespace {

struct ScoredRow {
  float score;
  Row row;
};

// Memory that is asked for before it is read.
constexpr std::size_t kAhead = 8;

// None of so many values is as much.
inline bool all_less(const float* values, std::size_t size, float least) {
  constexpr std::size_t kAtOnce = 4;
  using Four = float __attribute__((vector_size(kAtOnce * sizeof(float))));
  std::size_t i = 0;
  for (; i + kAtOnce <= size; i += kAtOnce) {
    Four four;
    std::memcpy(&four, values + i, sizeof(four));
    const auto enough = four >= least;
    if ((enough[0] | enough[1] | enough[2] | enough[3]) != 0) return false;
  }
  for (; i < size; ++i) {
    if (values[i] >= least) return false;
  }
  return true;
}

// The scores of the rows shown, all of which are found, in the rows' order.
std::vector<float> scores_shown(const Bitmap& shown, const Bitmap& found, const std::vector<float>& scores) {
  std::vector<float> chosen(scores.size());
  float* out = chosen.data();
  const float* in = scores.data();
  for (std::size_t i = 0; i < shown.words().size(); ++i) {
    const std::uint64_t all = found.words()[i];
    const auto size = std::popcount(all);
    if (shown.words()[i] == all) {
      out = std::copy_n(in, size, out);
    } else {
      for (std::uint64_t left = shown.words()[i]; left != 0; left &= left - 1)
        *out++ = in[std::popcount(all & ((left & -left) - 1))];
    }
    in += size;
  }
  chosen.resize(static_cast<std::size_t>(out - chosen.data()));
  return chosen;
}

constexpr std::size_t kSample = 1024;

constexpr float kBelowAll = -1;

// A score that most probably some more than `wanted` of them reach; kBelowAll if it can't be told.
float likely_least(const std::vector<float>& scores, std::size_t wanted) {
  if (scores.size() < 2 * kSample) return kBelowAll;
  std::vector<float> sample;
  sample.reserve(kSample);
  const std::size_t step = scores.size() / kSample;
  for (std::size_t i = 0; i < kSample; ++i) sample.push_back(scores[i * step]);
  const std::size_t enough = 8 + 2 * wanted / step;
  if (enough >= kSample) return kBelowAll;
  const auto least = sample.begin() + static_cast<std::ptrdiff_t>(enough);
  std::nth_element(sample.begin(), least, sample.end(), std::greater<>());
  return *least;
}

struct ScoredPlace {
  float score;
  std::size_t place;
};

// Those of at least so much.
std::vector<ScoredPlace> scores_from(float least, const std::vector<float>& scores) {
  constexpr std::size_t kAtOnce = 16;
  std::vector<ScoredPlace> some;
  for (std::size_t i = 0; i < scores.size(); i += kAtOnce) {
    const std::size_t size = std::min(kAtOnce, scores.size() - i);
    if (all_less(&scores[i], size, least)) continue;
    for (std::size_t place = i; place < i + size; ++place) {
      if (scores[place] >= least) some.push_back({scores[place], place});
    }
  }
  return some;
}

// The scores that may be among the `wanted` best when a score's worth is its own and up to `spread` times it: all but
// those for which there are `wanted` better ones in any case. By place.
std::vector<ScoredPlace> contending(const std::vector<float>& scores, std::size_t wanted, float spread) {
  const auto better = [](const ScoredPlace& a, const ScoredPlace& b) { return a.score > b.score; };
  float least = likely_least(scores, wanted);
  std::vector<ScoredPlace> some = scores_from(least / spread, scores);
  const auto reach = std::ranges::count_if(some, [&](const ScoredPlace& one) { return one.score >= least; });
  if (static_cast<std::size_t>(reach) < wanted) some = scores_from(kBelowAll, scores);
  if (some.size() <= wanted) return some;
  std::vector<ScoredPlace> order = some;
  const auto last = order.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
  std::nth_element(order.begin(), last, order.end(), better);
  least = last->score / spread;
  std::erase_if(some, [&](const ScoredPlace& one) { return one.score < least; });
  return some;
}

// The rows shown that may be among the best, as contending() says; a score for each of them, in their order.
std::vector<ScoredRow> contenders(const Bitmap& shown, const std::vector<float>& scores, std::size_t wanted,
                                  float spread) {
  std::vector<ScoredRow> best;
  if (wanted == 0) return best;
  const std::vector<ScoredPlace> some = contending(scores, wanted, spread);
  best.reserve(some.size());
  std::size_t word = 0, before = 0;
  for (const auto& [score, place] : some) {
    for (std::size_t here; before + (here = static_cast<std::size_t>(std::popcount(shown.words()[word]))) <= place;
         ++word)
      before += here;
    std::uint64_t bits = shown.words()[word];
    for (std::size_t i = before; i < place; ++i) bits &= bits - 1;
    best.push_back({score, static_cast<Row>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)))});
  }
  return best;
}

// The first `wanted` in order.
template <typename Before>
void keep_first(std::vector<Ranked>& order, std::size_t wanted, const Before& is_before) {
  if (order.size() > wanted) {
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(wanted);
    std::nth_element(order.begin(), end, order.end(), is_before);
    order.resize(wanted);
  }
  std::sort(order.begin(), order.end(), is_before);
}

}  // namespace

// The first `wanted` of the rows shown, in order. What can't be among them any more is thrown away whenever twice as
// many have come together.
template <typename Before>
std::vector<Ranked> HitOrder::collect(const Bitmap& shown, const std::vector<float>& scores, std::size_t wanted,
                                      const Before& is_before) const {
  constexpr std::size_t kLeast = 256;
  const std::size_t most = std::max(kLeast, 2 * wanted);
  std::vector<Ranked> order;
  std::optional<Ranked> worst;
  std::size_t place = 0;
  shown.each([&](std::size_t bit) {
    const auto row = static_cast<Row>(bit);
    const Ranked one{scored_ ? aged(scores[place++], row) : 0.0, row};
    if (worst && !is_before(one, *worst)) return;
    order.push_back(one);
    if (order.size() < most || wanted == 0) return;
    const auto last = order.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
    std::nth_element(order.begin(), last, order.end(), is_before);
    order.resize(wanted);
    worst = order.back();
  });
  keep_first(order, wanted, is_before);
  return order;
}

// Looks up the age only of those whose score may be high enough.
template <typename Before>
std::vector<Ranked> HitOrder::best_by_score(const Bitmap& shown, const std::vector<float>& scores, std::size_t wanted,
                                            const Before& is_better) const {
  constexpr float kRounding = 1.0001F;
  const float spread = static_cast<float>(1.0 + recency_) * kRounding;
  const std::vector<ScoredRow> some = contenders(shown, scores, wanted, spread);
  std::vector<Ranked> order;
  order.reserve(some.size());
  for (std::size_t i = 0; i < some.size(); ++i) {
    if (i + kAhead < some.size()) __builtin_prefetch(&rows_.rank[some[i + kAhead].row]);
    order.push_back({aged(some[i].score, some[i].row), some[i].row});
  }
  keep_first(order, wanted, is_better);
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
  std::vector<float> scores;
  if (scored_) {
    scores = matches_.score.empty() ? scores_of(shown, matches_.leaves, ranking_)
                                    : scores_shown(shown, matches_.found, matches_.score);
  }
  if (sort_ != Sort::relevance || !scored_)
    return collect(shown, scores, wanted, [this](const Ranked& a, const Ranked& b) { return before(a.row, b.row); });
  const auto better = [this](const Ranked& a, const Ranked& b) {
    return a.score != b.score ? a.score > b.score : rows_.rank[a.row] < rows_.rank[b.row];
  };
  std::vector<Ranked> order = best_by_score(shown, scores, std::max(wanted, ranking_.nearness_depth), better);
  const std::span best = std::span(order).first(std::min(order.size(), ranking_.nearness_depth));
  const std::vector<double> gains = nearness(best);
  for (std::size_t i = 0; i < best.size(); ++i) best[i].score += gains[i];
  std::sort(best.begin(), best.end(), better);
  if (order.size() > wanted) order.resize(wanted);
  return order;
}

}  // namespace opslag::searchd
