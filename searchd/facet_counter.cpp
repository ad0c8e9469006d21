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

}  // namespace

struct FacetCounter::Totals : RowTotals {
  // Of rows that fail the filter on this facet and no other: they count for it alone.
  std::array<std::vector<std::uint32_t>, kMeetingFacets> alone;
  std::array<std::uint32_t, 2> kinds{};

  explicit Totals(const Rows& rows) {
    meetings.resize(rows.meeting_codes.size());
    for (std::size_t f = 0; f < kItemFacets; ++f) by_set[f].resize(rows.facets[kMeetingFacets + f].sets());
  }
  // The loop that facets live by.
  struct Counts {
    std::uint32_t* meetings;
    std::array<std::uint32_t*, kItemFacets> by_set;
    void add(const Codes& codes) const {
      ++meetings[codes.meeting];
      ++by_set[0][codes.sets[0]];
      ++by_set[1][codes.sets[1]];
      ++by_set[2][codes.sets[2]];
    }
    void take(const Codes& codes) const {
      --meetings[codes.meeting];
      --by_set[0][codes.sets[0]];
      --by_set[1][codes.sets[1]];
      --by_set[2][codes.sets[2]];
    }
  };
  Counts counts() { return {meetings.data(), {by_set[0].data(), by_set[1].data(), by_set[2].data()}}; }
};

FacetCounter::FacetCounter(const OpenGeneration& generation, const SearchRequest& request)
    : generation_(generation), rows_(generation.rows), request_(request) {
  for (std::size_t f = 0; f < kKind; ++f) {
    if (request.filters[f].empty()) continue;
    filtered_ = true;
    if (f >= kMeetingFacets) item_filters_.push_back({f, sets_with(rows_.facets[f], request.filters[f])});
  }
  if (const auto& kinds = request.filters[kKind]; !kinds.empty()) {
    items_ = holds(kinds, corpus::DocumentKind::item);
    attachments_ = holds(kinds, corpus::DocumentKind::attachment);
  }
  filtered_ = filtered_ || request.from || request.to;
  if (filtered_) judge_meetings();
}

void FacetCounter::judge_meetings() {
  const bool dated = request_.from || request_.to;
  const std::uint32_t from = request_.from ? number_of(*request_.from) : 1;
  const std::uint32_t to = request_.to ? number_of(*request_.to) : ~std::uint32_t{0};
  std::vector<Filter> filters;
  for (std::size_t f = 0; f < kMeetingFacets; ++f) {
    if (!request_.filters[f].empty()) filters.push_back({f, sets_with(rows_.facets[f], request_.filters[f])});
  }
  meetings_failing_.resize(rows_.meeting_codes.size());
  for (std::size_t m = 0; m < meetings_failing_.size(); ++m) {
    const MeetingCodes& meeting = rows_.meeting_codes[m];
    for (const Filter& filter : filters) {
      if (filter.wanted[meeting.sets[filter.facet]] == 0) meetings_failing_[m] |= 1U << filter.facet;
    }
    if (dated && (meeting.date == 0 || meeting.date < from || meeting.date > to)) meetings_failing_[m] |= kDateFails;
  }
}

// One bit for each filter that the row fails.
std::uint32_t FacetCounter::failing(const Codes& codes) const {
  std::uint32_t fails = meetings_failing_[codes.meeting];
  for (const Filter& filter : item_filters_) {
    if (filter.wanted[codes.sets[filter.facet - kMeetingFacets]] == 0) fails |= 1U << filter.facet;
  }
  return fails;
}

void FacetCounter::count_unfiltered(const Bitmap& shown, Totals& totals) const {
  const bool only_items = items_ && !attachments_;
  const auto soon = [this](std::size_t row) { __builtin_prefetch(&rows_.codes[row]); };
  if (only_items && shown.count() > rows_.item_count / 2) {
    Bitmap rest = rows_.items;
    rest.remove(shown);
    static_cast<RowTotals&>(totals) = rows_.item_totals;
    rest.each(soon, [&, counts = totals.counts()](std::size_t row) { counts.take(rows_.codes[row]); });
    return;
  }
  shown.each(soon, [&, counts = totals.counts()](std::size_t row) { counts.add(rows_.codes[row]); });
}

// A row that fails one filter only is counted by that filter's facet.
Bitmap FacetCounter::count_filtered(const Bitmap& found, Totals& totals) const {
  Bitmap shown(rows_.size);
  for (std::size_t f = 0; f < kMeetingFacets; ++f) {
    if (!request_.filters[f].empty()) totals.alone[f].resize(rows_.facets[f].sets());
  }
  const auto counts = totals.counts();
  found.each([&](std::size_t row) {
    const bool attachment = rows_.attachments.test(row);
    const bool kind_fits = attachment ? attachments_ : items_;
    const Codes& codes = rows_.codes[row];
    const std::uint32_t fails = failing(codes);
    if (fails == 0) ++totals.kinds[attachment ? 1 : 0];
    if (!kind_fits) return;
    if (fails == 0) {
      shown.set(row);
      return counts.add(codes);
    }
    if ((fails & (fails - 1)) != 0 || fails == kDateFails) return;
    const auto f = static_cast<std::size_t>(std::countr_zero(fails));
    if (f < kMeetingFacets) {
      ++totals.alone[f][rows_.meeting_codes[codes.meeting].sets[f]];
    } else {
      ++counts.by_set[f - kMeetingFacets][codes.sets[f - kMeetingFacets]];
    }
  });
  return shown;
}

