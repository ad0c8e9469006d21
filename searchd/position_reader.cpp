// Words' postings tell the documents that hold them all; these documents' positions decide.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/position_reader.h"

#include <algorithm>

#include "corpus/positional_postings.h"

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
    std::optional<corpus::PositionalCursor> list;  // of the segment that is being read, if there the term has one
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

// Decides row after row whether words stand together: by the lists of a segment's frequent terms, or else by what each
// document has packed.
class PositionReader::Finder {
 public:
  Finder(PositionReader& reader, const WordsTogether& words, std::vector<Group>& groups, Places& places,
         std::optional<std::size_t> borders, const Bitmap& rows)
      : generation_(reader.generation_),
        postings_(reader.postings_),
        asked_(words),
        groups_(groups),
        places_(places),
        borders_(borders),
        rows_(rows),
        words_(groups.size()) {}

  // Rows ascending, among those that hold all the words.
  bool stand_together(Row row) {
    if (row >= end_) enter(generation_.segment_of(row));
    if (groups_.size() == 1) return !postings_.packed(row, &rows_).empty();
    if (are_listed(row)) {
      if (asked_.ordered && asked_.window == groups_.size()) return is_listed_phrase(row);
      for (std::size_t g = 0; g < groups_.size(); ++g) {
        if (read_lists(groups_[g], row, words_[g]); words_[g].empty()) return false;
      }
    } else {
      fetch_ahead(row);
      const std::string_view packed = postings_.packed(row, &rows_);
      if (packed.empty()) return false;
      unpack(row, packed);
    }
    return asked_.ordered ? stand_in_order(words_, asked_.window) : stand_near(words_, asked_.window);
  }

 private:
  void enter(const OpenSegment& segment) {
    first_ = segment.first;
    end_ = segment.first + static_cast<Row>(segment.rows);
    all_listed_ = !borders_;
    for (Group& group : groups_) {
      for (Group::Member& member : group.members) {
        const auto* list = segment.positions ? segment.positions->list(member.term) : nullptr;
        member.list.reset();
        if (list != nullptr) member.list.emplace(list->bytes);
        all_listed_ = all_listed_ && list != nullptr;
      }
    }
  }

  // Whether all terms that the row holds have lists.
  bool are_listed(Row row) const {
    if (all_listed_ || borders_) return all_listed_;
    for (const Group& group : groups_) {
      for (const Group::Member& member : group.members)
        if (!member.list && member.rows.test(row)) return false;
    }
    return true;
  }

  void read_lists(Group& group, Row row, PositionList& word) {
    word.clear();
    for (Group::Member& member : group.members) {
      if (!member.list || !member.list->skip_to(row - first_ + 1)) continue;
      if (word.empty()) {
        member.list->positions(word);
      } else {
        member.list->positions(more_);
        merge_into(word, more_);
      }
    }
  }

  // The places where the phrase may begin by its first words, of which fewer and fewer remain.
  bool is_listed_phrase(Row row) {
    PositionList& starts = words_.front();
    read_lists(groups_.front(), row, starts);
    for (std::uint32_t g = 1; g < groups_.size() && !starts.empty(); ++g) {
      Group& group = groups_[g];
      if (group.members.size() > 1) {
        read_lists(group, row, more_words_);
        keep_followed(starts, g,
                      [&](const auto& visit) { std::for_each(more_words_.begin(), more_words_.end(), visit); });
      } else if (group.members.front().list->skip_to(row - first_ + 1)) {
        keep_followed(starts, g, [&](const auto& visit) { group.members.front().list->each_position(visit); });
      } else {
        return false;
      }
    }
    return !starts.empty();
  }

  // Keeps the starts that have a position so far behind them; positions ascending.
  template <typename EachPosition>
  static void keep_followed(PositionList& starts, std::uint32_t behind, const EachPosition& each_position) {
    auto next = starts.begin(), kept = starts.begin();
    each_position([&](std::uint32_t position) {
      while (next != starts.end() && *next + behind < position) ++next;
      if (next != starts.end() && *next + behind == position) *kept++ = *next++;
    });
    starts.erase(kept, starts.end());
  }

  void unpack(Row row, std::string_view packed) {
    wanted_.clear();
    for (const Group& group : groups_) {
      for (const Group::Member& member : group.members)
        if (member.rows.test(row)) wanted_.push_back(member.place);
    }
    if (borders_) wanted_.push_back(*borders_);
    std::vector<PositionList>& found = places_.of(packed, wanted_);
    std::size_t next = 0;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      words_[g].clear();
      for (const Group::Member& member : groups_[g].members)
        if (member.rows.test(row)) merge_into(words_[g], found[next++]);
      if (borders_) keep_within(found.back(), words_[g]);
    }
  }

  // Asks for what the next documents have packed.
  void fetch_ahead(Row row) {
    if (ahead_ <= row) ahead_ = row + 1;
    for (int i = row < fetched_ ? 1 : kAhead; i > 0; --i) {
      const std::size_t next = rows_.next(ahead_);
      if (next >= rows_.size()) return;
      postings_.fetch_packed(static_cast<Row>(next));
      ahead_ = static_cast<Row>(next) + 1;
      fetched_ = ahead_;
    }
  }

  const OpenGeneration& generation_;
  const Postings& postings_;
  const WordsTogether& asked_;
  std::vector<Group>& groups_;
  Places& places_;
  std::optional<std::size_t> borders_;
  const Bitmap& rows_;
  std::vector<PositionList> words_;  // by group
  PositionList more_, more_words_;
  std::vector<std::size_t> wanted_;
  Row first_ = 0, end_ = 0;  // of the segment
  Row ahead_ = 0, fetched_ = 0;
  bool all_listed_ = false;
};

void PositionReader::read(const WordsTogether& words, const Bitmap* candidates, const Needs& needs, const Take& take) {
  if (words.groups.empty()) return;
  Places places;
  std::vector<Group> groups(words.groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const analyzers::Term& term : words.groups[g]) {
      if (!corpus::has_positions(term.kind)) continue;
      std::string indexed = words.field ? corpus::index_term(term, *words.field) : corpus::index_term(term);
      groups[g].frequency += postings_.frequency(indexed);
      groups[g].members.push_back({std::move(indexed), places.add(corpus::index_term(term)), {}, {}});
    }
    if (groups[g].frequency == 0) return;
  }
  const Bitmap all = hold_all(words, candidates, groups);
  const std::string_view prefix = words.field ? corpus::spec(*words.field).prefix : "";
  const std::optional<std::size_t> borders =
      prefix.empty() ? std::nullopt : std::optional<std::size_t>(places.add(prefix));
  Finder finder(*this, words, groups, places, borders, all);
  for (std::size_t bit = all.next(0); bit < rows_.size; bit = all.next(bit + 1)) {
    if (deadline_.passed(kWorkOfPositions)) break;
    const auto row = static_cast<Row>(bit);
    if (needs(row) && finder.stand_together(row)) take(row);
  }
}

}  // namespace opslag::searchd
