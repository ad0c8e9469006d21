// Which documents a query tree finds, leaf by leaf.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/query_runner.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "analyzers/text.h"
#include "searchd/leaf_reader.h"
#include "searchd/row_values.h"

namespace opslag::searchd {
namespace {

bool called(std::string_view slug, const std::string& name, bool beginning) {
  if (!beginning) return slug == name;
  if (slug.starts_with(name)) return true;
  const std::size_t at = slug.find("-" + name);
  return at != std::string_view::npos;
}

// Each of them times a weight.
std::vector<float> times(const std::vector<float>& values, float weight) {
  constexpr std::size_t kAtOnce = 4;
  using Four = float __attribute__((vector_size(kAtOnce * sizeof(float))));
  std::vector<float> products(values.size());
  std::size_t i = 0;
  for (; i + kAtOnce <= values.size(); i += kAtOnce) {
    Four four;
    std::memcpy(&four, &values[i], sizeof(four));
    four *= weight;
    std::memcpy(&products[i], &four, sizeof(four));
  }
  for (; i < values.size(); ++i) products[i] = weight * values[i];
  return products;
}

bool says_little(const QueryNode& node) {
  return std::all_of(node.words.begin(), node.words.end(), [](const auto& word) { return word.says_little; });
}

}  // namespace

struct QueryRunner::Run {
  QueryRunner& runner;
  const Rows& rows;
  Deadline deadline;
  Language lang;
  std::vector<Notice>& notices;
  QueryMatches matches = {};
  LeafReader reader{
      runner.generation_, runner.postings_, runner.ranking_, runner.blocks_, runner.spare_, deadline, lang, notices};

  // What an attachment holds, its item holds: of leaves without values.
  void lift(LeafMatches& leaf) const {
    leaf.found = leaf.own;
    (leaf.own & rows.attachments).each([&](std::size_t row) {
      if (const Row item = rows.item_of[row]; item != kNoRow) leaf.found.set(item);
    });
  }

  // The same of leaves that were read.
  void lift(LeafMatches& leaf, const RowValues& attachments) const {
    leaf.found = leaf.own;
    RowValues lifted;
    const auto part = static_cast<float>(runner.ranking_.attachment);
    for (const auto& [row, value] : attachments) {
      if (const Row item = rows.item_of[row]; item != kNoRow) lifted.emplace_back(item, part * value);
    }
    if (!std::is_sorted(lifted.begin(), lifted.end())) std::sort(lifted.begin(), lifted.end());
    merge_best(lifted, leaf.found, leaf.values);
  }

  void read_leaf(LeafMatches& leaf, const Bitmap* candidates, std::size_t estimate) {
    if (leaf.node->kind == NodeKind::facet) {
      bool known = false;
      leaf.own = runner.rows_called(*leaf.node->facet, leaf.node->text, known);
      leaf.in_title = Bitmap(rows.size);
      if (!known) add_notice(notices, notice(NoticeCode::unknown_value, lang, leaf.node->text));
      lift(leaf);
    } else {
      const std::vector<float> titles = reader.read(leaf, candidates);
      lift(leaf, reader.of_attachments());
      add_values(leaf.in_title, titles, static_cast<float>(runner.ranking_.title), leaf.found, leaf.values);
    }
    leaf.items = leaf.found.count_common(rows.items);
    if (candidates != nullptr) leaf.items = std::max(leaf.items, std::min(estimate, rows.item_count));
    const double all = static_cast<double>(rows.item_count), some = static_cast<double>(leaf.items);
    leaf.rarity = std::log(1.0 + (all - some + 0.5) / (some + 0.5));
  }

  // "referat fra 1. oktober 2020" asks for all of that day's meeting, whether or not an item says "referat".
  void let_dates_suffice() {
    if (reader.of_date().size() == 0) return;
    RowValues nothing;
    reader.of_date().each([&](std::size_t row) { nothing.emplace_back(static_cast<Row>(row), 0.0F); });
    for (LeafMatches& leaf : matches.leaves) {
      if (leaf.weak && !leaf.excluded && leaf.node->kind == NodeKind::word && !leaf.node->field)
        merge_best(nothing, leaf.found, leaf.values);
    }
  }

