// Filtering and counting over the rows in memory: a meeting's facets by stretches of its rows, an item's row by row.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/facet_counter.h"

#include <algorithm>
#include <set>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "searchd/spare_processors.h"

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

std::vector<char> codes_of(const FacetColumn& column, const std::vector<std::string>& values) {
  std::vector<char> chosen(column.values.size());
  for (const std::string& value : values) {
    if (const auto code = column.code_of(value)) chosen[*code] = 1;
  }
  return chosen;
}

bool holds(const std::vector<std::string>& values, corpus::DocumentKind kind) {
  return std::find(values.begin(), values.end(), corpus::name_of(kind)) != values.end();
}

bool is_one_bit(std::uint32_t bits) {
  return bits != 0 && (bits & (bits - 1)) == 0;
}

ItemValues::Words words_of(RowRange range) {
  return {range.first_word(), range.first_word() + range.word_count()};
}

// Calls visit(word, bits, meeting) for the rows' bits, 64 at most at a time, all of one meeting.
template <typename Visit>
inline void each_stretch(const Rows& rows, const Bitmap& bitmap, ItemValues::Words range, const Visit& visit) {
  const auto words = bitmap.words(), starts = rows.stretches.bits().words();
  for (std::size_t i = range.begin; i < std::min(range.end, words.size()); ++i) {
    const std::uint64_t bits = words[i];
    if (bits == 0) continue;
    std::uint64_t after = starts[i];  // where stretches begin that were not come to yet
    std::uint64_t before = 0;         // bits that were seen
    std::size_t stretch = std::size_t{rows.stretches.before()[i]} - 1;
    while (bits & ~before) {
      const std::uint64_t until = after == 0 ? ~std::uint64_t{0} : (after & (~after + 1)) - 1;  // below the next one
      if (const std::uint64_t here = bits & until & ~before; here != 0)
        visit(i, here, rows.meeting_codes[rows.stretch_meetings[stretch]]);
      before = until;
      after &= after - 1;
      ++stretch;
    }
  }
}

// Of a meeting's facets: where its counts are.
using MeetingCounts = std::array<std::uint32_t*, kMeetingFacets>;

OPSLAG_COUNTS_BITS void add_meetings(const Rows& rows, const Bitmap& bitmap, ItemValues::Words range,
                                     const MeetingCounts& counts) {
  each_stretch(rows, bitmap, range, [&](std::size_t, std::uint64_t bits, const MeetingCodes& meeting) {
    const auto count = static_cast<std::uint32_t>(std::popcount(bits));
    counts[0][meeting.sets[0]] += count;
    counts[1][meeting.sets[1]] += count;
    counts[2][meeting.sets[2]] += count;
    counts[3][meeting.sets[3]] += count;
  });
}
static_assert(kMeetingFacets == 4);

}  // namespace

// What the filters make of the rows found. Rows that fail one filter only are counted by that filter's facet.
struct FacetCounter::Passed {
  Bitmap all;                                    // no filter but that on the kind is asked
  Bitmap one_meeting;                            // fail one filter on a facet of meetings
  std::array<Bitmap, kItemFacets> one_of_items;  // by facet: fail its filter only
  Bitmap asked;                                  // what filters on items' facets are asked of
  std::vector<Bitmap> held;                      // by such a filter: those of `asked` that pass it
};

FacetCounter::FacetCounter(const OpenGeneration& generation, const SearchRequest& request)
    : generation_(generation), rows_(generation.rows), request_(request) {
  for (std::size_t f = 0; f < kKind; ++f) {
    if (request.filters[f].empty()) continue;
    std::vector<char> wanted = codes_of(rows_.facets[f], request.filters[f]);
    if (f < kMeetingFacets) {
      meeting_filters_.push_back({f, Rows::sets_with(rows_.facets[f], wanted)});
    } else {
      item_filters_.push_back({f - kMeetingFacets, std::move(wanted)});
    }
  }
  if (const auto& kinds = request.filters[kKind]; !kinds.empty()) {
    items_ = holds(kinds, corpus::DocumentKind::item);
    attachments_ = holds(kinds, corpus::DocumentKind::attachment);
  }
  dated_ = request.from || request.to;
  from_ = request.from ? number_of(*request.from) : 1;
  to_ = request.to ? number_of(*request.to) : ~std::uint32_t{0};
  filtered_ = dated_ || !meeting_filters_.empty() || !item_filters_.empty();
}

