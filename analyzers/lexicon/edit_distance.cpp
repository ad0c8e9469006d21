// Damerau's distance, restricted to a band: see edit_distance.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/edit_distance.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace opslag::analyzers {
namespace {

constexpr std::size_t kMaxLetters = 64;
using Row = std::array<double, kMaxLetters + 1>;

char32_t without_stroke(char32_t c) {
  switch (c) {
    case U'å':
    case U'æ':
    case U'ä':
      return U'a';
    case U'ø':
    case U'ö':
      return U'o';
    case U'é':
    case U'è':
      return U'e';
    case U'ü':
      return U'u';
    default:
      return c;
  }
}

double substitution(char32_t a, char32_t b) {
  if (a == b) return 0;
  if (without_stroke(a) == without_stroke(b) || (a == U'e' && b == U'æ') || (a == U'æ' && b == U'e')) return 0.5;
  return 1;
}

bool doubled(std::u32string_view word, std::size_t at) {
  return (at > 0 && word[at - 1] == word[at]) || (at + 1 < word.size() && word[at + 1] == word[at]);
}

}  // namespace

unsigned edit_distance(std::u32string_view a, std::u32string_view b, unsigned limit) {
  const unsigned too_far = limit + 1;
  const auto longer = std::max(a.size(), b.size());
  if (longer > kMaxLetters || longer - std::min(a.size(), b.size()) > limit) return too_far;
  std::array<std::array<std::uint8_t, kMaxLetters + 1>, 3> rows;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<std::uint8_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& above_that = rows[(i + 1) % 3];
    row[0] = static_cast<std::uint8_t>(i);
    unsigned least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      unsigned best = std::min<unsigned>(above[j], row[j - 1]) + 1U;
      best = std::min<unsigned>(best, above[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = std::min<unsigned>(best, above_that[j - 2] + 1U);
      row[j] = static_cast<std::uint8_t>(best);
      least = std::min(least, best);
    }
    if (least > limit) return too_far;
  }
  return std::min<unsigned>(rows[a.size() % 3][b.size()], too_far);
}

double slip_cost(std::u32string_view written, std::u32string_view meant) {
  if (std::max(written.size(), meant.size()) > kMaxLetters) return kMaxLetters;
  std::array<Row, 3> rows{};
  for (std::size_t j = 1; j <= meant.size(); ++j) rows[0][j] = rows[0][j - 1] + (doubled(meant, j - 1) ? 0.6 : 1);
  for (std::size_t i = 1; i <= written.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    row[0] = above[0] + 1;
    for (std::size_t j = 1; j <= meant.size(); ++j) {
      row[j] = std::min({above[j] + (doubled(written, i - 1) ? 0.6 : 1), row[j - 1] + (doubled(meant, j - 1) ? 0.6 : 1),
                         above[j - 1] + substitution(written[i - 1], meant[j - 1])});
      if (i > 1 && j > 1 && written[i - 1] == meant[j - 2] && written[i - 2] == meant[j - 1])
        row[j] = std::min(row[j], rows[(i + 1) % 3][j - 2] + 0.9);
    }
  }
  const bool first_differs = !written.empty() && !meant.empty() && substitution(written[0], meant[0]) == 1;
  return rows[written.size() % 3][meant.size()] + (first_differs ? 0.4 : 0);
}

}  // namespace opslag::analyzers
