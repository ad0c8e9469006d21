// A tree of losers over the runs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/run_merge.h"

#include <algorithm>
#include <utility>

namespace opslag::indexer {
namespace {

// Orders as the bytes do: zeros stand for those that a shorter term lacks, and equal heads tell nothing.
std::uint64_t head_of(std::string_view term) {
  std::uint64_t head = 0;
  const std::size_t size = std::min(term.size(), sizeof(head));
  for (std::size_t i = 0; i < size; ++i) head = head << 8 | static_cast<unsigned char>(term[i]);
  return size == 0 ? 0 : head << 8 * (sizeof(head) - size);
}

}  // namespace

RunMerge::RunMerge(std::deque<RunReader>& runs) : losers_(runs.size(), kNone) {
  players_.reserve(runs.size());
  for (RunReader& run : runs) go_on(players_.emplace_back(Player{&run}));
  for (std::size_t player = 0; player < players_.size(); ++player) {
    std::size_t best = player;
    std::size_t round = (player + players_.size()) / 2;
    for (; round > 0 && best != kNone; round /= 2) {
      if (losers_[round] == kNone || is_before(losers_[round], best)) std::swap(losers_[round], best);
    }
    if (best != kNone) winner_ = best;
  }
}

void RunMerge::go_on(Player& player) {
  player.over = !player.run->next_term();
  player.term = player.over ? std::string_view() : player.run->term;
  player.head = head_of(player.term);
}

bool RunMerge::is_before(std::size_t a, std::size_t b) const {
  const Player &left = players_[a], &right = players_[b];
  if (left.over || right.over) return !left.over;
  if (left.head != right.head) return left.head < right.head;
  const int order = left.term.compare(right.term);
  return order != 0 ? order < 0 : a < b;
}

void RunMerge::advance() {
  std::size_t best = winner_;
  go_on(players_[best]);
  for (std::size_t round = (best + players_.size()) / 2; round > 0; round /= 2) {
    if (is_before(losers_[round], best)) std::swap(losers_[round], best);
  }
  winner_ = best;
}

}  // namespace opslag::indexer
