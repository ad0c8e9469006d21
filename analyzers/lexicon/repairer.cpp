// Mends misspellings: see repairer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/repairer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analyzers/lexicon/edits.h"
#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {
namespace {

using namespace lexicon_format;

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::size_t kMinLetters = 5;
constexpr std::size_t kMaxLetters = 40;
constexpr std::size_t kMinPart = 4;
constexpr double kMaxMeanCost = 15;  // of the parts of a mended compound
constexpr double kMinPartCost = 10;  // no part is cheaper
constexpr double kCompoundDoubt = 0.8;
constexpr double kClearMargin = 0.5;
constexpr double kMinConfidence = 0.5;
constexpr double kMostConfidence = 1.15;  // where nothing had to be mended
constexpr double kConfidenceASlip = 0.2;
constexpr double kDearestSlip = 2;  // of those that one edit of ours looks for when no dear ones are wanted

// All of them take one byte or two.
bool only_letters(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto first = static_cast<unsigned char>(word[i]);
    if (first < 0x80) {
      if (!is_letter(first)) return false;
      continue;
    }
    if (first < 0xC2 || first >= 0xE0 || ++i == word.size() || on_border(word, i)) return false;
    if (!is_letter((first & 0x1FU) << 6 | (static_cast<unsigned char>(word[i]) & 0x3FU))) return false;
  }
  return true;
}

// Of ccc, Danish has at most two.
std::optional<std::string> without_triple(std::string_view word) {
  for (std::size_t i = 2; i < word.size(); ++i)
    if (word[i] == word[i - 1] && word[i] == word[i - 2] && static_cast<unsigned char>(word[i]) < 0x80)
      return std::string(word.substr(0, i)).append(word.substr(i + 1));
  return std::nullopt;
}

}  // namespace

struct Repairer::Candidate {
  std::string word;
  double edit = 0;
  double score = 0;  // the lower the better
  double path = 10;  // what the splitter says of it
  bool compound = false;
  std::vector<std::size_t> cuts;
  std::vector<std::string> pieces;
};

bool Repairer::is_whole_word(const Lexicon::Entry* entry) {
  return entry && (entry->flags & kForm) && (entry->flags & kCommon) && !(entry->flags & kForbidden);
}

void Repairer::whole_words(std::string_view word, Candidates& found) const {
  const auto take = [&](const std::string& near, double cost) {
    const auto* entry = lexicon_.find(near);
    if (!is_whole_word(entry)) return;
    double family = 0;
    for (const auto reading : lexicon_.readings(*entry)) {
      const auto& lemma = lexicon_.entry(reading & kLemmaMask);
      family = std::max(family, 1.0 * lemma.head_family + lemma.tail_family);
    }
    const double doubt = std::max(0.0, 3 - std::log1p(family)) / 3;
    found.push_back({near, cost, 2 * cost + doubt, 10, false, {}, {}});
  };
  one_edit(word, lexicon_, Role::end, take);
  if (found.empty() && letter_count(word) >= 10) two_confusions(word, lexicon_, Role::end, take);
}

// What the cheapest slip in the part [begin, end) would score.
double Repairer::best_case(const CompoundSplitter::Lattice& paths, Span part) {
  return 2 + kCompoundDoubt + (paths.to[part.begin] + 10 + paths.from[part.end] - 20) / 4;
}

// Between parts of which there is a way to the word's beginning and to its end.
std::vector<Repairer::Span> Repairer::spans_of(std::string_view word, const CompoundSplitter::Lattice& paths) {
  std::vector<Span> spans;
  for (std::size_t begin = 0; begin < word.size(); ++begin) {
    if (paths.to[begin] == kNever) continue;
    for (std::size_t end = begin + 1; end <= word.size(); ++end) {
      if (paths.from[end] == kNever || (begin == 0 && end == word.size()) || !on_border(word, end)) continue;
      if (letter_count(word.substr(begin, end - begin)) >= kMinPart) spans.push_back({begin, end});
    }
  }
  return spans;
}

// How many parts the word has with one in `span`.
double Repairer::parts_with(const CompoundSplitter::Lattice& paths, std::size_t size, Span span) {
  std::size_t cuts = 0;
  for (auto at = span.begin; at > 0; at = paths.before[at]) ++cuts;
  for (auto at = span.end; at < size; at = paths.after[at]) ++cuts;
  return static_cast<double>(cuts + 1);
}

bool Repairer::has_candidate(std::string_view word, const CompoundSplitter::Lattice& paths, double limit,
                             double most) const {
  bool has = false;
  one_edit(
      word, lexicon_, Role::end,
      [&](const std::string& near, double /*cost*/) { has = has || is_whole_word(lexicon_.find(near)); }, true, most);
  for (const Span& span : spans_of(word, paths)) {
    if (has) break;
    const double dearest = std::min(limit, kMaxMeanCost * parts_with(paths, word.size(), span));
    if (paths.to[span.begin] + kMinPartCost + paths.from[span.end] > dearest) continue;
    const bool last = span.end == word.size();
    const auto take = [&](const std::string& near, double /*cost*/) {
      has = has || paths.to[span.begin] + splitter_.licensed_cost(near, last) + paths.from[span.end] <= dearest;
    };
    one_edit(word.substr(span.begin, span.end - span.begin), lexicon_, last ? Role::end : Role::head, take,
             span.begin == 0, most);
  }
  return has;
}