  // Leaves of which every hit must hold one, rarest first, then all others; with how many documents they stand in.
  struct Next {
    std::size_t leaf;
    std::size_t estimate;
    bool required;
  };
  std::vector<Next> plan(const QueryNode& root, bool whole) {
    std::vector<Next> order;
    for (std::size_t i = 0; i < matches.leaves.size(); ++i) {
      const QueryNode& node = *matches.leaves[i].node;
      const bool top = &node == &root || std::any_of(root.children.begin(), root.children.end(),
                                                     [&](const QueryNode& child) { return &child == &node; });
      const bool required = top && root.kind != NodeKind::any && !matches.leaves[i].excluded && !says_little(node);
      order.push_back({i, 0, required});
    }
    if (whole || order.size() < 2 || root.kind != NodeKind::all) return order;
    for (Next& next : order) {
      const QueryNode& node = *matches.leaves[next.leaf].node;
      if (node.kind != NodeKind::facet) next.estimate = reader.estimate(node);
    }
    std::stable_sort(order.begin(), order.end(), [](const Next& a, const Next& b) {
      return a.required != b.required ? a.required : a.estimate < b.estimate;
    });
    return order;
  }

  // The rows that may still be found, and the attachments by which they may.
  Bitmap with_attachments(const Bitmap& possible) const {
    Bitmap all = possible;
    if (rows.attachments_of.empty()) return all;
    auto it = rows.attachments_of.begin();
    const auto end = rows.attachments_of.end();
    (possible & rows.items).each([&](std::size_t bit) {
      const auto item = static_cast<Row>(bit);
      for (it = first_attachment(it, end, item); it != end && it->first == item; ++it) all.set(it->second);
    });
    return all;
  }

