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
constexpr std::size_t kWorkOfBlock = 2048;   // what reading a block of rows takes, in postings
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
                       LeafBlocks& blocks, SpareProcessors* spare, Deadline& deadline, Language lang,
                       std::vector<Notice>& notices)
    : generation_(generation),
      rows_(generation.rows),
      postings_(postings),
      positions_(generation, postings, deadline, spare),
      blocks_(blocks),
      spare_(spare),
      deadline_(deadline),
      lang_(lang),
      notices_(notices),
      most_(static_cast<float>(ranking.k1 + 1.0)),
      short_(static_cast<float>(ranking.k1 * (1.0 - ranking.b))),
      long_(static_cast<float>(ranking.k1 * ranking.b)) {
  blocks_.resize(spare == nullptr ? 1 : spare->lanes());
}

std::size_t LeafReader::estimate(const std::vector<Terms>& groups, std::optional<corpus::Field> field) const {
  std::size_t least = rows_.size;
  for (const Terms& terms : groups) {
    std::size_t sum = 0;
    for (const Term& term : terms) sum += postings_.frequency(term_in(term, field));
    least = std::min(least, sum);
  }
  return least;
}

// What is opened for it is kept until it is read.
std::size_t LeafReader::frequency(std::string term) {
  TermRows rows = postings_.rows_of(term);
  const std::size_t documents = rows.documents();
  if (documents > 0) opened_.insert_or_assign(std::move(term), std::move(rows));
  return documents;
}

std::size_t LeafReader::estimate(const QueryNode& node) {
  if (node.kind == NodeKind::phrase) return estimate(phrase_groups(node), node.field);
  if (node.kind != NodeKind::word) return rows_.size;
  std::size_t sum = 0;
  for (const analyzers::Alternative& alternative : node.words.front().alternatives) {
    // The lemma's documents hold the word's own.
    if (alternative.term.kind == analyzers::TermKind::surface) continue;
    sum += frequency(term_in(alternative.term, node.field));
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

std::vector<float> LeafReader::read(LeafMatches& leaf, const Bitmap* candidates) {
  candidates_ = candidates;
  candidate_count_ = candidates == nullptr ? rows_.size : candidates->count();
  leaf.own = leaf.in_title = Bitmap(rows_.size);
  attachments_.clear();
  if (leaf.node->kind == NodeKind::word) return read_word(leaf, leaf.node->words.front());
  if (leaf.node->kind == NodeKind::prefix) return read_prefix(leaf);
  if (leaf.node->kind == NodeKind::phrase) read_phrase(leaf);
  return {};
}

float LeafReader::worth(Row row, std::uint32_t count) const {
  const auto often = static_cast<float>(count);
  return often * most_ / (often + short_ + long_ * rows_.length[row]);
}

void LeafReader::add_reading(std::vector<Reading>& readings, std::string term, double weight, bool title) {
  const auto opened = opened_.extract(term);
  TermRows rows = opened ? std::move(opened.mapped()) : postings_.rows_of(std::move(term));
  if (rows.row() == kNoRow) return;
  const bool narrow = candidates_ != nullptr && candidate_count_ * kPostingsPerSkip <= rows.documents();
  readings.push_back({std::move(rows), static_cast<float>(weight), title, narrow});
}

// In postings, more or less.
std::size_t LeafReader::work_of(const std::vector<Reading>& readings) const {
  constexpr std::size_t kShare = 8;
  std::size_t work = 0;
  for (const Reading& reading : readings) {
    const TermRows& rows = reading.rows;
    // A large segment tells enough of the others.
    const std::size_t here = rows.rows_here();
    const std::size_t all = here * kShare >= rows_.size ? rows.documents_here() * rows_.size / here : rows.documents();
    work += reading.narrow ? std::min(all, candidate_count_ * kPostingsPerSkip) : all;
  }
  return work;
}

// The same anew, each where the range begins.
std::vector<LeafReader::Reading> LeafReader::in_range(const std::vector<Reading>& readings, RowRange range) const {
  std::vector<Reading> own;
  for (const Reading& reading : readings) {
    TermRows rows = postings_.rows_of(reading.rows.term(), range.begin);
    if (rows.row() < range.end) own.push_back({std::move(rows), reading.weight, reading.title, reading.narrow});
  }
  return own;
}

// As much at once as there are processors to spare.
std::vector<float> LeafReader::read_all(LeafMatches& leaf, std::vector<Reading>& readings) {
  const std::size_t wanted = spare_ == nullptr || readings.empty() ? 1 : spare_->parts_of(work_of(readings));
  const std::vector<RowRange> ranges = ranges_of(rows_.size, wanted);
  if (ranges.size() == 1) {
    Part all = read_range(leaf, readings, ranges.front(), 0, deadline_);
    leaf.values = std::move(all.values);
    attachments_ = std::move(all.attachments);
    return std::move(all.titles);
  }
  std::vector<Part> parts(ranges.size());
  std::vector<Deadline> deadlines(ranges.size(), deadline_);
  spare_->each(ranges.size(), [&](std::size_t part, std::size_t lane) {
    std::vector<Reading> own = in_range(readings, ranges[part]);
    Deadline deadline = deadline_;  // away from the others' memory
    parts[part] = read_range(leaf, own, ranges[part], lane, deadline);
    deadlines[part] = deadline;
  });
  std::size_t size = 0;
  for (const Part& part : parts) size += part.values.size();
  leaf.values = std::move(parts.front().values);
  leaf.values.reserve(size);
  std::vector<float> titles = std::move(parts.front().titles);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    deadline_.take_over(deadlines[p]);
    attachments_.insert(attachments_.end(), parts[p].attachments.begin(), parts[p].attachments.end());
    if (p == 0) continue;
    leaf.values.insert(leaf.values.end(), parts[p].values.begin(), parts[p].values.end());
    titles.insert(titles.end(), parts[p].titles.begin(), parts[p].titles.end());
  }
  return titles;
}

// Block by block, all readings at once: a row's value is that of its best.
LeafReader::Part LeafReader::read_range(LeafMatches& leaf, std::vector<Reading>& readings, RowRange range,
                                        std::size_t lane, Deadline& deadline) const {
  constexpr auto kRows = static_cast<Row>(LeafBlock::kRows);
  std::unique_ptr<LeafBlock>& kept = blocks_[lane];
  if (!kept || !kept->clean) kept = std::make_unique<LeafBlock>();
  LeafBlock& block = *kept;
  Part part;
  std::vector<Row> next;
  std::size_t most = 0;
  for (const Reading& reading : readings) {
    next.push_back(reading.rows.row());
    if (!reading.title) most = std::max(most, reading.rows.documents_here());
  }
  // What the other ranges find is put behind the first one's.
  const std::size_t room = range.begin == 0 ? rows_.size : range.end - range.begin;
  part.values.reserve(std::min({most, candidate_count_, room}));
  while (!readings.empty() && !deadline.passed(kWorkOfBlock)) {
    const Row nearest = *std::min_element(next.begin(), next.end());
    if (nearest >= range.end) break;
    const Row first = nearest / kRows * kRows;
    const Row end = first + kRows > first ? first + kRows : kNoRow;
    block.clean = false;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      if (next[i] >= end) continue;
      read_block(readings[i], first, end, block);
      next[i] = readings[i].rows.row();
    }
    take_block(leaf, first, block, part);
    block.clean = true;
  }
  return part;
}

