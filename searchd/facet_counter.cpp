// Filtering and counting over the rows in memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/facet_counter.h"

#include <algorithm>
#include <set>

namespace opslag::searchd {
namespace {
using corpus::Facet;

// "2023-09-29" → 20230929.
std::uint32_t number_of(const std::string& date) {
  std::uint32_t number = 0;
  for (const char c : date) {
    if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

Bitmap rows_with(const Rows& rows, Facet facet, const std::vector<std::string>& values) {
  const FacetColumn& column = rows.column(facet);
  std::vector<bool> wanted(column.values.size());
  for (const std::string& value : values) {
    if (const auto code = column.codes.find(value); code != column.codes.end()) wanted[code->second] = true;
  }
  Bitmap found(rows.size);
  for (std::size_t row = 0; row < rows.size; ++row) {
    for (const std::uint32_t code : column.of(row)) {
      if (wanted[code]) found.set(row);
    }
  }
  return found;
}

}  // namespace

FacetCounter::FacetCounter(const OpenGeneration& generation, const SearchRequest& request)
    : generation_(generation), request_(request) {
  const Rows& rows = generation.rows;
  for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
    if (!request.filters[f].empty()) filters_[f] = rows_with(rows, static_cast<Facet>(f), request.filters[f]);
  }
  if (!request.from && !request.to) return;
  const std::uint32_t from = request.from ? number_of(*request.from) : 1;
  const std::uint32_t to = request.to ? number_of(*request.to) : ~std::uint32_t{0};
  dates_ = Bitmap(rows.size);
  for (std::size_t row = 0; row < rows.size; ++row) {
    if (rows.date[row] != 0 && rows.date[row] >= from && rows.date[row] <= to) dates_->set(row);
  }
}

Bitmap FacetCounter::without(std::optional<Facet> ignored, const Bitmap& found) const {
  Bitmap rows = found;
  if (dates_) rows &= *dates_;
  for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
    const auto facet = static_cast<Facet>(f);
    if (ignored == facet) continue;
    if (filters_[f]) {
      rows &= *filters_[f];
    } else if (facet == Facet::kind) {
      rows &= generation_.rows.items;
    }
  }
  return rows;
}

Bitmap FacetCounter::shown(const Bitmap& found) const {
  return without(std::nullopt, found);
}

std::array<std::vector<FacetCount>, corpus::kFacetCount> FacetCounter::counts(const Bitmap& found) const {
  std::array<std::vector<FacetCount>, corpus::kFacetCount> all;
  const Bitmap every = shown(found);
  for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
    const auto facet = static_cast<Facet>(f);
    const bool own = filters_[f].has_value() || facet == Facet::kind;
    all[f] = own ? count(facet, without(facet, found)) : count(facet, every);
  }
  return all;
}

std::vector<FacetCount> FacetCounter::count(Facet facet, const Bitmap& rows) const {
  const FacetColumn& column = generation_.rows.column(facet);
  const std::vector<std::string>& selected = request_.filters[static_cast<std::size_t>(facet)];
  std::vector<std::uint64_t> totals(column.values.size());
  rows.each([&](std::size_t row) {
    for (const std::uint32_t code : column.of(row)) ++totals[code];
  });
  std::vector<FacetCount> counts;
  for (std::uint32_t code = 0; code < totals.size(); ++code) {
    const std::string& value = column.values[code].value;
    const bool chosen = std::find(selected.begin(), selected.end(), value) != selected.end();
    if (totals[code] == 0 && !chosen) continue;
    counts.push_back({value, generation_.label(facet, code, request_.lang), totals[code], chosen});
  }
  for (const std::string& value : std::set<std::string>(selected.begin(), selected.end())) {
    if (!column.codes.contains(value)) counts.push_back({value, value, 0, true});
  }
  std::sort(counts.begin(), counts.end(), [](const FacetCount& a, const FacetCount& b) {
    if (a.count != b.count) return a.count > b.count;
    return a.label != b.label ? a.label < b.label : a.value < b.value;
  });
  // Past the limit only what is selected stays.
  std::size_t place = 0;
  std::erase_if(counts, [&](const FacetCount& one) { return place++ >= request_.facet_limit && !one.selected; });
  return counts;
}

}  // namespace opslag::searchd