// One bit for each filter that its rows fail.
std::uint32_t FacetCounter::failing(const MeetingCodes& meeting) const {
  std::uint32_t fails = 0;
  for (const MeetingFilter& filter : meeting_filters_) {
    if (filter.wanted[meeting.sets[filter.facet]] == 0) fails |= 1U << filter.facet;
  }
  if (dated_ && (meeting.date == 0 || meeting.date < from_ || meeting.date > to_)) fails |= kDateFails;
  return fails;
}

void FacetCounter::pass_meetings(const Bitmap& found, ItemValues::Words range, Passed& passed) const {
  const auto all = passed.all.words(), one = passed.one_meeting.words();
  each_stretch(rows_, found, range, [&](std::size_t word, std::uint64_t bits, const MeetingCodes& meeting) {
    const std::uint32_t fails = failing(meeting);
    if (fails == 0) {
      all[word] |= bits;
    } else if (is_one_bit(fails) && fails != kDateFails) {
      one[word] |= bits;
    }
  });
}

void FacetCounter::pass_items(ItemValues::Words range, Passed& passed) const {
  const bool by_meeting = !meeting_filters_.empty();
  const auto all = passed.all.words(), one = passed.one_meeting.words(), asked = passed.asked.words();
  const std::size_t end = std::min(range.end, all.size());
  for (std::size_t i = range.begin; i < end; ++i) asked[i] = by_meeting ? all[i] | one[i] : all[i];
  for (std::size_t f = 0; f < item_filters_.size(); ++f)
    rows_.item_values.with(passed.asked, range, item_filters_[f].facet, item_filters_[f].wanted, passed.held[f]);
  for (std::size_t i = range.begin; i < end; ++i) {
    std::uint64_t held_by_all = ~std::uint64_t{0};
    for (std::size_t f = 0; f < item_filters_.size(); ++f) {
      std::uint64_t fails = all[i] & ~passed.held[f].words()[i];
      for (std::size_t other = 0; other < item_filters_.size(); ++other) {
        if (other != f) fails &= passed.held[other].words()[i];
      }
      passed.one_of_items[item_filters_[f].facet].words()[i] = fails;
      held_by_all &= passed.held[f].words()[i];
    }
    all[i] &= held_by_all;
    if (by_meeting) one[i] &= held_by_all;
  }
}

FacetCounter::Passed FacetCounter::pass(const Bitmap& found, SpareProcessors* spare) const {
  constexpr std::size_t kWorkOfRow = 4;  // in postings
  const bool by_meeting = dated_ || !meeting_filters_.empty();
  Passed passed;
  passed.all = by_meeting ? Bitmap(rows_.size) : found;
  if (by_meeting) passed.one_meeting = Bitmap(rows_.size);
  if (!item_filters_.empty()) passed.asked = Bitmap(rows_.size);
  for (const ItemFilter& filter : item_filters_) {
    passed.held.emplace_back(rows_.size);
    passed.one_of_items[filter.facet] = Bitmap(rows_.size);
  }
  const auto pass_range = [&](RowRange range) {
    const ItemValues::Words words = words_of(range);
    if (by_meeting) pass_meetings(found, words, passed);
    if (!item_filters_.empty()) pass_items(words, passed);
  };
  const std::size_t parts = spare == nullptr ? 1 : spare->parts_of(found.count() * kWorkOfRow);
  if (parts == 1) {
    pass_range({0, static_cast<Row>(rows_.size)});
  } else {
    const std::vector<RowRange> ranges = ranges_of(rows_.size, parts);
    spare->each(ranges.size(), [&](std::size_t part, std::size_t) { pass_range(ranges[part]); });
  }
  return passed;
}

Bitmap FacetCounter::of_kinds(const Bitmap& found) const {
  if (items_ && attachments_) return found & rows_.searchable;
  if (items_) return found & rows_.items;
  return attachments_ ? found & rows_.attachments : Bitmap(rows_.size);
}

Bitmap FacetCounter::shown(const Bitmap& found) const {
  return of_kinds(filtered_ ? pass(found, nullptr).all : found);
}

void FacetCounter::count_meetings(const Bitmap& rows, ItemValues::Words words, FacetBuffers& buffers) const {
  MeetingCounts counts{};
  for (std::size_t f = 0; f < kMeetingFacets; ++f) counts[f] = buffers.by_set[f].data();
  add_meetings(rows_, rows, words, counts);
}

