// Goes through the terms of many runs in their order.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "indexer/run_file.h"

namespace opslag::indexer {

// A tournament: each run's term stands beside the one that it lost to, so that the next is found by one comparison a
// round. The runs must outlive it, and stay where they are.
class RunMerge {
 public:
  explicit RunMerge(std::deque<RunReader>& runs);  // goes to each run's first term

  // The run whose term is the first; of equal ones the earliest run. Null when there are no more.
  RunReader* first() const { return winner_ == kNone || players_[winner_].over ? nullptr : players_[winner_].run; }
  // That run goes to its next term.
  void advance();

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};
  struct Player {
    RunReader* run;
    std::uint64_t head = 0;  // the term's first bytes, so that most need no look at the rest, which lies in the file
    std::string_view term = {};
    bool over = false;
  };
  void go_on(Player& player);
  bool is_before(std::size_t a, std::size_t b) const;

  std::vector<Player> players_;
  std::vector<std::size_t> losers_;  // by round; the last one's is 1
  std::size_t winner_ = kNone;
};

}  // namespace opslag::indexer
