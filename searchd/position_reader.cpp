// Words' postings tell the documents that hold them all; these documents' positions decide.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/position_reader.h"

#include <algorithm>
#include <numeric>

#include "corpus/positional_postings.h"
#include "searchd/phrase_join.h"

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
        deadline_(reader.deadline_),
        asked_(words),
        groups_(groups),
        places_(places),
        borders_(borders),
        rows_(rows),
        words_(groups.size()),
        order_(groups.size()) {}

  // Rows ascending, among those that hold all the words.
  bool stand_together(Row row) {
    if (row >= end_) enter(generation_.segment_of(row));
    if (groups_.size() == 1) return !postings_.packed(row, &rows_).empty();
    if (are_listed(row)) {
      if (joined_) return joined_->test(row);
      if (is_phrase()) return is_listed_phrase(row);
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
    unlisted_.clear();
    for (Group& group : groups_) {
      for (Group::Member& member : group.members) {
        const auto* list = segment.positions ? segment.positions->list(member.term) : nullptr;
        member.list.reset();
        if (list != nullptr) {
          member.list.emplace(list->bytes);
        } else {
          unlisted_.push_back(&member.rows);
        }
      }
    }
    std::vector<std::size_t> bytes;
    for (const Group& group : groups_) bytes.push_back(bytes_of_lists(segment, group));
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return bytes[a] < bytes[b]; });
    join();
  }

  bool is_phrase() const { return asked_.ordered && asked_.window == groups_.size(); }

  // Joins all the segment's lists where that is less work than asking its rows.
  void join() {
    constexpr std::size_t kEntriesPerRow = 10;  // which take as long to join as a row that is asked
    joined_.reset();
    if (!is_phrase() || borders_ || groups_.size() == 1) return;
    std::vector<PhraseWord> words;
    std::size_t entries = 0, rows = 0;
    for (const std::size_t g : order_) {
      PhraseWord& word = words.emplace_back();
      word.behind = static_cast<std::uint32_t>(groups_.size() - g);
      for (const Group::Member& member : groups_[g].members) {
        if (!member.list) continue;
        word.lists.push_back(*member.list);
        if (words.size() <= 2) entries += member.list->documents_at_most();
      }
    }
    for (std::size_t word = first_ / 64; word <= (end_ - 1) / 64; ++word)
      rows += static_cast<std::size_t>(std::popcount(rows_.words()[word]));
    if (rows * kEntriesPerRow < entries) return;
    joined_.emplace(rows_.size());
    join_phrase(std::move(words), end_ - first_, first_, deadline_, *joined_);
  }

  static std::size_t bytes_of_lists(const OpenSegment& segment, const Group& group) {
    std::size_t bytes = 0;
    for (const Group::Member& member : group.members) {
      const auto* list = segment.positions ? segment.positions->list(member.term) : nullptr;
      bytes += list != nullptr ? list->bytes.size() : 0;
    }
    return bytes;
  }

  // Whether all terms that the row holds have lists.
  bool are_listed(Row row) const {
    return !borders_ &&
           std::none_of(unlisted_.begin(), unlisted_.end(), [&](const Bitmap* rows) { return rows->test(row); });
  }

  void read_lists(Group& group, Row row, PositionList& word) {
    word.clear();
    for (Group::Member& member : group.members) {
      if (!member.list || !member.list->skip_to(row - first_ + 1)) continue;
      if (word.empty()) {
        member.list->positions(word);
      } else {
        member.list->positions(more_);
        merge_into(word, more_, room_);
      }
    }
  }

  // The phrase's places by its rarest word, of which the others leave fewer and fewer; mostly the second leaves none,
  // and those behind it are not read. A place is where the phrase ends, more or less: each group's words stand `behind`
  // words before it.
  bool is_listed_phrase(Row row) {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      Group& group = groups_[order_[i]];
      const auto behind = static_cast<std::uint32_t>(groups_.size() - order_[i]);
      if (i == 0) {
        read_lists(group, row, ends_);
        for (std::uint32_t& end : ends_) end += behind;
      } else if (group.members.size() > 1) {
        read_lists(group, row, more_words_);
        keep_ends(behind, [&](const auto& visit) { std::for_each(more_words_.begin(), more_words_.end(), visit); });
      } else if (group.members.front().list->skip_to(row - first_ + 1)) {
        keep_ends(behind, [&](const auto& visit) { group.members.front().list->each_position(visit); });
      } else {
        return false;
      }
      if (ends_.empty()) return false;
    }
    return true;
  }

  // Keeps the ends that a position stands so far before; positions ascending.
  template <typename EachPosition>
  void keep_ends(std::uint32_t behind, const EachPosition& each_position) {
    auto next = ends_.begin(), kept = ends_.begin();
    each_position([&](std::uint32_t position) {
      while (next != ends_.end() && *next < position + behind) ++next;
      if (next != ends_.end() && *next == position + behind) *kept++ = *next++;
    });
    ends_.erase(kept, ends_.end());
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
        if (member.rows.test(row)) merge_into(words_[g], found[next++], room_);
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
  Deadline& deadline_;
  const WordsTogether& asked_;
  std::vector<Group>& groups_;
  Places& places_;
  std::optional<std::size_t> borders_;
  const Bitmap& rows_;
  std::vector<PositionList> words_;  // by group
  std::vector<std::size_t> order_;   // groups, those of the fewest positions in the segment first
  PositionList ends_, more_, more_words_, room_;
  std::vector<std::size_t> wanted_;
  Row first_ = 0, end_ = 0;  // of the segment
  Row ahead_ = 0, fetched_ = 0;
  std::optional<Bitmap> joined_;         // the rows with lists where all words stand together, if that is known
  std::vector<const Bitmap*> unlisted_;  // of the terms that have no list in the segment
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
