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
    std::size_t frequency;
    Bitmap rows;
  };
  std::vector<Member> members;
  std::size_t frequency = 0;
  Bitmap rows;
};

// One call of read(). Threads that look through different ranges of rows write different words of its bitmaps.
struct PositionReader::Search {
  const PositionReader& reader;
  const WordsTogether& words;
  const Bitmap* candidates;
  std::vector<Group> groups = {};
  std::vector<Group*> rarest_first = {};
  Places places = {};
  std::optional<std::size_t> borders = {};  // of the field, in `places`
  Bitmap all = {};                          // the rows that hold all words

  bool begin();
  std::size_t work() const;
  void hold_all(RowRange range, Deadline& deadline);
  void read_group(Group& group, const Bitmap* among, RowRange range, Deadline& deadline) const;
  bool answers(Row row) const;
};

// False if some word stands nowhere.
bool PositionReader::Search::begin() {
  const Rows& rows = reader.rows_;
  groups.resize(words.groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const analyzers::Term& term : words.groups[g]) {
      if (!corpus::has_positions(term.kind)) continue;
      std::string indexed = words.field ? corpus::index_term(term, *words.field) : corpus::index_term(term);
      const std::size_t frequency = reader.postings_.frequency(indexed);
      groups[g].frequency += frequency;
      groups[g].members.push_back({std::move(indexed), places.add(corpus::index_term(term)), frequency, {}});
    }
    if (groups[g].frequency == 0) return false;
    rarest_first.push_back(&groups[g]);
  }
  for (Group& group : groups) {
    group.rows = Bitmap(rows.size);
    for (Group::Member& member : group.members) member.rows = Bitmap(rows.size);
  }
  std::stable_sort(rarest_first.begin(), rarest_first.end(),
                   [](auto* a, auto* b) { return a->frequency < b->frequency; });
  const std::string_view prefix = words.field ? corpus::spec(*words.field).prefix : "";
  if (!prefix.empty()) borders = places.add(prefix);
  all = candidates == nullptr ? rows.searchable : *candidates;
  return true;
}

// In postings, more or less.
std::size_t PositionReader::Search::work() const {
  constexpr std::size_t kWorkOfPosting = 5;  // with its positions
  std::size_t sum = 0;
  for (const Group& group : groups) sum += group.frequency * kWorkOfPosting;
  return candidates == nullptr ? sum : std::min(sum, candidates->count() * kPostingsPerSkip * groups.size());
}

// Whether a document may answer: attachments alone answer for the field that is all theirs.
bool PositionReader::Search::answers(Row row) const {
  return !words.field || !corpus::is_of_attachments(*words.field) || reader.rows_.attachments.test(row);
}

void PositionReader::Search::read_group(Group& group, const Bitmap* among, RowRange range, Deadline& deadline) const {
  std::size_t count = range.end - range.begin;
  const auto in_range = [&](auto& bitmap) { return bitmap.words().subspan(range.first_word(), range.word_count()); };
  if (among != nullptr) {
    count = 0;
    for (const std::uint64_t word : in_range(*among)) count += static_cast<std::size_t>(std::popcount(word));
  }
  const double share = static_cast<double>(range.end - range.begin) / static_cast<double>(reader.rows_.size);
  const auto group_words = in_range(group.rows);
  for (Group::Member& member : group.members) {
    const auto visit = [&](Row row, std::uint32_t) {
      if (answers(row)) member.rows.set(row);
    };
    const double here = share * static_cast<double>(member.frequency);
    if (among == nullptr || static_cast<double>(count * kPostingsPerSkip) > here) {
      reader.postings_.walk(member.term, range, deadline, visit);
    } else {
      reader.postings_.walk_among(member.term, *among, range, deadline, visit);
    }
    const auto member_words = in_range(member.rows);
    for (std::size_t i = 0; i < group_words.size(); ++i) group_words[i] |= member_words[i];
  }
}

// Documents of the range that hold a term of every group, found the rarest group first.
void PositionReader::Search::hold_all(RowRange range, Deadline& deadline) {
  const auto left = all.words().subspan(range.first_word(), range.word_count());
  for (Group* group : rarest_first) {
    read_group(*group, group == rarest_first.front() ? candidates : &all, range, deadline);
    const auto held = group->rows.words().subspan(range.first_word(), range.word_count());
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < left.size(); ++i) any |= left[i] &= held[i];
    if (any == 0) break;
  }
}

// Decides row after row whether words stand together: by the lists of a segment's frequent terms, or else by what each
// document has packed.
class PositionReader::Finder {
 public:
  Finder(const Search& search, RowRange range, Deadline& deadline)
      : generation_(search.reader.generation_),
        postings_(search.reader.postings_),
        deadline_(deadline),
        asked_(search.words),
        range_(range),
        groups_(search.groups),
        places_(search.places),
        borders_(search.borders),
        rows_(search.all),
        lists_(groups_.size()),
        words_(groups_.size()),
        order_(groups_.size()) {}

