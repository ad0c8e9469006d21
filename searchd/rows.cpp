// Builds the rows from what the value slots hold.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/rows.h"

#include <algorithm>
#include <numeric>

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
  rows.item_values.count(rows.items, own);
  std::move(own.begin(), own.end(), rows.item_totals.begin() + kMeetingFacets);
  (rows.searchable = rows.items) |= rows.attachments;
  rows.item_count = rows.items.count();
}

}  // namespace

RowsBuilder::RowsBuilder(std::size_t rows) : key_of_(rows), meeting_of_(rows, kNoMeeting) {
  rows_.size = rows;
  rows_.items = rows_.attachments = rows_.meetings = Bitmap(rows);
  rows_.item_values = ItemValues(rows);
  rows_.length.resize(rows);
  rows_.item_of.assign(rows, kNoRow);
  rows_.attachment_index.resize(rows);
  for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
    rows_.facets[f].starts.push_back(0);
    set_of(f, std::string_view("\0", 1));  // set 0: no value
  }
  FacetColumn& kinds = rows_.facets[static_cast<std::size_t>(corpus::Facet::kind)];
  for (const corpus::DocumentKind kind : {corpus::DocumentKind::item, corpus::DocumentKind::attachment}) {
    kinds.values.push_back({std::string(corpus::name_of(kind)), {}});
  }
}

void RowsBuilder::add(Row row, std::string_view sort_key, std::string_view facets, std::uint32_t length) {
  add_facets(row, facets, date_of(sort_key));
  rows_.length[row] = static_cast<float>(length);
  if (rows_.attachments.test(row)) {
    rows_.attachment_index[row] = static_cast<std::uint16_t>(std::min(attachment_of(sort_key), 0xFFFFU));
  }
  key_of_[row] = {keys_.size(), static_cast<std::uint32_t>(sort_key.size())};
  keys_ += sort_key;
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
  const std::uint64_t set = codes.sets[static_cast<std::size_t>(corpus::Facet::meeting)];
  std::vector<std::uint32_t>& known = meetings_[set << 32 | codes.date];
  for (const std::uint32_t number : known) {
    if (rows_.meeting_codes[number] == codes) return number;
  }
  known.push_back(static_cast<std::uint32_t>(rows_.meeting_codes.size()));
  rows_.meeting_codes.push_back(codes);
  return known.back();
}

std::uint32_t RowsBuilder::set_of(std::size_t facet, std::string_view piece) {
  const auto [known, added] = known_[facet].emplace(piece, 0);
  if (!added) return known->second;
  FacetColumn& column = rows_.facets[facet];
  std::vector<std::uint32_t> codes;
  for (const corpus::FacetValue& value : corpus::unpack_piece(piece)) {
    const auto [code, fresh] = codes_[facet].emplace(value.value, static_cast<std::uint32_t>(column.values.size()));
    if (fresh) column.values.push_back(value);
    std::string& label = column.values[code->second].label;
    if (is_better_label(value.label, label)) label = value.label;
    codes.push_back(code->second);
  }
  return known->second = set_of(facet, std::move(codes));
}

std::uint32_t RowsBuilder::set_of(std::size_t facet, std::vector<std::uint32_t> codes) {
  FacetColumn& column = rows_.facets[facet];
  const auto [known, added] = sets_[facet].emplace(std::move(codes), static_cast<std::uint32_t>(column.sets()));
  if (!added) return known->second;
  column.set_codes.insert(column.set_codes.end(), known->first.begin(), known->first.end());
  column.starts.push_back(static_cast<std::uint32_t>(column.set_codes.size()));
  return known->second;
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

void RowsBuilder::rank_rows() {
  std::vector<Row> order;
  for (Row row = 0; row < rows_.size; ++row) {
    if (key_of_[row].size > 0) order.push_back(row);
  }
  std::sort(order.begin(), order.end(), [&](Row a, Row b) { return key(a) != key(b) ? key(a) < key(b) : a < b; });
  rows_.ranked = order.size();
  rows_.rank.assign(rows_.size, static_cast<std::uint32_t>(rows_.ranked));
  for (std::size_t i = 0; i < order.size(); ++i) rows_.rank[order[i]] = static_cast<std::uint32_t>(i);
}

Rows RowsBuilder::finish() {
  rank_rows();
  std::sort(rows_.attachments_of.begin(), rows_.attachments_of.end());
  rows_.attachments_of.shrink_to_fit();
  lay_stretches();
  std::array<ItemValues::Sets, kItemFacets> sets;
  for (std::size_t f = 0; f < kItemFacets; ++f) {
    FacetColumn& column = rows_.facets[kMeetingFacets + f];
    sets[f] = {std::move(column.starts), std::move(column.set_codes)};
  }
  rows_.item_values.finish(std::move(sets));
  for (std::size_t f = 0; f < rows_.facets.size(); ++f) {
    FacetColumn& column = rows_.facets[f];
    column.simple = f < kMeetingFacets && is_simple(column);
    column.values.shrink_to_fit();
    column.starts.shrink_to_fit();
    column.set_codes.shrink_to_fit();
    put_in_order(column);
  }
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