void Repairer::compounds(std::string_view word, const CompoundSplitter::Lattice& paths, double limit,
                         Candidates& found) const {
  auto spans = spans_of(word, paths);
  std::stable_sort(spans.begin(), spans.end(),
                   [&](const auto& a, const auto& b) { return best_case(paths, a) < best_case(paths, b); });
  double best = kNever;
  for (const auto& candidate : found) best = std::min(best, candidate.score);
  for (const auto& span : spans) {
    // The cheapest spans come first: what is left is of no use unless it competes with something that is.
    const bool useless = paths.to[span.begin] + kMinPartCost + paths.from[span.end] > limit;
    if (useless && std::none_of(found.begin(), found.end(), [&](const auto& c) { return c.path <= limit; })) break;
    if (best_case(paths, span) > best + kClearMargin) break;
    for (auto& candidate : mended_part(word, span, paths)) {
      best = std::min(best, candidate.score);
      found.push_back(std::move(candidate));
    }
  }
}

// The compounds that the word may be with a slip in one part.
Repairer::Candidates Repairer::mended_part(std::string_view word, Span span,
                                           const CompoundSplitter::Lattice& paths) const {
  Candidates found;
  const double parts = parts_with(paths, word.size(), span);
  if (paths.to[span.begin] + kMinPartCost + paths.from[span.end] > kMaxMeanCost * parts) return found;
  const bool last = span.end == word.size();
  const auto role = last ? Role::end : Role::head;
  const auto take = [&](const std::string& near, double cost) {
    const double path = paths.to[span.begin] + splitter_.licensed_cost(near, last) + paths.from[span.end];
    if (path > kMaxMeanCost * parts) return;
    Candidate mended;
    for (auto at = span.begin; at > 0; at = paths.before[at]) mended.cuts.push_back(at);
    std::reverse(mended.cuts.begin(), mended.cuts.end());
    for (auto at = span.end; at < word.size(); at = paths.after[at]) mended.cuts.push_back(at);
    mended.word = std::string(word.substr(0, span.begin)).append(near).append(word.substr(span.end));
    mended.edit = cost;
    mended.path = path;
    mended.score = 2 * cost + kCompoundDoubt + (path - 20) / 4;
    mended.compound = true;
    std::size_t from = 0;
    for (std::size_t k = 0; k <= mended.cuts.size(); ++k) {
      const auto to = k < mended.cuts.size() ? mended.cuts[k] : word.size();
      mended.pieces.emplace_back(from == span.begin ? near : std::string(word.substr(from, to - from)));
      from = to;
    }
    found.push_back(std::move(mended));
  };
  const auto part = word.substr(span.begin, span.end - span.begin);
  one_edit(part, lexicon_, role, take, span.begin == 0);
  if (found.empty() && letter_count(part) >= 8) two_confusions(part, lexicon_, role, take);
  return found;
}

std::optional<Mending> Repairer::mend(std::string_view word, double limit, double least_confidence) const {
  const auto letters = letter_count(word);
  if (letters < kMinLetters || letters > kMaxLetters || !only_letters(word)) return std::nullopt;
  if (const auto single = without_triple(word)) {
    const auto* entry = lexicon_.find(*single);
    if (entry && (entry->flags & kForm)) return Mending{*single, 0.95, 10, false, {}, {*single}};
  }
  const auto paths = splitter_.lattice(word);
  // Words that are cut well enough are mostly meant so: that nothing is surely better is seen by half the work.
  constexpr double kRounding = 1e-6;
  const double most = (kMostConfidence - least_confidence) / kConfidenceASlip + kRounding;
  if (most < kDearestSlip && !has_candidate(word, paths, limit, most)) return std::nullopt;
  Candidates found;
  whole_words(word, found);
  compounds(word, paths, limit, found);
  if (found.empty()) return std::nullopt;
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
  const auto& best = found.front();
  const auto other = std::find_if(found.begin(), found.end(), [&](const auto& c) { return c.word != best.word; });
  double confidence = kMostConfidence - kConfidenceASlip * best.edit;
  if (other != found.end() && other->score < best.score + kClearMargin) confidence -= 0.15;
  if (letters < 8) confidence -= 0.12 * static_cast<double>(8 - letters);
  if (confidence < kMinConfidence) return std::nullopt;
  return Mending{best.word, std::min(confidence, 1.0),
                 best.path, best.compound,
                 best.cuts, best.compound ? best.pieces : std::vector<std::string>{best.word}};
}

}  // namespace opslag::analyzers