  // Rows ascending, among those of the range that hold all the words.
  bool stand_together(Row row) {
    if (row >= end_) enter(generation_.segment_of(row));
    if (groups_.size() == 1) return !postings_.packed(row, &rows_).empty();
    if (are_listed(row)) {
      if (joined_) return joined_->test(row);
      if (is_phrase()) return is_listed_phrase(row);
      for (std::size_t g = 0; g < groups_.size(); ++g) {
        if (read_lists(g, row, words_[g]); words_[g].empty()) return false;
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
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      lists_[g].clear();
      for (const Group::Member& member : groups_[g].members) {
        const auto* list = segment.positions ? segment.positions->list(member.term) : nullptr;
        lists_[g].push_back(list != nullptr ? corpus::PositionalCursor(list->bytes) : corpus::PositionalCursor());
        if (list == nullptr) unlisted_.push_back(&member.rows);
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
      for (const corpus::PositionalCursor& list : lists_[g]) {
        if (list.document() == corpus::PositionalCursor::kEnd) continue;
        word.lists.push_back(list);
        if (words.size() <= 2) entries += list.documents_at_most();
      }
    }
    const Row begin = std::max(first_, range_.begin), end = std::min(end_, range_.end);
    for (std::size_t word = begin / 64; word <= (end - 1) / 64; ++word)
      rows += static_cast<std::size_t>(std::popcount(rows_.words()[word]));
    const double share = static_cast<double>(end - begin) / static_cast<double>(end_ - first_);
    if (static_cast<double>(rows * kEntriesPerRow) < share * static_cast<double>(entries)) return;
    joined_.emplace(rows_.size());
    join_phrase(std::move(words), begin - first_ + 1, end - first_, first_, deadline_, *joined_);
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

  void read_lists(std::size_t group, Row row, PositionList& word) {
    word.clear();
    for (corpus::PositionalCursor& list : lists_[group]) {
      if (!list.skip_to(row - first_ + 1)) continue;
      if (word.empty()) {
        list.positions(word);
      } else {
        list.positions(more_);
        merge_into(word, more_, room_);
      }
    }
  }

  // The phrase's places by its rarest word, of which the others leave fewer and fewer; mostly the second leaves none,
  // and those behind it are not read. A place is where the phrase ends, more or less: each group's words stand `behind`
  // words before it.
  bool is_listed_phrase(Row row) {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const std::size_t group = order_[i];
      std::vector<corpus::PositionalCursor>& lists = lists_[group];
      const auto behind = static_cast<std::uint32_t>(groups_.size() - group);
      if (i == 0) {
        read_lists(group, row, ends_);
        for (std::uint32_t& end : ends_) end += behind;
      } else if (lists.size() > 1) {
        read_lists(group, row, more_words_);
        keep_ends(behind, [&](const auto& visit) { std::for_each(more_words_.begin(), more_words_.end(), visit); });
      } else if (lists.front().skip_to(row - first_ + 1)) {
        keep_ends(behind, [&](const auto& visit) { lists.front().each_position(visit); });
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
      const std::size_t next = rows_.next(ahead_, range_.end);
      if (next >= range_.end) return;
      postings_.fetch_packed(static_cast<Row>(next));
      ahead_ = static_cast<Row>(next) + 1;
      fetched_ = ahead_;
    }
  }

  const OpenGeneration& generation_;
  const Postings& postings_;
  Deadline& deadline_;
  const WordsTogether& asked_;
  const RowRange range_;
  const std::vector<Group>& groups_;
  Places places_;
  std::optional<std::size_t> borders_;
  const Bitmap& rows_;
  // By group and member; of no document where the segment that is being read has no list of the term.
  std::vector<std::vector<corpus::PositionalCursor>> lists_;
  std::vector<PositionList> words_;  // by group
  std::vector<std::size_t> order_;   // groups, those of the fewest positions in the segment first
  PositionList ends_, more_, more_words_, room_;
  std::vector<std::size_t> wanted_;
  Row first_ = 0, end_ = 0;  // of the segment
  Row ahead_ = 0, fetched_ = 0;
  std::optional<Bitmap> joined_;         // the rows with lists where all words stand together, if that is known
  std::vector<const Bitmap*> unlisted_;  // of the terms that have no list in the segment
};

void PositionReader::read(const WordsTogether& words, const Bitmap* candidates, const MakeNeeds& needs,
                          const std::function<void(Row)>& take) {
  Search search{*this, words, candidates};
  if (words.groups.empty() || !search.begin()) return;
  const auto look_through = [&](RowRange range, Deadline& deadline, const auto& found) {
    search.hold_all(range, deadline);
    Finder finder(search, range, deadline);
    const Needs needed = needs();
    const Bitmap& all = search.all;
    for (std::size_t bit = all.next(range.begin, range.end); bit < range.end; bit = all.next(bit + 1, range.end)) {
      if (deadline.passed(kWorkOfPositions)) break;
      const auto row = static_cast<Row>(bit);
      if (needed(row) && finder.stand_together(row)) found(row);
    }
  };
  const std::size_t parts = spare_ == nullptr ? 1 : spare_->parts_of(search.work());
  const std::vector<RowRange> ranges = ranges_of(rows_.size, parts);
  if (ranges.size() == 1) return look_through(ranges.front(), deadline_, take);
  std::vector<std::vector<Row>> found(ranges.size());
  std::vector<Deadline> deadlines(ranges.size(), deadline_);
  spare_->each(ranges.size(), [&](std::size_t part, std::size_t) {
    Deadline deadline = deadline_;  // its own, and away from the others' memory
    std::vector<Row> rows;
    look_through(ranges[part], deadline, [&](Row row) { rows.push_back(row); });
    deadlines[part] = deadline;
    found[part] = std::move(rows);
  });
  for (std::size_t part = 0; part < ranges.size(); ++part) {
    deadline_.take_over(deadlines[part]);
    for (const Row row : found[part]) take(row);
  }
}

}  // namespace opslag::searchd
