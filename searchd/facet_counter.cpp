// Filtering and counting over the rows in memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/facet_counter.h"

#include <algorithm>
#include <set>

namespace opslag::searchd {
namespace {
using corpus::Facet;

constexpr auto kKind = static_cast<std::size_t>(Facet::kind);
constexpr std::uint32_t kDateFails = 1U << 31;

// "2023-09-29" → 20230929.
std::uint32_t number_of(const std::string& date) {
  std::uint32_t number = 0;
  for (const char c : date) {
    if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

std::vector<char> sets_with(const FacetColumn& column, const std::vector<std::string>& values) {
  std::vector<char> chosen(column.values.size());
  for (const std::string& value : values) {
    if (const auto code = column.codes.find(value); code != column.codes.end()) chosen[code->second] = 1;
  }
  std::vector<char> wanted(column.sets());
  for (std::uint32_t set = 0; set < wanted.size(); ++set) {
    for (const std::uint32_t code : column.codes_of(set)) wanted[set] |= chosen[code];
  }
  return wanted;
}

bool holds(const std::vector<std::string>& values, corpus::DocumentKind kind) {
  return std::find(values.begin(), values.end(), corpus::name_of(kind)) != values.end();
}

// The loop that facets live by: kept apart, so that it stays small and is unrolled.
void add_row(const Codes& codes, const std::array<std::uint32_t*, corpus::kFacetCount>& totals) {
  for (std::size_t f = 0; f < kKind; ++f) ++totals[f][codes.sets[f]];
}

template <typename Totals>
std::array<std::uint32_t*, corpus::kFacetCount> pointers(Totals& totals) {
  std::array<std::uint32_t*, corpus::kFacetCount> all{};
  for (std::size_t f = 0; f < all.size(); ++f) all[f] = totals[f].data();
  return all;
}

}  // namespace

FacetCounter::FacetCounter(const OpenGeneration& generation, const SearchRequest& request)
    : generation_(generation), rows_(generation.rows), request_(request) {
  static_assert(kKind + 1 == corpus::kFacetCount, "the date stands in the place of the last facet");
  for (std::size_t f = 0; f < kKind; ++f) {
    if (!request.filters[f].empty()) filters_.push_back({f, sets_with(rows_.facets[f], request.filters[f])});
  }
  if (const auto& kinds = request.filters[kKind]; !kinds.empty()) {
    items_ = holds(kinds, corpus::DocumentKind::item);
    attachments_ = holds(kinds, corpus::DocumentKind::attachment);
  }
  dated_ = request.from || request.to;
  if (!dated_) return;
  from_ = request.from ? number_of(*request.from) : 1;
  if (request.to) to_ = number_of(*request.to);
}

// One bit for each filter that the row fails.
std::uint32_t FacetCounter::failing(Row row) const {
  const Codes& codes = rows_.codes[row];
  std::uint32_t fails = 0;
  for (const Filter& filter : filters_) {
    if (filter.wanted[codes.sets[filter.facet]] == 0) fails |= 1U << filter.facet;
  }
  if (dated_ && (codes.date() == 0 || codes.date() < from_ || codes.date() > to_)) fails |= kDateFails;
  return fails;
}

void FacetCounter::count_unfiltered(const Bitmap& shown, Totals& totals) const {
  const bool only_items = items_ && !attachments_;
  if (only_items && shown.count() > rows_.item_count / 2) {
    Bitmap rest = rows_.items;
    rest.remove(shown);
    for (std::size_t f = 0; f < kKind; ++f) totals[f] = rows_.facets[f].totals;
    rest.each([&, to = pointers(totals)](std::size_t row) {
      for (std::size_t f = 0; f < kKind; ++f) --to[f][rows_.codes[row].sets[f]];
    });
    return;
  }
  shown.each([&, to = pointers(totals)](std::size_t row) { add_row(rows_.codes[row], to); });
}

// A row that fails one filter only is counted by that filter's facet.
Bitmap FacetCounter::count_filtered(const Bitmap& found, Totals& totals) const {
  Bitmap shown(rows_.size);
  const auto to = pointers(totals);
  found.each([&](std::size_t row) {
    const bool attachment = rows_.attachments.test(row);
    const bool kind_fits = attachment ? attachments_ : items_;
    const std::uint32_t fails = failing(static_cast<Row>(row));
    if (fails == 0) ++to[kKind][attachment ? 1 : 0];
    if (!kind_fits) return;
    if (fails == 0) {
      shown.set(row);
      return add_row(rows_.codes[row], to);
    }
    if ((fails & (fails - 1)) != 0 || fails == kDateFails) return;
    const auto f = static_cast<std::size_t>(std::countr_zero(fails));
    ++to[f][rows_.codes[row].sets[f]];
  });
  return shown;
}

Bitmap FacetCounter::shown(const Bitmap& found) const {
  Bitmap shown(rows_.size);
  if (items_) shown |= found & rows_.items;
  if (attachments_) shown |= found & rows_.attachments;
  if (filters_.empty() && !dated_) return shown;
  Bitmap passed(rows_.size);
  shown.each([&](std::size_t row) {
    if (failing(static_cast<Row>(row)) == 0) passed.set(row);
  });
  return passed;
}

Counted FacetCounter::count(const Bitmap& found) const {
  Totals totals;
  for (std::size_t f = 0; f < kKind; ++f) totals[f].assign(rows_.facets[f].sets(), 0);
  totals[kKind].assign(2, 0);
  Counted counted;
  if (filters_.empty() && !dated_) {
    counted.shown = shown(found);
    totals[kKind] = {static_cast<std::uint32_t>((found & rows_.items).count()),
                     static_cast<std::uint32_t>((found & rows_.attachments).count())};
    count_unfiltered(counted.shown, totals);
  } else {
    counted.shown = count_filtered(found, totals);
  }
  for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
    counted.facets[f] = values_of(static_cast<Facet>(f), totals[f]);
  }
  return counted;
}

std::vector<FacetCount> FacetCounter::values_of(Facet facet, const std::vector<std::uint32_t>& totals) const {
  const FacetColumn& column = rows_.column(facet);
  std::vector<std::uint32_t> by_code(column.values.size());
  if (facet == Facet::kind) {
    by_code = totals;
  } else {
    for (std::uint32_t set = 0; set < totals.size(); ++set) {
      if (totals[set] == 0) continue;
      for (const std::uint32_t code : column.codes_of(set)) by_code[code] += totals[set];
    }
  }
  const std::vector<std::string>& selected = request_.filters[static_cast<std::size_t>(facet)];
  std::vector<char> chosen(by_code.size());
  std::vector<std::uint32_t> order;
  std::set<std::string> unknown(selected.begin(), selected.end());
  for (const std::string& value : selected) {
    const auto code = column.codes.find(value);
    if (code == column.codes.end()) continue;
    unknown.erase(value);
    chosen[code->second] = 1;
  }
  for (std::uint32_t code = 0; code < by_code.size(); ++code) {
    if (by_code[code] != 0 || chosen[code] != 0) order.push_back(code);
  }
  const std::vector<std::uint32_t>& places = generation_.label_order(facet, request_.lang);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return by_code[a] != by_code[b] ? by_code[a] > by_code[b] : places[a] < places[b];
  };
  // Past the limit only what is selected stays.
  const std::size_t most = std::min(order.size(), request_.facet_limit);
  const auto cut = order.begin() + static_cast<std::ptrdiff_t>(most);
  std::partial_sort(order.begin(), cut, order.end(), before);
  order.erase(std::remove_if(cut, order.end(), [&](std::uint32_t code) { return chosen[code] == 0; }), order.end());
  std::sort(order.begin() + static_cast<std::ptrdiff_t>(most), order.end(), before);
  std::vector<FacetCount> counts;
  for (const std::uint32_t code : order) {
    counts.push_back(
        {column.values[code].value, generation_.label(facet, code, request_.lang), by_code[code], chosen[code] != 0});
  }
  for (const std::string& value : unknown) counts.push_back({value, value, 0, true});
  return counts;
}

}  // namespace opslag::searchd