// All of a list's rows in the block, some hundred at a time.
void LeafReader::read_block(Reading& reading, Row first, Row end, LeafBlock& block) const {
  if (reading.narrow) return read_candidates(reading, first, end, block);
  while (const std::size_t size = reading.rows.take(end, block.batch)) {
    if (!reading.title) {
      add_batch(reading, size, first, block);
      continue;
    }
    for (std::size_t i = 0; i < size; ++i) block.titles.add(block.batch.documents[i] - first, reading.weight);
  }
}

// What worth() says, of four rows at once.
void LeafReader::add_batch(const Reading& reading, std::size_t size, Row first, LeafBlock& block) const {
  constexpr std::size_t kAtOnce = 4;
  using Four = float __attribute__((vector_size(kAtOnce * sizeof(float))));
  const std::uint32_t* const rows = block.batch.documents.data();
  const std::uint32_t* const counts = block.batch.counts.data();
  const float* const lengths = rows_.length.data();
  const float weight = reading.weight;
  const auto often = [&](std::size_t i) { return static_cast<float>(static_cast<std::int32_t>(counts[i])); };
  std::size_t i = 0;
  for (; i + kAtOnce <= size; i += kAtOnce) {
    const Four count{often(i), often(i + 1), often(i + 2), often(i + 3)};
    const Four length{lengths[rows[i]], lengths[rows[i + 1]], lengths[rows[i + 2]], lengths[rows[i + 3]]};
    const Four value = weight * (count * most_ / (count + short_ + long_ * length));
    for (std::size_t k = 0; k < kAtOnce; ++k) block.own.add(rows[i + k] - first, value[k]);
  }
  for (; i < size; ++i) block.own.add(rows[i] - first, weight * worth(rows[i], counts[i]));
}

// Then stands at the next candidate, or behind it.
void LeafReader::read_candidates(Reading& reading, Row first, Row end, LeafBlock& block) const {
  end = std::min(end, static_cast<Row>(rows_.size));
  for (std::size_t row = candidates_->next(first, end); row < end;) {
    if (reading.rows.skip_to(static_cast<Row>(row))) {
      if (reading.title) {
        block.titles.add(row - first, reading.weight);
      } else {
        block.own.add(row - first, reading.weight * worth(static_cast<Row>(row), reading.rows.count()));
      }
      ++row;
    } else {
      row = reading.rows.row();
    }
    row = row < end ? candidates_->next(row, end) : end;
  }
  const std::size_t next = candidates_->next(end);
  reading.rows.skip_to(next < rows_.size ? static_cast<Row>(next) : kNoRow);
}

