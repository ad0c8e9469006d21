// Relaxing and correcting queries.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/fallback.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "analyzers/language.h"
#include "analyzers/text.h"
#include "searchd/row_values.h"

namespace opslag::searchd {
namespace {

// How much a word is what a query is about.
struct Telling {
  double absent;   // what it says if no item holds it, beside the 1.0 of a noun in just one
  double present;  // a factor on what it says if items hold it
};
constexpr Telling kTelling{1.5, 1.0};  // a compound, a name, a number, no word of the dictionary
constexpr Telling kNoun{1.0, 1.0};
constexpr Telling kMaybeNoun{0.5, 0.8};  // "skole", but "koster" too
constexpr Telling kPlain{0.3, 0.6};      // verbs mostly
constexpr double kEnough = 0.5;          // of all that the words say that are in some item
constexpr double kNearlyBest = 0.75;     // of what the best hit holds
constexpr std::size_t kMaxCorrected = 8;
constexpr std::size_t kFew = 2;       // documents
constexpr unsigned kPartsWindow = 6;  // words between which a compound's parts may stand apart
constexpr double kPartsWeight = 0.3;
constexpr double kOtherLinkWeight = 0.4;
constexpr double kSure = 0.9;        // what a word weighs that is as good as known
constexpr std::size_t kMinPart = 3;  // bytes of a part, folded: shorter ones are anywhere

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string lower_case(std::string_view word) {
  return analyzers::lower(analyzers::nfc(word));
}

Telling telling(const QueryNode& leaf, const analyzers::Morphology* morphology) {
  if (leaf.kind != NodeKind::word || has_digit(leaf.text)) return kTelling;
  if (morphology == nullptr) return kNoun;
  const analyzers::WordForm form = morphology->analyze(lower_case(leaf.text));
  if (!form.known || form.name || form.pieces.size() > 1) return kTelling;
  if (form.only_noun) return kNoun;
  return form.noun ? kMaybeNoun : kPlain;
}

// One of the parts that must all hold.
struct Part {
  const QueryNode* node = nullptr;
  Bitmap found;
  double says = 0;
  std::size_t items = 0;
};

double says(const LeafMatches& leaf, const OpenGeneration& generation) {
  if (leaf.weak) return 0;
  const Telling word = telling(*leaf.node, generation.language->morphology.get());
  if (leaf.items == 0) return word.absent;
  const double all = static_cast<double>(generation.rows.items.count());
  const double rarest = std::log(1.0 + (all - 0.5) / 1.5);
  return word.present * (rarest > 0 ? std::min(1.0, leaf.rarity / rarest) : 1.0);
}

std::vector<Part> parts_of(const QueryNode& root, const QueryMatches& matches, const OpenGeneration& generation) {
  std::vector<Part> parts;
  std::size_t leaf = 0;
  const auto add = [&](const QueryNode& node) {
    Part part;
    part.node = &node;
    const std::size_t first = leaf;
    part.found = combine(node, matches.leaves, generation.rows, leaf);
    for (std::size_t i = first; i < leaf; ++i) part.says = std::max(part.says, says(matches.leaves[i], generation));
    part.items = part.found.count_common(generation.rows.items);
    parts.push_back(std::move(part));
  };
  if (root.kind == NodeKind::all) {
    for (const QueryNode& child : root.children) add(child);
  } else {
    add(root);
  }
  return parts;
}

bool must_hold(const Part& part) {
  return part.node->kind == NodeKind::exclude || part.node->kind == NodeKind::facet;
}

struct Best {
  double says = 0;
  float score = 0;
  std::size_t row = 0;
};

}  // namespace

std::optional<Relaxed> relax(const QueryNode& root, const QueryMatches& matches, const OpenGeneration& generation,
                             const Ranking& ranking) {
  const std::vector<Part> parts = parts_of(root, matches, generation);
  const Rows& rows = generation.rows;
  Bitmap candidates(rows.size), allowed = rows.items;
  allowed |= rows.attachments;
  double absent = 0, present = 0;
  for (const Part& part : parts) {
    if (must_hold(part)) {
      allowed &= part.found;
    } else if (part.says > 0) {
      candidates |= part.found;
      (part.items == 0 ? absent : present) += part.says;
    }
  }
  candidates &= allowed;
  const auto held = [&](std::size_t row) {
    double sum = 0;
    for (const Part& part : parts) {
      if (!must_hold(part) && part.says > 0 && part.found.test(row)) sum += part.says;
    }
    return sum;
  };
  const std::vector<float> scores = scores_of(candidates, matches.leaves, ranking);
  Best best;
  each_value(candidates, scores, [&](Row row, float score) {
    const double sum = held(row);
    const bool better = sum > best.says || (sum == best.says && score > best.score);
    if (better && rows.items.test(row)) best = {sum, score, row};
  });
  if (best.says <= absent || best.says < present * kEnough) return std::nullopt;
  Relaxed relaxed{Bitmap(rows.size), {}, {}};
  const double least = std::max(present * kEnough, best.says * kNearlyBest);
  double first = -1;
  each_value(candidates, scores, [&](Row row, float score) {
    const double sum = held(row);
    if (sum < least) return;
    relaxed.found.set(row);
    // Holding more of the query goes before holding less of it more often.
    relaxed.score.push_back(score + static_cast<float>(ranking.relaxed * sum));
    if (!rows.items.test(row) || relaxed.score.back() <= first) return;
    first = relaxed.score.back();
    best.row = row;
  });
  // What the first hit lacks.
  for (const Part& part : parts) {
    if (!must_hold(part) && !part.found.test(best.row)) relaxed.unmatched.push_back(to_string(*part.node));
  }
  return relaxed;
}

namespace {

std::optional<std::string> corrected_word(std::string_view word, const OpenGeneration& generation) {
  if (has_digit(word) || word.find(' ') != std::string_view::npos) return std::nullopt;
  const std::string lower = lower_case(word);
  const std::optional<analyzers::Suggestion> suggestion = generation.suggest(lower);
  if (!suggestion || suggestion->count == 0 || suggestion->word == lower) return std::nullopt;
  return suggestion->word;
}

void correct_leaf(QueryNode& leaf, std::size_t& left, const OpenGeneration& generation, bool& changed) {
  for (const analyzers::QueryWord& word : leaf.words) {
    if (left == 0) return;
    --left;
    const std::optional<std::string> better = corrected_word(word.text, generation);
    if (!better) continue;
    const std::size_t at = leaf.text.find(word.text);
    if (at == std::string::npos) continue;
    leaf.text.replace(at, word.text.size(), *better);
    changed = true;
  }
}

void correct_node(QueryNode& node, const QueryMatches& matches, std::size_t& leaf, std::size_t& left,
                  const OpenGeneration& generation, bool& changed) {
  if (is_leaf(node)) {
    const LeafMatches& found = matches.leaves[leaf++];
    const bool words = node.kind == NodeKind::word || node.kind == NodeKind::phrase;
    if (words && (found.items <= kFew || is_read_through_slip(node))) correct_leaf(node, left, generation, changed);
    return;
  }
  for (QueryNode& child : node.children) correct_node(child, matches, leaf, left, generation, changed);
}

}  // namespace

bool is_read_through_slip(const QueryNode& root) {
  bool any = false;
  each_leaf(root, [&](const QueryNode& leaf, bool) {
    for (const analyzers::QueryWord& word : leaf.words) {
      any = any || std::any_of(word.alternatives.begin(), word.alternatives.end(), [](const auto& alternative) {
              return alternative.rule == analyzers::Rule::spelling &&
                     alternative.term.kind == analyzers::TermKind::lemma && alternative.weight > kSure;
            });
    }
  });
  return any;
}

std::optional<std::string> correct(const QueryNode& root, const QueryMatches& matches,
                                   const OpenGeneration& generation) {
  if (!generation.suggest) return std::nullopt;
  QueryNode better = root;
  std::size_t leaf = 0, left = kMaxCorrected;
  bool changed = false;
  correct_node(better, matches, leaf, left, generation, changed);
  if (!changed) return std::nullopt;
  return to_string(better);
}

namespace {

// One rule for each place where the compound comes apart in two: "botilbud" near "princip". Parts too short to say
// anything are no parts. Terms of compounds are their parts' dictionary forms, put together.
std::vector<analyzers::NearRule> parts_rules(std::string_view word, const analyzers::Morphology& morphology) {
  const std::vector<std::string> parts = morphology.analyze(lower_case(word)).parts;
  std::vector<analyzers::NearRule> rules;
  for (std::size_t cut = 1; cut < parts.size(); ++cut) {
    std::string left, right;
    for (std::size_t i = 0; i < parts.size(); ++i) (i < cut ? left : right) += analyzers::fold(parts[i]);
    if (std::min(left.size(), right.size()) < kMinPart) continue;
    analyzers::NearRule rule;
    rule.window = kPartsWindow;
    rule.rule = analyzers::Rule::compound;
    rule.weight = kPartsWeight;
    for (const std::string& part : {left, right}) {
      rule.groups.push_back({{analyzers::TermKind::lemma, part}, {analyzers::TermKind::part, part}});
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

// The compound with a first part that differs by an e: "specialplanlægning" by "specialeplanlægning", both of which are
// words, so that no spelling can be called wrong.
std::vector<analyzers::Alternative> other_links(std::string_view word, const analyzers::Morphology& morphology) {
  const std::vector<std::string> parts = morphology.analyze(lower_case(word)).parts;
  std::vector<analyzers::Alternative> alternatives;
  for (std::size_t changed = 0; changed + 1 < parts.size(); ++changed) {
    std::string whole;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      whole += analyzers::fold(parts[i]);
      if (i != changed) continue;
      if (whole.back() == 'e') {
        whole.pop_back();
      } else {
        whole += 'e';
      }
    }
    for (const analyzers::TermKind kind : {analyzers::TermKind::lemma, analyzers::TermKind::part}) {
      alternatives.push_back({{kind, whole}, analyzers::Rule::spelling, kOtherLinkWeight});
    }
  }
  return alternatives;
}

void widen_node(QueryNode& node, const QueryMatches& matches, std::size_t& leaf,
                const analyzers::Morphology& morphology, std::vector<std::string>& changed) {
  if (is_leaf(node)) {
    const LeafMatches& found = matches.leaves[leaf++];
    if (node.kind != NodeKind::word || found.excluded || found.weak || found.items > kFew) return;
    std::vector<analyzers::NearRule> rules = parts_rules(node.text, morphology);
    std::vector<analyzers::Alternative> others = other_links(node.text, morphology);
    if (rules.empty() && others.empty()) return;
    std::move(rules.begin(), rules.end(), std::back_inserter(node.words.front().near_rules));
    std::move(others.begin(), others.end(), std::back_inserter(node.words.front().alternatives));
    changed.push_back(node.text);
    return;
  }
  for (QueryNode& child : node.children) widen_node(child, matches, leaf, morphology, changed);
}

}  // namespace

std::vector<std::string> widen_compounds(QueryNode& root, const QueryMatches& matches,
                                         const OpenGeneration& generation) {
  std::vector<std::string> changed;
  std::size_t leaf = 0;
  const analyzers::Morphology* morphology = generation.language->morphology.get();
  if (morphology != nullptr) widen_node(root, matches, leaf, *morphology, changed);
  return changed;
}

}  // namespace opslag::searchd
