// Searches for places where all words stand together.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/phrases.h"

#include <algorithm>

namespace opslag::searchd {
namespace {

// Gives lists positions from `first` to `last`, each another one: Kuhn's matching, for the few words of a rule.
class Assignment {
 public:
  Assignment(const std::vector<PositionList>& words, std::uint64_t first, std::uint64_t last)
      : words_(words), first_(first), last_(last), taken_(words.size(), kNone) {}

  bool whole() {
    for (std::size_t word = 0; word < words_.size(); ++word) {
      tried_.clear();
      if (!place(word)) return false;
    }
    return true;
  }

 private:
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  bool place(std::size_t word) {
    const PositionList& positions = words_[word];
    for (auto it = std::lower_bound(positions.begin(), positions.end(), first_); it != positions.end() && *it <= last_;
         ++it) {
      if (std::find(tried_.begin(), tried_.end(), *it) != tried_.end()) continue;
      tried_.push_back(*it);
      const auto holder = std::find(taken_.begin(), taken_.end(), *it);
      if (holder != taken_.end() && !place(static_cast<std::size_t>(holder - taken_.begin()))) continue;
      taken_[word] = *it;
      return true;
    }
    return false;
  }

  const std::vector<PositionList>& words_;
  std::uint64_t first_, last_;
  std::vector<std::uint64_t> taken_;  // by word
  std::vector<std::uint64_t> tried_;
};

}  // namespace

namespace {

// What most ask: two words.
bool two_in_order(const PositionList& left, const PositionList& right, unsigned window) {
  auto behind = right.begin();
  for (const std::uint64_t first : left) {
    while (behind != right.end() && *behind <= first) ++behind;
    if (behind == right.end()) return false;
    if (*behind - first < window) return true;
  }
  return false;
}

bool two_near(const PositionList& left, const PositionList& right, unsigned window) {
  auto from = right.begin();
  for (const std::uint64_t place : left) {
    while (from != right.end() && *from + std::uint64_t{window} <= place) ++from;
    for (auto it = from; it != right.end() && *it < place + window; ++it)
      if (*it != place) return true;
  }
  return false;
}

}  // namespace

bool stand_in_order(const std::vector<PositionList>& words, unsigned window) {
  if (words.empty()) return false;
  if (words.size() == 2) return two_in_order(words[0], words[1], window);
  std::vector<std::size_t> next(words.size());
  for (const std::uint32_t first : words.front()) {
    std::uint64_t last = first;
    bool whole = true;
    for (std::size_t w = 1; w < words.size() && whole; ++w) {
      while (next[w] < words[w].size() && words[w][next[w]] <= last) ++next[w];
      if (next[w] == words[w].size()) return false;
      last = words[w][next[w]];
      whole = last - first < window;
    }
    if (whole) return true;
  }
  return false;
}

bool stand_near(const std::vector<PositionList>& words, unsigned window) {
  if (words.empty()) return false;
  if (words.size() == 2) return two_near(words[0], words[1], window);
  PositionList starts;
  for (const PositionList& positions : words) {
    if (positions.empty()) return false;
    starts.insert(starts.end(), positions.begin(), positions.end());
  }
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  return std::any_of(starts.begin(), starts.end(), [&](std::uint64_t first) {
    const bool all = std::all_of(words.begin(), words.end(), [&](const PositionList& positions) {
      const auto here = std::lower_bound(positions.begin(), positions.end(), first);
      return here != positions.end() && *here - first < window;
    });
    return all && Assignment(words, first, first + window - 1).whole();
  });
}

}  // namespace opslag::searchd
