// Builds the rows from what the value slots hold.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/rows.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace opslag::searchd {
namespace {

constexpr std::uint32_t kNoMeeting = ~std::uint32_t{0};

// The sort key begins with the date, every digit counted down from 9; see corpus/facet_values.h.
std::uint32_t date_of(std::string_view key) {
  if (key.size() < 8) return 0;
  std::uint32_t date = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    if (key[i] < '0' || key[i] > '9') return 0;
    date = date * 10 + static_cast<std::uint32_t>('9' - key[i]);
  }
  return date;
}

// It ends with the attachment's number, from 1, in six digits.
std::uint32_t attachment_of(std::string_view key) {
  std::uint32_t number = 0;
  for (const char digit : key.substr(key.size() < 6 ? 0 : key.size() - 6)) {
    if (digit < '0' || digit > '9') return 0;
    number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return number == 0 ? 0 : number - 1;
}

// Of a value's several labels ("SOCIALUDVALGET", "Socialudvalget") the same wins whatever order the documents come in,
// over however many shards: the one with a capital letter in front and few behind.
bool is_better_label(std::string_view label, std::string_view than) {
  if (label.empty() || than.empty()) return !label.empty();
  const int behind = label.substr(1).compare(than.substr(1));
  return behind != 0 ? behind > 0 : label.front() < than.front();
}

bool is_simple(const FacetColumn& column) {
  if (column.sets() != column.values.size() + 1 || column.set_codes.size() != column.values.size()) return false;
  for (std::uint32_t code = 0; code < column.values.size(); ++code) {
    if (column.starts[code + 1] != code || column.set_codes[code] != code) return false;
  }
  return true;
}

void put_in_order(FacetColumn& column) {
  column.by_value.resize(column.values.size());
  std::iota(column.by_value.begin(), column.by_value.end(), std::uint32_t{0});
  std::sort(column.by_value.begin(), column.by_value.end(),
            [&](std::uint32_t a, std::uint32_t b) { return column.values[a].value < column.values[b].value; });
}

// Lengths of these rows over their mean.
void make_relative(const Bitmap& rows, std::vector<float>& lengths) {
  double sum = 0;
  rows.each([&](std::size_t row) { sum += lengths[row]; });
  const std::size_t count = rows.count();
  const auto factor = static_cast<float>(sum > 0 ? static_cast<double>(count) / sum : 1);
  rows.each([&](std::size_t row) { lengths[row] *= factor; });
}

// What follows from the bitmaps.
void count(Rows& rows) {
  for (std::size_t f = 0; f < kMeetingFacets; ++f) rows.item_totals[f].assign(rows.facets[f].sets(), 0);
  rows.items.each([&](std::size_t row) {
    const MeetingCodes& meeting = rows.meeting_of(static_cast<Row>(row));
    for (std::size_t f = 0; f < kMeetingFacets; ++f) ++rows.item_totals[f][meeting.sets[f]];
  });
  ItemValues::Counts own;
  for (std::size_t f = 0; f < kItemFacets; ++f) own[f].resize(rows.facets[kMeetingFacets + f].values.size());
  rows.item_values.count(rows.items, {}, own);
  std::move(own.begin(), own.end(), rows.item_totals.begin() + kMeetingFacets);
  (rows.searchable = rows.items) |= rows.attachments;
  rows.item_count = rows.items.count();
}

}  // namespace

RowsBuilder::RowsBuilder(std::size_t rows) : keys_(rows), meeting_of_(rows, kNoMeeting) {
  rows_.size = rows;
  rows_.items = rows_.attachments = rows_.meetings = Bitmap(rows);
  rows_.item_values = ItemValues(rows);
  rows_.length.resize(rows);
  rows_.item_of.assign(rows, kNoRow);
  rows_.attachment_index.resize(rows);
  for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
    rows_.facets[f].starts.push_back(0);
    new_set(f, {});  // set 0: no value
  }
  Incoming& kinds = incoming_[static_cast<std::size_t>(corpus::Facet::kind)];
  for (const corpus::DocumentKind kind : {corpus::DocumentKind::item, corpus::DocumentKind::attachment}) {
    kinds.values.push_back({corpus::name_of(kind), {}});
  }
}

void RowsBuilder::add(Row row, std::string_view sort_key, std::string_view facets, std::uint32_t length) {
  add_facets(row, facets, date_of(sort_key));
  rows_.length[row] = static_cast<float>(length);
  if (rows_.attachments.test(row)) {
    rows_.attachment_index[row] = static_cast<std::uint16_t>(std::min(attachment_of(sort_key), 0xFFFFU));
  }
  keys_.add(row, sort_key);
}