// Those of the block's rows that may answer for the leaf.
void LeafReader::take_block(LeafMatches& leaf, Row first, LeafBlock& block, Part& part) const {
  // Attachments alone answer for the field that is all theirs.
  const bool of_attachments = leaf.node->field && corpus::is_of_attachments(*leaf.node->field);
  const Bitmap& allowed = of_attachments ? rows_.attachments : rows_.searchable;
  float* own = block.own_packed.data();
  float* in_title = block.titles_packed.data();
  for (std::size_t i = 0; i < LeafBlock::kRows / 64; ++i) {
    const std::size_t word = first / 64 + i;
    if (block.own.touched[i] != 0) {
      const std::uint64_t wanted = candidates_ != nullptr ? candidates_->words()[word] : ~std::uint64_t{0};
      const std::uint64_t taken = block.own.take(i, wanted & allowed.words()[word], own);
      leaf.own.words()[word] = taken;
      for (std::uint64_t left = taken & rows_.attachments.words()[word]; left != 0; left &= left - 1) {
        const auto row = static_cast<Row>(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
        part.attachments.emplace_back(row, own[std::popcount(taken & ((left & -left) - 1))]);
      }
      own += std::popcount(taken);
    }
    if (block.titles.touched[i] != 0) {
      leaf.in_title.words()[word] = block.titles.take(i, leaf.own.words()[word], in_title);
      in_title += std::popcount(leaf.in_title.words()[word]);
    }
  }
  part.values.insert(part.values.end(), block.own_packed.data(), own);
  part.titles.insert(part.titles.end(), block.titles_packed.data(), in_title);
}

std::vector<float> LeafReader::read_word(LeafMatches& leaf, const analyzers::QueryWord& word) {
  leaf.weak = word.says_little;
  std::vector<Reading> readings;
  for (const analyzers::Alternative& alternative : word.alternatives) {
    add_reading(readings, term_in(alternative.term, leaf.node->field), alternative.weight);
    if (!leaf.node->field)
      add_reading(readings, corpus::index_term(alternative.term, corpus::Field::title), alternative.weight, true);
  }
  std::vector<float> titles = read_all(leaf, readings);
  for (const analyzers::Alternative& alternative : word.alternatives) {
    if (!leaf.node->field && is_date(alternative.term)) read_date(leaf, alternative.term);
  }
  for (const analyzers::NearRule& rule : word.near_rules) read_near(leaf, rule);
  return titles;
}

void LeafReader::add(const RowValues& more, LeafMatches& leaf) {
  for (const auto& one : more) {
    if (rows_.attachments.test(one.first)) attachments_.push_back(one);
  }
  merge_best(more, leaf.own, leaf.values);
}

void LeafReader::read_near(LeafMatches& leaf, const analyzers::NearRule& rule) {
  RowValues more;
  const auto weight = static_cast<float>(rule.weight);
  const auto needs = [&] {  // rows that have no better reasons
    return [this, weight, known = ValueWalk(leaf.own, leaf.values)](Row row) mutable {
      return known.at(row, -1.0F) < weight * worth(row, 2);
    };
  };
  const auto take = [&](Row row) { more.emplace_back(row, weight * worth(row, 2)); };
  positions_.read({rule.groups, rule.ordered, rule.window + 1, leaf.node->field}, candidates_, needs, take);
  add(more, leaf);
}

// A date asks for the meeting of that day, or the meetings of that month, as well as for texts that name it.
void LeafReader::read_date(LeafMatches& leaf, const Term& term) {
  const Days days = days_of(term);
  if (days.last == 0) return;
  if (of_date_.size() == 0) of_date_ = Bitmap(rows_.size);
  RowValues more;
  rows_.searchable.each([&](std::size_t bit) {
    const auto row = static_cast<Row>(bit);
    if (rows_.date(row) < days.first || rows_.date(row) > days.last) return;
    more.emplace_back(row, 1.0F);
    of_date_.set(row);
  });
  add(more, leaf);
}

void LeafReader::read_phrase(LeafMatches& leaf) {
  leaf.weak = std::all_of(leaf.node->words.begin(), leaf.node->words.end(),
                          [](const analyzers::QueryWord& word) { return word.says_little; });
  WordsTogether words{phrase_groups(*leaf.node), true, 0, leaf.node->field};
  words.window = static_cast<unsigned>(words.groups.size());
  const auto take = [&](Row row) {
    leaf.own.set(row);
    leaf.values.push_back(worth(row, 2));
    if (rows_.attachments.test(row)) attachments_.emplace_back(row, leaf.values.back());
  };
  const auto every = [](Row) { return true; };
  positions_.read(
      words, candidates_, [&] { return every; }, take);
}

std::vector<float> LeafReader::read_prefix(LeafMatches& leaf) {
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
  std::vector<Reading> readings;
  for (const std::string& term : terms) add_reading(readings, term, 1.0);
  return read_all(leaf, readings);
}

}  // namespace opslag::searchd