// Rows of which each fails one filter on a facet of meetings.
void FacetCounter::count_failing_meetings(const Bitmap& rows, ItemValues::Words words, FacetBuffers& buffers) const {
  each_stretch(rows_, rows, words, [&](std::size_t, std::uint64_t bits, const MeetingCodes& meeting) {
    const auto f = static_cast<std::size_t>(std::countr_zero(failing(meeting)));
    buffers.by_set[f][meeting.sets[f]] += static_cast<std::uint32_t>(std::popcount(bits));
  });
}

FacetRows FacetCounter::rows_of(const Bitmap& found, SpareProcessors* spare) const {
  FacetRows rows;
  Passed passed;
  if (filtered_) passed = pass(found, spare);
  const Bitmap& all = filtered_ ? passed.all : found;
  rows.kinds = {static_cast<std::uint32_t>(all.count_common(rows_.items)),
                static_cast<std::uint32_t>(all.count_common(rows_.attachments))};
  rows.shown = of_kinds(all);
  if (!filtered_) {
    rows.rest_is_less = items_ && !attachments_ && rows.shown.count() > rows_.item_count / 2;
    if (rows.rest_is_less) {
      rows.rest = rows_.items;
      rows.rest.remove(rows.shown);
    }
    return rows;
  }
  if (!meeting_filters_.empty()) rows.failing_meeting = of_kinds(passed.one_meeting);
  for (const ItemFilter& filter : item_filters_)
    rows.failing_item[filter.facet] = of_kinds(passed.one_of_items[filter.facet]);
  return rows;
}

void FacetCounter::clear(FacetBuffers& buffers) const {
  buffers.used = true;
  for (std::size_t f = 0; f < kMeetingFacets; ++f) buffers.by_set[f].assign(rows_.facets[f].sets(), 0);
  for (std::size_t f = 0; f < kItemFacets; ++f)
    buffers.by_code[f].assign(rows_.facets[kMeetingFacets + f].values.size(), 0);
}

void FacetCounter::add(const FacetRows& rows, RowRange range, FacetBuffers& buffers) const {
  if (!buffers.used) clear(buffers);
  const ItemValues::Words words = words_of(range);
  const Bitmap& counted = rows.rest_is_less ? rows.rest : rows.shown;
  count_meetings(counted, words, buffers);
  rows_.item_values.count(counted, words, buffers.by_code);
  if (!meeting_filters_.empty()) count_failing_meetings(rows.failing_meeting, words, buffers);
  for (const ItemFilter& filter : item_filters_)
    rows_.item_values.count(rows.failing_item[filter.facet], words, filter.facet, buffers.by_code[filter.facet]);
}

// Of the rest is made what is shown.
void FacetCounter::take_from_totals(FacetBuffers& buffers) const {
  const auto take_from = [](const std::vector<std::uint32_t>& totals, std::vector<std::uint32_t>& counts) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = totals[i] - counts[i];
  };
  for (std::size_t f = 0; f < kMeetingFacets; ++f) take_from(rows_.item_totals[f], buffers.by_set[f]);
  for (std::size_t f = 0; f < kItemFacets; ++f) take_from(rows_.item_totals[kMeetingFacets + f], buffers.by_code[f]);
}

std::array<std::vector<FacetCount>, corpus::kFacetCount> FacetCounter::sum(const FacetRows& rows,
                                                                           std::span<FacetBuffers> buffers) const {
  FacetBuffers& all = buffers.front();
  if (!all.used) clear(all);
  const auto add_up = [](const std::vector<std::uint32_t>& more, std::vector<std::uint32_t>& counts) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += more[i];
  };
  for (FacetBuffers& more : buffers.subspan(1)) {
    if (!more.used) continue;
    for (std::size_t f = 0; f < kMeetingFacets; ++f) add_up(more.by_set[f], all.by_set[f]);
    for (std::size_t f = 0; f < kItemFacets; ++f) add_up(more.by_code[f], all.by_code[f]);
    more.used = false;
  }
  all.used = false;
  if (rows.rest_is_less) take_from_totals(all);
  std::array<std::vector<FacetCount>, corpus::kFacetCount> facets;
  for (std::size_t f = 0; f < facets.size(); ++f) facets[f] = values_of(static_cast<Facet>(f), by_code(f, all, rows));
  return facets;
}