void RowsBuilder::add_facets(Row row, std::string_view packed, std::uint32_t date) {
  const auto pieces = corpus::pieces(packed);
  MeetingCodes meeting;
  meeting.date = date;
  for (std::size_t f = 0; f < kMeetingFacets; ++f) meeting.sets[f] = set_of(f, pieces[f]);
  meeting_of_[row] = number_of(meeting);
  std::array<std::uint32_t, kItemFacets> own;  // first of all, since a new set may move the others' codes
  for (std::size_t f = 0; f < kItemFacets; ++f) own[f] = set_of(kMeetingFacets + f, pieces[kMeetingFacets + f]);
  std::array<ItemValues::Set, kItemFacets> sets;
  for (std::size_t f = 0; f < kItemFacets; ++f) sets[f] = {rows_.facets[kMeetingFacets + f].codes_of(own[f]), own[f]};
  rows_.item_values.set(row, sets);
  for (const corpus::FacetValue& kind : corpus::unpack_piece(pieces[static_cast<std::size_t>(corpus::Facet::kind)])) {
    if (kind.value == corpus::name_of(corpus::DocumentKind::item)) rows_.items.set(row);
    if (kind.value == corpus::name_of(corpus::DocumentKind::attachment)) rows_.attachments.set(row);
    if (kind.value == corpus::name_of(corpus::DocumentKind::meeting)) rows_.meetings.set(row);
  }
}

std::uint32_t RowsBuilder::number_of(const MeetingCodes& codes) {
  if (!rows_.meeting_codes.empty() && rows_.meeting_codes[last_meeting_] == codes) return last_meeting_;
  const std::uint64_t set = codes.sets[static_cast<std::size_t>(corpus::Facet::meeting)];
  std::vector<std::uint32_t>& known = meetings_[set << 32 | codes.date];
  for (const std::uint32_t number : known) {
    if (rows_.meeting_codes[number] == codes) return last_meeting_ = number;
  }
  last_meeting_ = static_cast<std::uint32_t>(rows_.meeting_codes.size());
  known.push_back(last_meeting_);
  rows_.meeting_codes.push_back(codes);
  return last_meeting_;
}

std::uint32_t RowsBuilder::set_of(std::size_t facet, std::string_view piece) {
  constexpr std::string_view kNoValues("\0", 1);
  if (piece == kNoValues) return 0;  // as attachments say, which stand between a meeting's items
  Incoming& incoming = incoming_[facet];
  if (piece == incoming.last_piece) return incoming.last_set;
  auto known = incoming.pieces.find(piece);
  if (known == incoming.pieces.end()) {
    std::vector<std::uint32_t> codes;
    for (const corpus::FacetValue& value : corpus::unpack_piece(piece)) codes.push_back(code_of(facet, value));
    known = incoming.pieces.emplace(text_.keep(piece), set_of(facet, std::move(codes))).first;
  }
  incoming.last_piece = known->first;
  return incoming.last_set = known->second;
}

std::uint32_t RowsBuilder::code_of(std::size_t facet, const corpus::FacetValue& value) {
  Incoming& incoming = incoming_[facet];
  auto known = incoming.codes.find(value.value);
  if (known == incoming.codes.end()) {
    const auto code = static_cast<std::uint32_t>(incoming.values.size());
    incoming.values.push_back({text_.keep(value.value), {}});
    incoming.alone.push_back(0);
    known = incoming.codes.emplace(incoming.values.back().value, code).first;
  }
  std::string_view& label = incoming.values[known->second].label;
  if (is_better_label(value.label, label)) label = text_.keep(value.label);
  return known->second;
}

std::uint32_t RowsBuilder::set_of(std::size_t facet, std::vector<std::uint32_t> codes) {
  if (codes.empty()) return 0;
  Incoming& incoming = incoming_[facet];
  std::uint32_t& set = codes.size() == 1 ? incoming.alone[codes.front()] : incoming.sets[codes];
  if (set == 0) set = new_set(facet, codes);
  return set;
}

std::uint32_t RowsBuilder::new_set(std::size_t facet, const std::vector<std::uint32_t>& codes) {
  FacetColumn& column = rows_.facets[facet];
  column.set_codes.insert(column.set_codes.end(), codes.begin(), codes.end());
  column.starts.push_back(static_cast<std::uint32_t>(column.set_codes.size()));
  return static_cast<std::uint32_t>(column.sets() - 1);
}

void RowsBuilder::join(Row attachment, Row item) {
  rows_.item_of[attachment] = item;
  rows_.attachments_of.emplace_back(item, attachment);
  rows_.item_values.set_like(attachment, item);
  meeting_of_[attachment] = meeting_of_[item];
}

