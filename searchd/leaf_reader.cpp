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

constexpr std::size_t kMaxExpansions = 500;   // words that a star stands for
constexpr std::size_t kWorkOfPositions = 64;  // what unpacking a text's positions takes, in postings
constexpr std::size_t kPostingsPerSkip = 8;   // skipping to a document costs as much as reading so many

std::string term_in(const Term& term, std::optional<corpus::Field> field) {
  return field ? corpus::index_term(term, *field) : corpus::index_term(term);
}

// Keeps the positions that lie in a field's texts; `borders` holds where they begin and where they end.
void keep_within(const PositionList& borders, PositionList& positions) {
  std::erase_if(positions, [&](std::uint32_t position) {
    return (std::upper_bound(borders.begin(), borders.end(), position) - borders.begin()) % 2 == 0;
  });
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
    : generation_(generation),
      rows_(generation.rows),
      postings_(postings),
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

// One of the words of a phrase: the terms that may stand for it.
struct LeafReader::Group {
  struct Member {
    std::string term;   // as in the index
    std::size_t place;  // in what Places::of returns
    Bitmap rows;
  };
  std::vector<Member> members;
  std::size_t frequency = 0;
  Bitmap rows;
};

void LeafReader::read_group(const LeafMatches& leaf, Group& group) {
  group.rows = Bitmap(rows_.size);
  for (Group::Member& member : group.members) {
    member.rows = Bitmap(rows_.size);
    each(member.term, [&](Row row, Xapian::termcount) {
      if (answers(leaf, row)) member.rows.set(row);
    });
    group.rows |= member.rows;
  }
}

// Where each group's words stand in a document, whose packed positions these are.
const std::vector<PositionList>& LeafReader::places_of(const std::vector<Group>& groups,
                                                       std::optional<std::size_t> borders, Row row,
                                                       std::string_view packed, Places& places) {
  wanted_.clear();
  for (const Group& group : groups) {
    for (const Group::Member& member : group.members) {
      if (member.rows.test(row)) wanted_.push_back(member.place);
    }
  }
  if (borders) wanted_.push_back(*borders);
  std::vector<PositionList>& found = places.of(packed, wanted_);
  words_.resize(groups.size());
  std::size_t next = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    words_[g].clear();
    for (const Group::Member& member : groups[g].members) {
      if (member.rows.test(row)) merge_into(words_[g], found[next++]);
    }
    if (borders) keep_within(found.back(), words_[g]);
  }
  return words_;
}

// Documents that hold a term of every group, so near each other that they lie within `window` words; in the groups'
// order if `ordered`. Those that hold all the words are found by postings, the rarest first; their positions decide.
void LeafReader::read_positions(LeafMatches& leaf, const std::vector<Terms>& terms, bool ordered, unsigned window,
                                double weight) {
  if (terms.empty()) return;
  Places places;
  std::vector<Group> groups(terms.size());
  std::vector<Group*> order;
  for (std::size_t g = 0; g < terms.size(); ++g) {
    for (const Term& term : terms[g]) {
      if (!corpus::has_positions(term.kind)) continue;
      groups[g].members.push_back({term_in(term, leaf.node->field), places.add(corpus::index_term(term)), {}});
      groups[g].frequency += postings_.frequency(groups[g].members.back().term);
    }
    if (groups[g].frequency == 0) return;
    order.push_back(&groups[g]);
  }
  std::stable_sort(order.begin(), order.end(), [](auto* a, auto* b) { return a->frequency < b->frequency; });
  const Bitmap* const outer = candidates_;
  const std::size_t outer_count = candidate_count_;
  Bitmap hold_all = outer == nullptr ? rows_.searchable : *outer;
  for (Group* group : order) {
    read_group(leaf, *group);
    hold_all &= group->rows;
    candidates_ = &hold_all;
    candidate_count_ = hold_all.count();
    if (candidate_count_ == 0) break;
  }
  candidates_ = outer;
  candidate_count_ = outer_count;
  const unsigned width = std::max(window, static_cast<unsigned>(groups.size()));
  const std::string_view prefix = leaf.node->field ? corpus::spec(*leaf.node->field).prefix : "";
  const std::optional<std::size_t> borders =
      prefix.empty() ? std::nullopt : std::optional<std::size_t>(places.add(prefix));
  std::size_t ahead = hold_all.next(0);
  for (int i = 0; i < 3 && ahead < rows_.size; ++i) {
    postings_.fetch_packed(static_cast<Row>(ahead));
    ahead = hold_all.next(ahead + 1);
  }
  for (std::size_t bit = hold_all.next(0); bit < rows_.size; bit = hold_all.next(bit + 1)) {
    if (deadline_.passed(kWorkOfPositions)) break;
    if (ahead < rows_.size) {
      postings_.fetch_packed(static_cast<Row>(ahead));
      ahead = hold_all.next(ahead + 1);
    }
    const auto row = static_cast<Row>(bit);
    const float value = static_cast<float>(weight) * worth(row, 2);
    if (scores_.partial[row] >= value && leaf.own.test(row)) continue;  // it has better reasons already
    const std::string_view packed = postings_.packed(row, &hold_all);
    if (packed.empty()) continue;
    if (groups.size() > 1) {
      const std::vector<PositionList>& words = places_of(groups, borders, row, packed, places);
      if (!(ordered ? stand_in_order(words, width) : stand_near(words, width))) continue;
    }
    take(leaf, row, value);
  }
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