Bitmap FacetCounter::shown(const Bitmap& found) const {
  Bitmap shown(rows_.size);
  if (items_) shown |= found & rows_.items;
  if (attachments_) shown |= found & rows_.attachments;
  if (!filtered_) return shown;
  Bitmap passed(rows_.size);
  shown.each([&](std::size_t row) {
    if (failing(rows_.codes[row]) == 0) passed.set(row);
  });
  return passed;
}

Counted FacetCounter::count(const Bitmap& found) const {
  Totals totals(rows_);
  Counted counted;
  if (filtered_) {
    counted.shown = count_filtered(found, totals);
  } else {
    counted.shown = shown(found);
    totals.kinds = {static_cast<std::uint32_t>((found & rows_.items).count()),
                    static_cast<std::uint32_t>((found & rows_.attachments).count())};
    count_unfiltered(counted.shown, totals);
  }
  const ByCode counts = by_code(totals);
  for (std::size_t f = 0; f < counts.size(); ++f) counted.facets[f] = values_of(static_cast<Facet>(f), counts[f]);
  return counted;
}

FacetCounter::ByCode FacetCounter::by_code(const Totals& totals) const {
  // By set first.
  std::array<std::vector<std::uint32_t>, kKind> sets;
  for (std::size_t f = 0; f < kMeetingFacets; ++f) {
    sets[f] = totals.alone[f];
    sets[f].resize(rows_.facets[f].sets());
  }
  for (std::size_t m = 0; m < totals.meetings.size(); ++m) {
    if (totals.meetings[m] == 0) continue;
    for (std::size_t f = 0; f < kMeetingFacets; ++f) sets[f][rows_.meeting_codes[m].sets[f]] += totals.meetings[m];
  }
  for (std::size_t f = 0; f < kItemFacets; ++f) sets[kMeetingFacets + f] = totals.by_set[f];
  ByCode counts;
  for (std::size_t f = 0; f < kKind; ++f) {
    const FacetColumn& column = rows_.facets[f];
    if (column.simple) {
      counts[f] = std::move(sets[f]);
      counts[f].erase(counts[f].begin());
      continue;
    }
    counts[f].resize(column.values.size());
    for (std::uint32_t set = 0; set < sets[f].size(); ++set) {
      if (sets[f][set] == 0) continue;
      for (const std::uint32_t code : column.codes_of(set)) counts[f][code] += sets[f][set];
    }
  }
  counts[kKind] = {totals.kinds.begin(), totals.kinds.end()};
  return counts;
}

namespace {

// The `most` codes of the highest counts, best first, without those that count nothing. Whatever can't be among them
// any more is thrown away whenever twice as many have come together.
template <typename Before>
std::vector<std::uint32_t> best_codes(const std::vector<std::uint32_t>& counts, std::size_t most,
                                      const Before& before) {
  std::vector<std::uint32_t> best;
  std::uint32_t least = 1;  // below it no code is among the best
  const std::size_t enough = std::max<std::size_t>(2 * most, 64);
  for (std::uint32_t code = 0; code < counts.size(); ++code) {
    if (counts[code] < least) continue;
    best.push_back(code);
    if (best.size() < enough || most == 0) continue;
    const auto last = best.begin() + static_cast<std::ptrdiff_t>(most - 1);
    std::nth_element(best.begin(), last, best.end(), before);
    best.resize(most);
    least = counts[best.back()];
  }
  std::sort(best.begin(), best.end(), before);
  if (best.size() > most) best.resize(most);
  return best;
}

}  // namespace

std::vector<FacetCount> FacetCounter::values_of(Facet facet, const std::vector<std::uint32_t>& by_code) const {
  const FacetColumn& column = rows_.column(facet);
  const std::vector<std::uint32_t>& places = generation_.label_order(facet, request_.lang);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return by_code[a] != by_code[b] ? by_code[a] > by_code[b] : places[a] < places[b];
  };
  std::vector<std::uint32_t> order = best_codes(by_code, request_.facet_limit, before);
  // Past the limit only what is selected stays, whether or not anything has it.
  const auto within = static_cast<std::ptrdiff_t>(order.size());
  std::set<std::string> unknown;
  std::set<std::uint32_t> chosen;
  for (const std::string& value : request_.filters[static_cast<std::size_t>(facet)]) {
    const auto code = column.codes.find(value);
    if (code == column.codes.end()) {
      unknown.insert(value);
    } else if (chosen.insert(code->second).second &&
               std::find(order.begin(), order.begin() + within, code->second) == order.begin() + within) {
      order.push_back(code->second);
    }
  }
  std::sort(order.begin() + within, order.end(), before);
  std::vector<FacetCount> counts;
  for (const std::uint32_t code : order) {
    counts.push_back({column.values[code].value, generation_.label(facet, code, request_.lang), by_code[code],
                      chosen.contains(code)});
  }
  for (const std::string& value : unknown) counts.push_back({value, value, 0, true});
  return counts;
}

}  // namespace opslag::searchd
