// Words that stand together, and words that only seem to.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/phrases.h"

#include "tests/support/catch.h"

using namespace opslag::searchd;

namespace {
struct Case {
  std::vector<PositionList> words;
  unsigned window;
  bool in_order, near;
};
}  // namespace

TEST_CASE("positions decide whether words stand together") {
  const std::vector<Case> cases{
      {{{1}, {2}}, 2, true, true},
      {{{2}, {1}}, 2, false, true},
      {{{1}, {3}}, 2, false, false},
      {{{1}, {3}}, 3, true, true},
      {{{1, 10}, {5, 11}}, 2, true, true},
      {{{1, 10, 20}, {5, 21}, {3, 22}}, 3, true, true},
      {{{1, 10, 20}, {5, 21}, {3, 23}}, 3, false, false},
      {{{1, 3}, {2}, {1, 3}}, 3, true, true},       // the first and the last may be the same word twice
      {{{4}, {4}}, 5, false, false},                // but one place is not two words
      {{{4, 5}, {4}}, 5, false, true},              // the other order is near
      {{{4, 5}, {4, 5}, {4, 5}}, 9, false, false},  // three words, two places
      {{{4, 5}, {5, 6}, {4}}, 3, false, true},      // 5, 6, 4
      {{{1}, {}}, 9, false, false},
      {{{0xFFFFFFFEU}, {0xFFFFFFFFU}}, 2, true, true},
      {{{1, 2, 3}}, 1, true, true},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    INFO("case " << i);
    CHECK(stand_in_order(cases[i].words, cases[i].window) == cases[i].in_order);
    CHECK(stand_near(cases[i].words, cases[i].window) == cases[i].near);
  }
}
