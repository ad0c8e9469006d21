// Builds the rows from what the value slots hold.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/rows.h"

#include <algorithm>
#include <numeric>

namespace opslag::searchd {
namespace {

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

double average(const Bitmap& rows, const std::vector<std::uint32_t>& lengths) {
  double sum = 0;
  rows.each([&](std::size_t row) { sum += lengths[row]; });
  const std::size_t count = rows.count();
  return count == 0 ? 1.0 : std::max(1.0, sum / static_cast<double>(count));
}

}  // namespace

RowsBuilder::RowsBuilder(std::size_t rows) : keys_(rows) {
  rows_.size = rows;
  rows_.items = rows_.attachments = rows_.meetings = Bitmap(rows);
  rows_.length.resize(rows);
  rows_.rank.resize(rows);
  rows_.date.resize(rows);
  rows_.item_of.assign(rows, kNoRow);
  rows_.attachment_index.resize(rows);
  for (auto& codes : codes_) codes.resize(rows);
}

void RowsBuilder::add(Row row, std::string sort_key, std::string_view facets, std::uint32_t length) {
  add_facets(row, facets);
  rows_.length[row] = length;
  rows_.date[row] = date_of(sort_key);
  if (rows_.attachments.test(row)) rows_.attachment_index[row] = attachment_of(sort_key);
  keys_[row] = std::move(sort_key);
}

void RowsBuilder::add_facets(Row row, std::string_view packed) {
  const corpus::FacetValues values = corpus::unpack(packed);
  for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
    FacetColumn& column = rows_.facets[f];
    for (const corpus::FacetValue& value : values[f]) {
      if (static_cast<corpus::Facet>(f) == corpus::Facet::kind) {
        if (value.value == corpus::name_of(corpus::DocumentKind::item)) rows_.items.set(row);
        if (value.value == corpus::name_of(corpus::DocumentKind::attachment)) rows_.attachments.set(row);
        if (value.value == corpus::name_of(corpus::DocumentKind::meeting)) {
          rows_.meetings.set(row);
          continue;
        }
      }
      const auto [found, added] = column.codes.emplace(value.value, static_cast<std::uint32_t>(column.values.size()));
      if (added) column.values.push_back(value);
      std::string& label = column.values[found->second].label;
      if (label.empty()) label = value.label;
      codes_[f][row].push_back(found->second);
    }
  }
}

void RowsBuilder::join(Row attachment, Row item) {
  rows_.item_of[attachment] = item;
  rows_.attachments_of.emplace_back(item, attachment);
  for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
    if (static_cast<corpus::Facet>(f) != corpus::Facet::kind) codes_[f][attachment] = codes_[f][item];
  }
}

Rows RowsBuilder::finish() {
  std::vector<Row> order(rows_.size);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](Row a, Row b) { return keys_[a] != keys_[b] ? keys_[a] < keys_[b] : a < b; });
  for (std::size_t i = 0; i < order.size(); ++i) rows_.rank[order[i]] = static_cast<std::uint32_t>(i);
  std::sort(rows_.attachments_of.begin(), rows_.attachments_of.end());
  for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
    FacetColumn& column = rows_.facets[f];
    column.starts.reserve(rows_.size + 1);
    for (const std::vector<std::uint32_t>& codes : codes_[f]) {
      column.starts.push_back(static_cast<std::uint32_t>(column.row_codes.size()));
      column.row_codes.insert(column.row_codes.end(), codes.begin(), codes.end());
    }
    column.starts.push_back(static_cast<std::uint32_t>(column.row_codes.size()));
  }
  rows_.average_item_length = average(rows_.items, rows_.length);
  rows_.average_attachment_length = average(rows_.attachments, rows_.length);
  return std::move(rows_);
}

}  // namespace opslag::searchd