Counted FacetCounter::count(const Bitmap& found, FacetBuffers& buffers) const {
  FacetRows rows = rows_of(found);
  add(rows, {0, static_cast<Row>(rows_.size)}, buffers);
  return {std::move(rows.shown), sum(rows, {&buffers, 1})};
}

std::span<const std::uint32_t> FacetCounter::by_code(std::size_t facet, FacetBuffers& buffers,
                                                     const FacetRows& rows) const {
  if (facet == kKind) return rows.kinds;
  if (facet >= kMeetingFacets) return buffers.by_code[facet - kMeetingFacets];
  const FacetColumn& column = rows_.facets[facet];
  const std::vector<std::uint32_t>& sets = buffers.by_set[facet];
  if (column.simple) return std::span(sets).subspan(1);
  buffers.folded.assign(column.values.size(), 0);
  for (std::uint32_t set = 0; set < sets.size(); ++set) {
    if (sets[set] == 0) continue;
    for (const std::uint32_t code : column.codes_of(set)) buffers.folded[code] += sets[set];
  }
  return buffers.folded;
}

namespace {

// The first code from `code` on that counts at least so much; the counts' size if there is none.
std::size_t next_code(std::span<const std::uint32_t> counts, std::size_t code, std::uint32_t least) {
#ifdef __SSE2__
  constexpr std::size_t kAtOnce = 8;
  // No count reaches the sign: rows' numbers have 32 bits, and a million rows are many.
  const __m128i below = _mm_set1_epi32(static_cast<int>(least) - 1);
  for (; code + kAtOnce <= counts.size(); code += kAtOnce) {
    const auto* const here = reinterpret_cast<const __m128i*>(counts.data() + code);
    const __m128i first = _mm_cmpgt_epi32(_mm_loadu_si128(here), below);
    const __m128i second = _mm_cmpgt_epi32(_mm_loadu_si128(here + 1), below);
    if (_mm_movemask_epi8(_mm_or_si128(first, second)) == 0) continue;
    while (counts[code] < least) ++code;
    return code;
  }
#endif
  while (code < counts.size() && counts[code] < least) ++code;
  return code;
}

// The `most` codes of the highest counts, best first, without those that count nothing. Whatever can't be among them
// any more is thrown away whenever twice as many have come together.
template <typename Before>
std::vector<std::uint32_t> best_codes(std::span<const std::uint32_t> counts, std::size_t most, const Before& before) {
  std::vector<std::uint32_t> best;
  std::uint32_t least = 1;         // below it no code is among the best
  std::uint32_t last_of_best = 0;  // nor behind this one, once there is one: many count the same
  bool full = false;
  const std::size_t enough = std::max<std::size_t>(2 * most, 64);
  best.reserve(enough);
  for (std::size_t at = next_code(counts, 0, least); at < counts.size(); at = next_code(counts, at + 1, least)) {
    const auto code = static_cast<std::uint32_t>(at);
    if (full && !before(code, last_of_best)) continue;
    best.push_back(code);
    if (best.size() < enough || most == 0) continue;
    const auto last = best.begin() + static_cast<std::ptrdiff_t>(most - 1);
    std::nth_element(best.begin(), last, best.end(), before);
    best.resize(most);
    last_of_best = best.back();
    least = counts[last_of_best];
    full = true;
  }
  std::sort(best.begin(), best.end(), before);
  if (best.size() > most) best.resize(most);
  return best;
}

// Asks for the values' memory, which lies all over.
void fetch_values(const FacetColumn& column, std::span<const std::uint32_t> codes) {
  for (const std::uint32_t code : codes) __builtin_prefetch(column.values[code].value.data());
}

}  // namespace

std::vector<FacetCount> FacetCounter::values_of(Facet facet, std::span<const std::uint32_t> by_code) const {
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
    const auto code = column.code_of(value);
    if (!code) {
      unknown.insert(value);
    } else if (chosen.insert(*code).second &&
               std::find(order.begin(), order.begin() + within, *code) == order.begin() + within) {
      order.push_back(*code);
    }
  }
  std::sort(order.begin() + within, order.end(), before);
  fetch_values(column, order);
  std::vector<FacetCount> counts;
  counts.reserve(order.size() + unknown.size());
  for (const std::uint32_t code : order) {
    counts.push_back({std::string(column.values[code].value), generation_.label(facet, code, request_.lang),
                      by_code[code], chosen.contains(code)});
  }
  for (const std::string& value : unknown) counts.push_back({value, value, 0, true});
  return counts;
}

}  // namespace opslag::searchd