  void read_leaves(const QueryNode& root, bool whole) {
    constexpr std::size_t kMuchRarer = 16;  // from when on it pays to read an often used word only where it matters
    std::optional<Bitmap> possible;
    const std::vector<Next> order = plan(root, whole);
    for (const Next& next : order) {
      LeafMatches& leaf = matches.leaves[next.leaf];
      std::optional<Bitmap> candidates;
      if (possible && !whole && possible->count() * kMuchRarer < next.estimate)
        candidates = with_attachments(*possible);
      matches.narrowed = matches.narrowed || candidates;
      read_leaf(leaf, candidates ? &*candidates : nullptr, next.estimate);
      if (!next.required || &next == &order.back()) continue;
      if (possible) {
        *possible &= leaf.found;
      } else {
        possible = leaf.found;
      }
    }
  }
};

Bitmap combine(const QueryNode& node, const std::vector<LeafMatches>& leaves, const Rows& rows,
               std::size_t& next_leaf) {
  if (is_leaf(node)) return leaves[next_leaf++].found;
  Bitmap result = node.kind == NodeKind::any ? Bitmap(rows.size) : rows.searchable;
  const auto join = [&](const Bitmap& one) {
    if (node.kind == NodeKind::exclude) {
      result.remove(one);
    } else if (node.kind == NodeKind::any) {
      result |= one;
    } else {
      result &= one;
    }
  };
  for (const QueryNode& child : node.children) {
    if (is_leaf(child)) {
      join(leaves[next_leaf++].found);  // without copying it
    } else {
      join(combine(child, leaves, rows, next_leaf));
    }
  }
  return result;
}

std::vector<float> scores_of(const Bitmap& rows, const std::vector<LeafMatches>& leaves, const Ranking& ranking) {
  struct Source {
    const LeafMatches* leaf;
    float weight;
    std::size_t before = 0;  // how many of the leaf's rows are in the words before
  };
  std::vector<Source> sources;
  for (const LeafMatches& leaf : leaves) {
    if (leaf.excluded || leaf.values.empty()) continue;
    sources.push_back({&leaf, static_cast<float>(leaf.rarity * (leaf.weak ? ranking.weak_word : 1.0))});
  }
  if (sources.size() == 1 && std::ranges::equal(rows.words(), sources.front().leaf->found.words()))
    return times(sources.front().leaf->values, sources.front().weight);  // as in a query of one word
  std::vector<float> scores(rows.count());
  float* out = scores.data();
  for (std::size_t i = 0; i < rows.words().size(); ++i) {
    const std::uint64_t word = rows.words()[i];
    for (Source& source : sources) {
      const std::uint64_t has = source.leaf->found.words()[i];
      const float* values = source.leaf->values.data() + source.before;
      source.before += static_cast<std::size_t>(std::popcount(has));
      if (has == word) {
        const auto count = static_cast<std::size_t>(std::popcount(word));
        for (std::size_t k = 0; k < count; ++k) out[k] += source.weight * values[k];
        continue;
      }
      for (std::uint64_t both = has & word; both != 0; both &= both - 1) {
        const std::uint64_t below = (both & -both) - 1;
        out[std::popcount(word & below)] += source.weight * values[std::popcount(has & below)];
      }
    }
    out += std::popcount(word);
  }
  return scores;
}

QueryRunner::QueryRunner(const OpenGeneration& generation, RemoteReader& remote, const Ranking& ranking,
                         SpareProcessors* spare)
    : generation_(generation), postings_(generation, remote), remote_(remote), ranking_(ranking), spare_(spare) {}
QueryRunner::~QueryRunner() = default;

QueryMatches QueryRunner::run(const QueryNode& root, Clock::time_point deadline, Language lang,
                              std::vector<Notice>& notices, bool whole) {
  Run run{*this, generation_.rows, Deadline(deadline), lang, notices};
  each_leaf(root, [&](const QueryNode& node, bool excluded) {
    run.matches.leaves.emplace_back();
    run.matches.leaves.back().node = &node;
    run.matches.leaves.back().excluded = excluded;
  });
  if (remote_.any()) {
    std::vector<std::string> terms;
    each_leaf(root, [&](const QueryNode& node, bool) { LeafReader::add_terms(node, terms); });
    remote_.want_postings(terms);
  }
  run.read_leaves(root, whole);
  run.let_dates_suffice();
  std::size_t next_leaf = 0;
  run.matches.found = combine(root, run.matches.leaves, generation_.rows, next_leaf);
  run.matches.out_of_time = run.deadline.expired();
  if (run.matches.out_of_time) add_notice(notices, notice(NoticeCode::out_of_time, lang));
  return std::move(run.matches);
}

Bitmap QueryRunner::rows_called(corpus::Facet facet, std::string_view name, bool& known) const {
  const Rows& rows = generation_.rows;
  const FacetColumn& column = rows.column(facet);
  std::string slug = analyzers::slug(name);
  if (facet == corpus::Facet::municipality && slug.ends_with("-kommune")) slug.resize(slug.size() - 8);
  std::vector<char> wanted(column.values.size());
  known = false;
  // Values called exactly so; only if there is none, those that begin so.
  for (const bool beginning : {false, true}) {
    if (known || slug.empty()) break;
    for (std::uint32_t code = 0; code < column.values.size(); ++code) {
      bool hit = called(column.values[code].value, slug, beginning);
      for (const Language lang : {Language::da, Language::en}) {
        hit = hit || called(analyzers::slug(generation_.label(facet, code, lang)), slug, beginning);
      }
      wanted[code] = hit ? 1 : 0;
      known = known || hit;
    }
  }
  Bitmap found(rows.size);
  if (!known) return found;
  if (facet == corpus::Facet::kind) {
    for (const auto& [kind, all] : {std::pair{corpus::DocumentKind::item, &rows.items},
                                    std::pair{corpus::DocumentKind::attachment, &rows.attachments}}) {
      const auto code = column.code_of(corpus::name_of(kind));
      if (wanted[*code] != 0) found |= *all;
    }
    return found;
  }
  return rows.with(facet, wanted);
}

}  // namespace opslag::searchd
