// Windows over texts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/snippet.h"

#include <algorithm>

#include "analyzers/text.h"

namespace opslag::searchd {
namespace {

constexpr std::size_t kBefore = 70;  // how far before the first word a sentence's beginning is looked for
constexpr double kAgain = 0.1;       // a word's further occurrences
constexpr std::string_view kMore = "…";

bool is_space(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

// The beginning of the sentence or line, or of a word, before `at`; not before `lowest`.
std::size_t start_before(std::string_view text, std::size_t at, std::size_t lowest) {
  std::size_t word = at;
  for (std::size_t i = at; i > lowest; --i) {
    const char before = text[i - 1];
    if (before == '\n') return i;
    if (!is_space(before)) continue;
    if (i >= 2 && (text[i - 2] == '.' || text[i - 2] == '!' || text[i - 2] == '?' || text[i - 2] == ':')) return i;
    word = i;
  }
  return lowest == 0 ? 0 : word;
}

// The end of the last word that ends by `at`, after `lowest`.
std::size_t end_before(std::string_view text, std::size_t at, std::size_t lowest) {
  if (at >= text.size()) return text.size();
  std::size_t end = at;
  while (end > lowest && !is_space(text[end])) --end;
  if (end == lowest) return lowest + analyzers::cut_utf8(text.substr(lowest), at - lowest).size();
  return end;
}

std::size_t skip_spaces(std::string_view text, std::size_t at, std::size_t end) {
  while (at < end && is_space(text[at])) ++at;
  return at;
}

Stretch around(std::string_view text, std::size_t first, std::size_t last_end) {
  Stretch stretch;
  const std::size_t room = last_end - first < kSnippetBytes ? kSnippetBytes - (last_end - first) : 0;
  const std::size_t back = std::min({first, kBefore, room});
  stretch.begin = start_before(text, first, first - back);
  stretch.end = end_before(text, stretch.begin + kSnippetBytes, std::min(last_end, stretch.begin + kSnippetBytes));
  // A text that ends soon is shown to its end, from further back.
  if (stretch.end == text.size() && text.size() - stretch.begin < kSnippetBytes) {
    const std::size_t lowest = text.size() < kSnippetBytes ? 0 : text.size() - kSnippetBytes;
    stretch.begin = lowest == 0 ? 0 : start_before(text, std::min(stretch.begin, lowest + 20), lowest);
  }
  return stretch;
}

}  // namespace

Stretch best_stretch(std::string_view text, const std::vector<TextMatch>& matches, const std::vector<double>& worths) {
  std::vector<const TextMatch*> useful;
  for (const TextMatch& match : matches) {
    if (worths[match.leaf] > 0) useful.push_back(&match);
  }
  if (useful.empty()) return {};
  std::vector<std::size_t> inside(worths.size(), 0);
  double now = 0, best = -1;
  std::size_t best_first = 0, best_last = 0, next = 0;
  for (std::size_t first = 0; first < useful.size(); ++first) {
    while (next < useful.size() && (next == first || useful[next]->end <= useful[first]->begin + kSnippetBytes - 40)) {
      const TextMatch& match = *useful[next++];
      now += match.weight * worths[match.leaf] * (inside[match.leaf]++ == 0 ? 1.0 : kAgain);
    }
    if (now > best + 1e-9) {
      best = now;
      best_first = first;
      best_last = next - 1;
    }
    const TextMatch& gone = *useful[first];
    now -= gone.weight * worths[gone.leaf] * (--inside[gone.leaf] == 0 ? 1.0 : kAgain);
  }
  Stretch stretch = around(text, useful[best_first]->begin, useful[best_last]->end);
  stretch.worth = best;
  return stretch;
}

namespace {

using Marks = decltype(Fragment::marks);

Marks marks_of(const std::vector<TextMatch>& matches, const std::vector<double>& worths) {
  Marks marks;
  for (const TextMatch& match : matches) {
    if (worths[match.leaf] <= 0 || match.begin >= match.end) continue;
    if (!marks.empty() && match.begin <= marks.back().second) {
      marks.back().second = std::max(marks.back().second, match.end);
    } else {
      marks.emplace_back(match.begin, match.end);
    }
  }
  return marks;
}

}  // namespace

Fragment marked(std::string_view text, const std::vector<TextMatch>& matches, const std::vector<double>& worths) {
  return {std::string(text), marks_of(matches, worths)};
}

Fragment cut(std::string_view text, const Stretch& stretch, const std::vector<TextMatch>& matches,
             const std::vector<double>& worths) {
  const std::size_t end = std::min(stretch.end, text.size());
  const std::size_t begin = skip_spaces(text, std::min(stretch.begin, end), end);
  Fragment fragment;
  fragment.text.reserve(end - begin + 2 * kMore.size() + 2);
  if (skip_spaces(text, 0, begin) < begin) (fragment.text += kMore) += ' ';
  const std::size_t shift = fragment.text.size();
  fragment.text += text.substr(begin, end - begin);
  std::replace_if(
      fragment.text.begin(), fragment.text.end(), [](char c) { return is_space(c); }, ' ');
  if (skip_spaces(text, end, text.size()) < text.size()) (fragment.text += ' ') += kMore;
  for (const auto& [from, to] : marks_of(matches, worths)) {
    if (to <= begin || from >= end) continue;
    fragment.marks.emplace_back(std::max(from, begin) - begin + shift, std::min(to, end) - begin + shift);
  }
  return fragment;
}

}  // namespace opslag::searchd
