// Words' postings tell the documents that hold them all; these documents' positions decide.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/position_reader.h"

#include <algorithm>

namespace opslag::searchd {
namespace {

constexpr std::size_t kWorkOfPositions = 64;  // what unpacking a text's positions takes, in postings
constexpr std::size_t kPostingsPerSkip = 8;   // skipping to a document costs as much as reading so many
constexpr int kAhead = 3;                     // documents whose positions are asked for before they are read

// Keeps the positions that lie in a field's texts; `borders` holds where they begin and where they end.
void keep_within(const PositionList& borders, PositionList& positions) {
  std::erase_if(positions, [&](std::uint32_t position) {
    return (std::upper_bound(borders.begin(), borders.end(), position) - borders.begin()) % 2 == 0;
  });
}

}  // namespace

// One of the words: the terms that may stand for it.
struct PositionReader::Group {
  struct Member {
    std::string term;   // as in the index
    std::size_t place;  // in what Places::of returns
    Bitmap rows;
  };
  std::vector<Member> members;
  std::size_t frequency = 0;
  Bitmap rows;
};

// Whether a document may answer: attachments alone answer for the field that is all theirs.
bool PositionReader::answers(const WordsTogether& words, Row row) const {
  return !words.field || !corpus::is_of_attachments(*words.field) || rows_.attachments.test(row);
}

void PositionReader::read_group(const WordsTogether& words, const Bitmap* candidates, Group& group) {
  group.rows = Bitmap(rows_.size);
  const std::size_t count = candidates == nullptr ? rows_.size : candidates->count();
  for (Group::Member& member : group.members) {
    member.rows = Bitmap(rows_.size);
    const auto visit = [&](Row row, std::uint32_t) {
      if (answers(words, row)) member.rows.set(row);
    };
    if (candidates == nullptr || count * kPostingsPerSkip > postings_.frequency(member.term)) {
      postings_.walk(member.term, deadline_, visit);
    } else {
      postings_.walk_among(member.term, *candidates, deadline_, visit);
    }
    group.rows |= member.rows;
  }
}

// Documents that hold a term of every group, found the rarest group first.
Bitmap PositionReader::hold_all(const WordsTogether& words, const Bitmap* candidates, std::vector<Group>& groups) {
  std::vector<Group*> order;
  for (Group& group : groups) order.push_back(&group);
  std::stable_sort(order.begin(), order.end(), [](auto* a, auto* b) { return a->frequency < b->frequency; });
  Bitmap all = candidates == nullptr ? rows_.searchable : *candidates;
  for (Group* group : order) {
    read_group(words, group == order.front() ? candidates : &all, *group);
    all &= group->rows;
    if (!all.any()) break;
  }
  return all;
}

// Where each group's words stand in a document, whose packed positions these are.
const std::vector<PositionList>& PositionReader::places_of(const std::vector<Group>& groups,
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

void PositionReader::read(const WordsTogether& words, const Bitmap* candidates, const Needs& needs, const Take& take) {
  if (words.groups.empty()) return;
  Places places;
  std::vector<Group> groups(words.groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const analyzers::Term& term : words.groups[g]) {
      if (!corpus::has_positions(term.kind)) continue;
      std::string indexed = words.field ? corpus::index_term(term, *words.field) : corpus::index_term(term);
      groups[g].frequency += postings_.frequency(indexed);
      groups[g].members.push_back({std::move(indexed), places.add(corpus::index_term(term)), {}});
    }
    if (groups[g].frequency == 0) return;
  }
  const Bitmap all = hold_all(words, candidates, groups);
  const std::string_view prefix = words.field ? corpus::spec(*words.field).prefix : "";
  const std::optional<std::size_t> borders =
      prefix.empty() ? std::nullopt : std::optional<std::size_t>(places.add(prefix));
  std::size_t ahead = all.next(0);
  const auto fetch_one = [&] {
    if (ahead >= rows_.size) return;
    postings_.fetch_packed(static_cast<Row>(ahead));
    ahead = all.next(ahead + 1);
  };
  for (int i = 0; i < kAhead; ++i) fetch_one();
  for (std::size_t bit = all.next(0); bit < rows_.size; bit = all.next(bit + 1)) {
    if (deadline_.passed(kWorkOfPositions)) break;
    fetch_one();
    const auto row = static_cast<Row>(bit);
    if (!needs(row)) continue;
    const std::string_view packed = postings_.packed(row, &all);
    if (packed.empty()) continue;
    if (groups.size() > 1) {
      const std::vector<PositionList>& found = places_of(groups, borders, row, packed, places);
      if (!(words.ordered ? stand_in_order(found, words.window) : stand_near(found, words.window))) continue;
    }
    take(row);
  }
}

}  // namespace opslag::searchd
