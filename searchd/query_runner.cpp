// Reads postings into bitmaps and scores.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/query_runner.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "analyzers/text.h"
#include "corpus/positions.h"
#include "searchd/phrases.h"

namespace opslag::searchd {
namespace {
using analyzers::Term;

constexpr std::size_t kMaxExpansions = 500;     // words that a star stands for
constexpr std::size_t kPostingsPerLook = 4096;  // between two looks at the clock

constexpr std::size_t kWorkOfPositions = 64;  // what unpacking a text's positions takes, in postings

std::string term_in(const Term& term, std::optional<corpus::Field> field) {
  return field ? corpus::index_term(term, *field) : corpus::index_term(term);
}

// Where a query's terms stand: what is asked of a document's packed positions.
class Places {
 public:
  // The key's place in what `of` returns.
  std::size_t add(std::string_view term) {
    keys_.push_back(corpus::position_key(term));
    return keys_.size() - 1;
  }
  std::vector<std::vector<std::uint32_t>> of(std::string_view packed) const {
    return corpus::unpack_positions(packed, keys_);
  }

 private:
  std::vector<std::uint64_t> keys_;
};

// Keeps the positions that lie in a field's texts; `borders` holds where they begin and where they end.
void keep_within(const PositionList& borders, PositionList& positions) {
  std::erase_if(positions, [&](std::uint32_t position) {
    return (std::upper_bound(borders.begin(), borders.end(), position) - borders.begin()) % 2 == 0;
  });
}

void merge_into(PositionList& all, const PositionList& more) {
  all.insert(all.end(), more.begin(), more.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
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

bool called(std::string_view slug, const std::string& name, bool beginning) {
  if (!beginning) return slug == name;
  if (slug.starts_with(name)) return true;
  const std::size_t at = slug.find("-" + name);
  return at != std::string_view::npos;
}

}  // namespace

struct QueryRunner::Run {
  QueryRunner& runner;
  const Rows& rows;
  Clock::time_point deadline;
  Language lang;
  std::vector<Notice>& notices;
  QueryMatches matches = {};
  Bitmap of_date = {};  // documents of a meeting on a day that the query names
  std::size_t postings = 0;
  bool expired = false;

  // `work` is counted in postings.
  bool out_of_time(std::size_t work = 1) {
    postings += work;
    if (expired || postings < kPostingsPerLook) return expired;
    postings = 0;
    if (Clock::now() > deadline) {
      expired = true;
      add_notice(notices, notice(NoticeCode::out_of_time, lang));
    }
    return expired;
  }

  double worth(Row row, double wdf) const {
    const Ranking& ranking = runner.ranking_;
    const double average = rows.attachments.test(row) ? rows.average_attachment_length : rows.average_item_length;
    const double norm = 1.0 - ranking.b + ranking.b * rows.length[row] / average;
    return wdf * (ranking.k1 + 1.0) / (wdf + ranking.k1 * norm);
  }

  bool is_live(Row row) const { return rows.items.test(row) || rows.attachments.test(row); }

  // Every document that has the term: visit(row, wdf).
  template <typename Visit>
  void walk(const std::string& term, const Visit& visit) {
    for (std::size_t s = 0; s < runner.databases_.size(); ++s) {
      const Xapian::Database& database = runner.databases_[s];
      const Row first = runner.generation_.segments[s].first;
      for (auto it = database.postlist_begin(term); it != database.postlist_end(term); ++it) {
        if (out_of_time()) return;
        const Row row = first + *it - 1;
        if (is_live(row)) visit(row, it.get_wdf());
      }
    }
  }

  void take(LeafMatches& leaf, Row row, double value) {
    leaf.own.set(row);
    float& partial = runner.partial_[row];
    partial = std::max(partial, static_cast<float>(value));
  }

  // Whether a document may answer for the leaf: attachments alone answer for the field that is all theirs.
  bool answers(const LeafMatches& leaf, Row row) const {
    return !leaf.node->field || !corpus::is_of_attachments(*leaf.node->field) || rows.attachments.test(row);
  }

  void read_term(LeafMatches& leaf, const std::string& term, double weight) {
    walk(term, [&](Row row, Xapian::termcount wdf) {
      if (answers(leaf, row)) take(leaf, row, weight * worth(row, wdf));
    });
  }

  void read_word(LeafMatches& leaf, const analyzers::QueryWord& word) {
    leaf.weak = word.says_little;
    for (const analyzers::Alternative& alternative : word.alternatives) {
      read_term(leaf, term_in(alternative.term, leaf.node->field), alternative.weight);
      if (!leaf.node->field) read_title(leaf, alternative);
      if (!leaf.node->field && is_date(alternative.term)) read_date(leaf, days_of(alternative.term));
    }
    for (const analyzers::NearRule& rule : word.near_rules) {
      read_positions(leaf, rule.groups, rule.ordered, rule.window + 1, rule.weight);
    }
  }

  void read_title(LeafMatches& leaf, const analyzers::Alternative& alternative) {
    walk(corpus::index_term(alternative.term, corpus::Field::title), [&](Row row, Xapian::termcount) {
      leaf.in_title.set(row);
      runner.title_[row] = std::max(runner.title_[row], static_cast<float>(alternative.weight));
    });
  }

  // A date asks for the meeting of that day, or the meetings of that month, as well as for texts that name it.
  void read_date(LeafMatches& leaf, Days days) {
    if (days.last == 0) return;
    if (of_date.size() == 0) of_date = Bitmap(rows.size);
    for (Row row = 0; row < rows.size; ++row) {
      if (rows.date[row] < days.first || rows.date[row] > days.last || !is_live(row)) continue;
      take(leaf, row, 1.0);
      of_date.set(row);
    }
  }

  // One of the words of a phrase: the terms that may stand for it.
  struct Group {
    struct Member {
      Bitmap rows;
      std::size_t place;  // in what Places::of returns
    };
    std::vector<Member> members;
    Bitmap rows;
  };

  Group read_group(const LeafMatches& leaf, const std::vector<Term>& terms, Places& places) {
    Group group{{}, Bitmap(rows.size)};
    for (const Term& term : terms) {
      if (!corpus::has_positions(term.kind)) continue;
      Bitmap holds(rows.size);
      walk(term_in(term, leaf.node->field), [&](Row row, Xapian::termcount) {
        if (answers(leaf, row)) holds.set(row);
      });
      group.rows |= holds;
      group.members.push_back({std::move(holds), places.add(corpus::index_term(term))});
    }
    return group;
  }

  // Documents that hold a term of every group, so near each other that they lie within `window` words; in the groups'
  // order if `ordered`. Those that hold all the words are found by postings; their positions decide.
  void read_positions(LeafMatches& leaf, const std::vector<std::vector<Term>>& terms, bool ordered, unsigned window,
                      double weight) {
    Places places;
    std::vector<Group> groups;
    Bitmap candidates = rows.items;
    candidates |= rows.attachments;
    for (const std::vector<Term>& either : terms) {
      groups.push_back(read_group(leaf, either, places));
      candidates &= groups.back().rows;
    }
    if (groups.empty()) return;
    const std::string_view prefix = leaf.node->field ? corpus::spec(*leaf.node->field).prefix : "";
    const std::size_t borders = prefix.empty() ? 0 : places.add(prefix);
    const unsigned width = std::max(window, static_cast<unsigned>(groups.size()));
    runner.each_packed(candidates, [&](Row row, const std::string& packed) {
      if (out_of_time(kWorkOfPositions)) return false;
      if (groups.size() > 1) {
        const auto found = places.of(packed);
        std::vector<PositionList> words(groups.size());
        for (std::size_t g = 0; g < groups.size(); ++g) {
          for (const Group::Member& member : groups[g].members) {
            if (member.rows.test(row)) merge_into(words[g], found[member.place]);
          }
          if (!prefix.empty()) keep_within(found[borders], words[g]);
        }
        if (!(ordered ? stand_in_order(words, width) : stand_near(words, width))) return true;
      }
      take(leaf, row, weight * worth(row, 2));
      return true;
    });
  }

  void read_phrase(LeafMatches& leaf) {
    std::vector<std::vector<Term>> groups;
    leaf.weak = true;
    for (const analyzers::QueryWord& word : leaf.node->words) {
      groups.push_back(phrase_terms(word));
      leaf.weak = leaf.weak && word.says_little;
    }
    read_positions(leaf, groups, true, static_cast<unsigned>(groups.size()), 1.0);
  }

  void read_prefix(LeafMatches& leaf) {
    const std::string lower = analyzers::lower(analyzers::nfc(leaf.node->text));
    std::set<std::string> terms;
    bool all = expand(term_in({analyzers::TermKind::surface, lower}, leaf.node->field), terms);
    all = expand(term_in({analyzers::TermKind::lemma, analyzers::fold(lower)}, leaf.node->field), terms) && all;
    if (!all) add_notice(notices, notice(NoticeCode::prefix_cut, lang, leaf.node->text));
    for (const std::string& term : terms) read_term(leaf, term, 1.0);
  }

  bool expand(const std::string& beginning, std::set<std::string>& terms) {
    const std::size_t limit = terms.size() + kMaxExpansions;
    for (const Xapian::Database& database : runner.databases_) {
      for (auto it = database.allterms_begin(beginning); it != database.allterms_end(beginning); ++it) {
        terms.insert(*it);
        if (terms.size() > limit) return false;
      }
    }
    return true;
  }

  void read_facet(LeafMatches& leaf) {
    bool known = false;
    leaf.own = runner.rows_called(*leaf.node->facet, leaf.node->text, known);
    if (!known) add_notice(notices, notice(NoticeCode::unknown_value, lang, leaf.node->text));
  }

  // What an attachment holds, its item holds.
  void lift(LeafMatches& leaf) {
    leaf.found = leaf.own;
    (leaf.own & rows.attachments).each([&](std::size_t row) {
      const Row item = rows.item_of[row];
      if (item == kNoRow) return;
      leaf.found.set(item);
      float& partial = runner.partial_[item];
      partial = std::max(partial, static_cast<float>(runner.ranking_.attachment) * runner.partial_[row]);
    });
    leaf.items = (leaf.found & rows.items).count();
    const double all = static_cast<double>(rows.items.count()), some = static_cast<double>(leaf.items);
    leaf.rarity = std::log(1.0 + (all - some + 0.5) / (some + 0.5));
  }

  void add_score(const LeafMatches& leaf) {
    const Ranking& ranking = runner.ranking_;
    const double weight = leaf.rarity * (leaf.weak ? ranking.weak_word : 1.0);
    const bool scores = !leaf.excluded && leaf.node->kind != NodeKind::facet;
    leaf.found.each([&](std::size_t row) {
      if (scores) {
        const double partial = runner.partial_[row] + ranking.title * runner.title_[row];
        matches.score[row] += static_cast<float>(weight * partial);
      }
      runner.partial_[row] = 0;
    });
    leaf.own.each([&](std::size_t row) { runner.partial_[row] = 0; });
    leaf.in_title.each([&](std::size_t row) { runner.title_[row] = 0; });
  }

  // "referat fra 1. oktober 2020" asks for all of that day's meeting, whether or not an item says "referat".
  void let_dates_suffice() {
    if (of_date.size() == 0) return;
    for (LeafMatches& leaf : matches.leaves) {
      if (leaf.weak && !leaf.excluded && leaf.node->kind == NodeKind::word && !leaf.node->field) leaf.found |= of_date;
    }
  }

  void read_leaf(const QueryNode& node, bool excluded) {
    LeafMatches leaf;
    leaf.node = &node;
    leaf.excluded = excluded;
    leaf.own = leaf.in_title = Bitmap(rows.size);
    switch (node.kind) {
      case NodeKind::word:
        read_word(leaf, node.words.front());
        break;
      case NodeKind::phrase:
        read_phrase(leaf);
        break;
      case NodeKind::prefix:
        read_prefix(leaf);
        break;
      default:
        read_facet(leaf);
        break;
    }
    lift(leaf);
    add_score(leaf);
    matches.leaves.push_back(std::move(leaf));
  }
};

Bitmap combine(const QueryNode& node, const std::vector<LeafMatches>& leaves, const Rows& rows,
               std::size_t& next_leaf) {
  if (is_leaf(node)) return leaves[next_leaf++].found;
  Bitmap result(rows.size);
  if (node.kind != NodeKind::any) (result |= rows.items) |= rows.attachments;
  for (const QueryNode& child : node.children) {
    const Bitmap one = combine(child, leaves, rows, next_leaf);
    if (node.kind == NodeKind::exclude) {
      result.remove(one);
    } else if (node.kind == NodeKind::any) {
      result |= one;
    } else {
      result &= one;
    }
  }
  return result;
}

QueryRunner::QueryRunner(const OpenGeneration& generation, std::vector<Xapian::Database>& databases,
                         const Ranking& ranking)
    : generation_(generation),
      databases_(databases),
      ranking_(ranking),
      partial_(generation.rows.size),
      title_(generation.rows.size) {}
QueryRunner::~QueryRunner() = default;

QueryMatches QueryRunner::run(const QueryNode& root, Clock::time_point deadline, Language lang,
                              std::vector<Notice>& notices) {
  Run run{*this, generation_.rows, deadline, lang, notices};
  run.matches.score.assign(generation_.rows.size, 0.0F);
  each_leaf(root, [&](const QueryNode& node, bool excluded) { run.read_leaf(node, excluded); });
  run.let_dates_suffice();
  std::size_t next_leaf = 0;
  run.matches.found = combine(root, run.matches.leaves, generation_.rows, next_leaf);
  return std::move(run.matches);
}

void QueryRunner::each_packed(const Bitmap& wanted, const std::function<bool(Row, const std::string&)>& visit) {
  constexpr auto kSlot = static_cast<Xapian::valueno>(corpus::Slot::positions);
  bool on = true;
  std::size_t s = 0;
  Xapian::ValueIterator value;
  bool begun = false;
  wanted.each([&](std::size_t bit) {
    if (!on) return;
    const auto row = static_cast<Row>(bit);
    while (row >= generation_.segments[s].first + generation_.segments[s].rows) ++s, begun = false;
    if (!begun) value = databases_[s].valuestream_begin(kSlot);
    begun = true;
    const Xapian::docid id = row - generation_.segments[s].first + 1;
    if (value == databases_[s].valuestream_end(kSlot)) return;
    value.skip_to(id);
    if (value == databases_[s].valuestream_end(kSlot) || value.get_docid() != id) return;
    on = visit(row, *value);
  });
}

Bitmap QueryRunner::rows_called(corpus::Facet facet, std::string_view name, bool& known) const {
  const FacetColumn& column = generation_.rows.column(facet);
  std::string slug = analyzers::slug(name);
  if (facet == corpus::Facet::municipality && slug.ends_with("-kommune")) slug.resize(slug.size() - 8);
  std::vector<bool> wanted(column.values.size());
  known = false;
  // Values called exactly so; only if there is none, those that begin so.
  for (const bool beginning : {false, true}) {
    if (known || slug.empty()) break;
    for (std::uint32_t code = 0; code < column.values.size(); ++code) {
      bool hit = called(column.values[code].value, slug, beginning);
      for (const Language lang : {Language::da, Language::en}) {
        hit = hit || called(analyzers::slug(generation_.label(facet, code, lang)), slug, beginning);
      }
      wanted[code] = hit;
      known = known || hit;
    }
  }
  Bitmap found(generation_.rows.size);
  for (Row row = 0; row < generation_.rows.size && known; ++row) {
    for (const std::uint32_t code : column.of(row)) {
      if (wanted[code] && (generation_.rows.items.test(row) || generation_.rows.attachments.test(row))) found.set(row);
    }
  }
  return found;
}

namespace {

// The terms of a word that are looked at for nearness.
std::vector<std::size_t> places_of(const analyzers::QueryWord& word, Places& places) {
  constexpr std::size_t kMaxTerms = 8;
  std::vector<std::size_t> terms;
  for (const analyzers::Alternative& alternative : word.alternatives) {
    if (!corpus::has_positions(alternative.term.kind) || terms.size() == kMaxTerms) continue;
    terms.push_back(places.add(corpus::index_term(alternative.term)));
  }
  return terms;
}

// How well the words' places fit: 1 where they stand as in the query, less with every word between; 0 past ten words.
double fit(const PositionList& left, const PositionList& right, std::size_t apart) {
  constexpr double kFarthest = 10;
  double best = 0;
  auto from = right.begin();
  for (const std::uint32_t place : left) {
    while (from != right.end() && *from + 12 < place) ++from;
    for (auto it = from; it != right.end() && *it < place + 14; ++it) {
      const double gap = *it >= place ? static_cast<double>(*it - place) : static_cast<double>(place - *it) + 2;
      const double off = std::abs(gap - static_cast<double>(apart));
      if (off < kFarthest) best = std::max(best, 1.0 / (1.0 + 0.5 * off));
    }
  }
  return best;
}

}  // namespace

double QueryRunner::nearness(const QueryMatches& matches, Row row) {
  double asked = 0, in_title = 0;
  std::vector<std::pair<const LeafMatches*, std::size_t>> words;  // with their places in the query
  for (std::size_t i = 0; i < matches.leaves.size(); ++i) {
    const LeafMatches& leaf = matches.leaves[i];
    if (leaf.excluded || leaf.node->kind == NodeKind::facet) continue;
    const double weight = leaf.rarity * (leaf.weak ? ranking_.weak_word : 1.0);
    asked += weight;
    if (leaf.in_title.test(row)) in_title += weight;
    if (!leaf.weak && leaf.node->kind == NodeKind::word && leaf.own.test(row)) words.emplace_back(&leaf, i);
  }
  double bonus = asked > 0 ? ranking_.title_coverage * asked * (in_title / asked) * (in_title / asked) : 0;
  if (words.size() < 2) return bonus;
  Places places;
  std::vector<std::vector<std::size_t>> terms;
  for (const auto& [leaf, place] : words) terms.push_back(places_of(leaf->node->words.front(), places));
  std::vector<PositionList> found;
  Bitmap only(generation_.rows.size);
  only.set(row);
  each_packed(only, [&](Row, const std::string& packed) {
    found = places.of(packed);
    return true;
  });
  PositionList before;
  for (std::size_t i = 0; i < words.size() && !found.empty(); ++i) {
    PositionList here;
    for (const std::size_t term : terms[i]) merge_into(here, found[term]);
    if (i > 0) {
      const double rarity = std::min(words[i - 1].first->rarity, words[i].first->rarity);
      bonus += ranking_.nearness * rarity * fit(before, here, words[i].second - words[i - 1].second);
    }
    before = std::move(here);
  }
  return bonus;
}

}  // namespace opslag::searchd
