// Words, phrases and prefixes as postings.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/leaf_reader.h"

#include <algorithm>
#include <set>

#include "analyzers/text.h"
#include "corpus/case_numbers.h"

namespace opslag::searchd {
namespace {
using analyzers::Term;

constexpr std::size_t kMaxExpansions = 500;  // words that a star stands for
constexpr std::size_t kPostingsPerSkip = 8;  // skipping to a document costs as much as reading so many

std::string term_in(const Term& term, std::optional<corpus::Field> field) {
  return field ? corpus::index_term(term, *field) : corpus::index_term(term);
}

bool is_date(const Term& term) {
  return term.kind == analyzers::TermKind::typed && term.text.starts_with("date:");
}

// The days that a term names, as in Rows::date: "date:2025-01-24" one, "date:2025-01" a month; nothing else.
struct Days {
  std::uint32_t first = 0, last = 0;
};
Days days_of(const Term& term) {
  std::uint32_t date = 0;
  std::size_t digits = 0;
  for (const char c : std::string_view(term.text).substr(5)) {
    if (c == '-') continue;
    if (c < '0' || c > '9') return {};
    date = date * 10 + static_cast<std::uint32_t>(c - '0');
    ++digits;
  }
  if (digits == 6) return {date * 100, date * 100 + 99};
  return digits == 8 ? Days{date, date} : Days{};
}

std::vector<std::vector<Term>> phrase_groups(const QueryNode& node) {
  std::vector<std::vector<Term>> groups;
  for (const analyzers::QueryWord& word : node.words) groups.push_back(phrase_terms(word));
  return groups;
}

}  // namespace

LeafReader::LeafReader(const OpenGeneration& generation, const Postings& postings, const Ranking& ranking,
                       LeafScores& scores, Deadline& deadline, Language lang, std::vector<Notice>& notices)
    : rows_(generation.rows),
      postings_(postings),
      positions_(generation, postings, deadline),
      scores_(scores),
      deadline_(deadline),
      lang_(lang),
      notices_(notices),
      most_(static_cast<float>(ranking.k1 + 1.0)),
      short_(static_cast<float>(ranking.k1 * (1.0 - ranking.b))),
      long_(static_cast<float>(ranking.k1 * ranking.b)) {}

std::size_t LeafReader::estimate(const std::vector<Terms>& groups, std::optional<corpus::Field> field) const {
  std::size_t least = rows_.size;
  for (const Terms& terms : groups) {
    std::size_t sum = 0;
    for (const Term& term : terms) sum += postings_.frequency(term_in(term, field));
    least = std::min(least, sum);
  }
  return least;
}

std::size_t LeafReader::estimate(const QueryNode& node) const {
  if (node.kind == NodeKind::phrase) return estimate(phrase_groups(node), node.field);
  if (node.kind != NodeKind::word) return rows_.size;
  std::size_t sum = 0;
  for (const analyzers::Alternative& alternative : node.words.front().alternatives) {
    // The lemma's documents hold the word's own.
    if (alternative.term.kind == analyzers::TermKind::surface) continue;
    sum += postings_.frequency(term_in(alternative.term, node.field));
  }
  for (const analyzers::NearRule& rule : node.words.front().near_rules) sum += estimate(rule.groups, node.field);
  return std::min(sum, rows_.size);
}

void LeafReader::add_terms(const QueryNode& node, std::vector<std::string>& terms) {
  const auto add_groups = [&](const std::vector<Terms>& groups) {
    for (const Terms& group : groups) {
      for (const Term& term : group) terms.push_back(term_in(term, node.field));
    }
  };
  if (node.kind == NodeKind::phrase) add_groups(phrase_groups(node));
  if (node.kind != NodeKind::word) return;
  for (const analyzers::Alternative& alternative : node.words.front().alternatives) {
    terms.push_back(term_in(alternative.term, node.field));
    if (!node.field) terms.push_back(corpus::index_term(alternative.term, corpus::Field::title));
  }
  for (const analyzers::NearRule& rule : node.words.front().near_rules) add_groups(rule.groups);
}

void LeafReader::read(LeafMatches& leaf, const Bitmap* candidates) {
  candidates_ = candidates;
  candidate_count_ = candidates == nullptr ? rows_.size : candidates->count();
  leaf.own = leaf.in_title = Bitmap(rows_.size);
  if (leaf.node->kind == NodeKind::word) read_word(leaf, leaf.node->words.front());
  if (leaf.node->kind == NodeKind::phrase) read_phrase(leaf);
  if (leaf.node->kind == NodeKind::prefix) read_prefix(leaf);
}

template <typename Visit>
void LeafReader::each(const std::string& term, const Visit& visit) {
  if (candidates_ == nullptr || candidate_count_ * kPostingsPerSkip > postings_.frequency(term)) {
    postings_.walk(term, deadline_, visit);
  } else {
    postings_.walk_among(term, *candidates_, deadline_, visit);
  }
}

float LeafReader::worth(Row row, std::uint32_t count) const {
  const auto often = static_cast<float>(count);
  return often * most_ / (often + short_ + long_ * rows_.length[row]);
}

// Whether a document may answer for the leaf: attachments alone answer for the field that is all theirs.
bool LeafReader::answers(const LeafMatches& leaf, Row row) const {
  return !leaf.node->field || !corpus::is_of_attachments(*leaf.node->field) || rows_.attachments.test(row);
}

void LeafReader::take(LeafMatches& leaf, Row row, float value) {
  leaf.own.set(row);
  float& partial = scores_.partial[row];
  partial = std::max(partial, value);
}

void LeafReader::read_term(LeafMatches& leaf, const std::string& term, double weight) {
  const auto most = static_cast<float>(weight);
  each(term, [&](Row row, Xapian::termcount count) {
    if (answers(leaf, row)) take(leaf, row, most * worth(row, count));
  });
}

void LeafReader::read_word(LeafMatches& leaf, const analyzers::QueryWord& word) {
  leaf.weak = word.says_little;
  for (const analyzers::Alternative& alternative : word.alternatives) {
    read_term(leaf, term_in(alternative.term, leaf.node->field), alternative.weight);
    if (!leaf.node->field) read_title(leaf, alternative);
    if (!leaf.node->field && is_date(alternative.term)) read_date(leaf, alternative.term);
  }
  for (const analyzers::NearRule& rule : word.near_rules) {
    read_positions(leaf, rule.groups, rule.ordered, rule.window + 1, rule.weight);
  }
}

void LeafReader::read_title(LeafMatches& leaf, const analyzers::Alternative& alternative) {
  each(corpus::index_term(alternative.term, corpus::Field::title), [&](Row row, Xapian::termcount) {
    leaf.in_title.set(row);
    scores_.title[row] = std::max(scores_.title[row], static_cast<float>(alternative.weight));
  });
}

// A date asks for the meeting of that day, or the meetings of that month, as well as for texts that name it.
void LeafReader::read_date(LeafMatches& leaf, const Term& term) {
  const Days days = days_of(term);
  if (days.last == 0) return;
  if (of_date_.size() == 0) of_date_ = Bitmap(rows_.size);
  rows_.searchable.each([&](std::size_t bit) {
    const auto row = static_cast<Row>(bit);
    if (rows_.date(row) < days.first || rows_.date(row) > days.last) return;
    take(leaf, row, 1.0F);
    of_date_.set(row);
  });
}

// Documents that hold a term of every group, so near each other that they lie within `window` words; in the groups'
// order if `ordered`.
void LeafReader::read_positions(LeafMatches& leaf, const std::vector<Terms>& groups, bool ordered, unsigned window,
                                double weight) {
  const auto value = [&](Row row) { return static_cast<float>(weight) * worth(row, 2); };
  positions_.read(
      {groups, ordered, std::max(window, static_cast<unsigned>(groups.size())), leaf.node->field}, candidates_,
      [&](Row row) { return !leaf.own.test(row) || scores_.partial[row] < value(row); },
      [&](Row row) { take(leaf, row, value(row)); });
}

void LeafReader::read_phrase(LeafMatches& leaf) {
  leaf.weak = std::all_of(leaf.node->words.begin(), leaf.node->words.end(),
                          [](const analyzers::QueryWord& word) { return word.says_little; });
  const std::vector<Terms> groups = phrase_groups(*leaf.node);
  read_positions(leaf, groups, true, static_cast<unsigned>(groups.size()), 1.0);
}

void LeafReader::read_prefix(LeafMatches& leaf) {
  const std::string lower = analyzers::lower(analyzers::nfc(leaf.node->text));
  const std::optional<corpus::Field> field = leaf.node->field;
  const auto indexed =
      corpus::has_own_terms(field) ? std::nullopt : corpus::terms_beginning_with(analyzers::fold(lower));
  std::set<std::string> terms;
  bool all = true;
  if (indexed && indexed->whole) {
    terms.insert(indexed->prefix);
  } else if (indexed) {
    all = postings_.expand(indexed->prefix, kMaxExpansions, terms);
  } else {
    all = postings_.expand(term_in({analyzers::TermKind::surface, lower}, field), kMaxExpansions, terms);
    all = postings_.expand(term_in({analyzers::TermKind::lemma, analyzers::fold(lower)}, field), 2 * kMaxExpansions,
                           terms) &&
          all;
    for (const analyzers::Term& term : field == corpus::Field::case_number ? corpus::case_query_terms(leaf.node->text)
                                                                           : std::vector<analyzers::Term>{})
      all = postings_.expand(term_in(term, field), terms.size() + kMaxExpansions, terms) && all;
  }
  if (!all) add_notice(notices_, notice(NoticeCode::prefix_cut, lang_, leaf.node->text));
  for (const std::string& term : terms) read_term(leaf, term, 1.0);
}

}  // namespace opslag::searchd