// Rows without a document belong to the stretch before them. Meetings are numbered anew, in the order of their rows.
void RowsBuilder::lay_stretches() {
  std::vector<MeetingCodes> all = std::move(rows_.meeting_codes);
  std::vector<std::uint32_t> number_of(all.size(), kNoMeeting);
  Bitmap starts(rows_.size);
  rows_.meeting_codes.clear();
  std::uint32_t last = kNoMeeting;
  for (Row row = 0; row < rows_.size; ++row) {
    if (meeting_of_[row] == kNoMeeting || meeting_of_[row] == last) continue;
    last = meeting_of_[row];
    if (number_of[last] == kNoMeeting) {
      number_of[last] = static_cast<std::uint32_t>(rows_.meeting_codes.size());
      rows_.meeting_codes.push_back(all[last]);
    }
    starts.set(rows_.stretch_meetings.empty() ? 0 : row);
    rows_.stretch_meetings.push_back(number_of[last]);
  }
  if (rows_.stretch_meetings.empty() && rows_.size > 0) {  // nothing but rows without a document
    starts.set(0);
    rows_.stretch_meetings.push_back(0);
    rows_.meeting_codes.emplace_back();
  }
  rows_.stretches = RankedBits(std::move(starts));
  rows_.stretch_meetings.shrink_to_fit();
  rows_.meeting_codes.shrink_to_fit();
}

void RowsBuilder::finish_columns() {
  for (std::size_t f = 0; f < rows_.facets.size(); ++f) {
    FacetColumn& column = rows_.facets[f];
    column.values = ValueNames(incoming_[f].values);
    column.simple = f < kMeetingFacets && is_simple(column);
    column.starts.shrink_to_fit();
    column.set_codes.shrink_to_fit();
    put_in_order(column);
    incoming_[f] = Incoming();
  }
}

Rows RowsBuilder::finish() {
  RowKeys::Ranks ranks = std::exchange(keys_, RowKeys(0)).ranks();
  rows_.rank = std::move(ranks.rank);
  rows_.ranked = ranks.ranked;
  std::sort(rows_.attachments_of.begin(), rows_.attachments_of.end());
  rows_.attachments_of.shrink_to_fit();
  lay_stretches();
  std::array<ItemValues::Sets, kItemFacets> sets;
  for (std::size_t f = 0; f < kItemFacets; ++f) {
    FacetColumn& column = rows_.facets[kMeetingFacets + f];
    sets[f] = {std::move(column.starts), std::move(column.set_codes)};
  }
  rows_.item_values.finish(std::move(sets));
  finish_columns();
  count(rows_);
  make_relative(rows_.items, rows_.length);
  make_relative(rows_.attachments, rows_.length);
  return std::move(rows_);
}

std::optional<std::uint32_t> FacetColumn::code_of(std::string_view value) const {
  const auto at =
      std::lower_bound(by_value.begin(), by_value.end(), value,
                       [&](std::uint32_t code, std::string_view than) { return values[code].value < than; });
  return at != by_value.end() && values[*at].value == value ? std::optional(*at) : std::nullopt;
}

std::vector<char> Rows::sets_with(const FacetColumn& column, const std::vector<char>& wanted) {
  std::vector<char> sets(column.sets());
  for (std::uint32_t set = 0; set < sets.size(); ++set) {
    for (const std::uint32_t code : column.codes_of(set)) sets[set] |= wanted[code];
  }
  return sets;
}

std::vector<RowRange> ranges_of(std::size_t rows, std::size_t parts) {
  const std::size_t units = std::max<std::size_t>((rows + kRowUnit - 1) / kRowUnit, 1);
  parts = std::clamp<std::size_t>(parts, 1, units);
  std::vector<RowRange> ranges;
  for (std::size_t part = 0; part < parts; ++part) {
    ranges.push_back({static_cast<Row>(units * part / parts * kRowUnit),
                      static_cast<Row>(std::min(units * (part + 1) / parts * kRowUnit, rows))});
  }
  return ranges;
}

Bitmap Rows::with(corpus::Facet facet, const std::vector<char>& wanted) const {
  const auto f = static_cast<std::size_t>(facet);
  if (f >= kMeetingFacets) return item_values.with(searchable, f - kMeetingFacets, wanted);
  Bitmap found(size);
  const std::vector<char> sets = sets_with(facets[f], wanted);
  searchable.each([&](std::size_t row) {
    if (sets[meeting_of(static_cast<Row>(row)).sets[f]] != 0) found.set(row);
  });
  return found;
}

Rows without(const Rows& rows, const std::vector<std::pair<Row, std::size_t>>& ranges) {
  Rows left = rows;
  Bitmap gone(rows.size);
  for (const auto& [first, size] : ranges) {
    for (std::size_t row = first; row < first + size; ++row) gone.set(row);
  }
  for (Bitmap* all : {&left.items, &left.attachments, &left.meetings}) all->remove(gone);
  count(left);
  return left;
}

}  // namespace opslag::searchd
