// Counting facets, against counting them one by one, over made rows.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/facet_counter.h"

#include <map>
#include <random>
#include <string>

#include "searchd/spare_processors.h"
#include "tests/support/catch.h"

namespace opslag::searchd {
namespace {

using corpus::Facet;
using corpus::kFacetCount;

constexpr auto kKind = static_cast<std::size_t>(Facet::kind);

struct Document {
  bool there = true, item = true;
  std::string date;
  std::array<std::vector<std::string>, kFacetCount> values;
};

// Documents, and the generation that is made of them.
class Made {
 public:
  explicit Made(unsigned seed, std::size_t size, bool grouped) : random_(seed), documents_(size) {
    std::size_t meeting = 0;
    for (std::size_t row = 0; row < size; ++row) {
      if (!grouped || below(6) == 0) meeting = below(60);
      if (row > 0 && documents_[row - 1].there && below(3) == 0) {
        documents_[row] = documents_[row - 1];
        documents_[row].item = false;
      } else {
        documents_[row] = document(meeting);
      }
      documents_[row].there = below(10) != 0;
    }
    build();
  }

  std::size_t below(std::size_t end) { return random_() % end; }
  const OpenGeneration& generation() const { return generation_; }
  const std::vector<Document>& documents() const { return documents_; }

  Bitmap some(std::size_t of_a_hundred) {
    Bitmap rows(documents_.size());
    generation_.rows.searchable.each([&](std::size_t row) {
      if (below(100) < of_a_hundred) rows.set(row);
    });
    return rows;
  }

 private:
  Document document(std::size_t meeting) {
    Document one;
    one.date = "20" + std::to_string(10 + meeting % 12) + "-0" + std::to_string(1 + meeting % 9) + "-11";
    one.values[static_cast<std::size_t>(Facet::organisation)] = {"by-" + std::to_string(meeting % 5)};
    if (meeting % 7 == 0) one.values[static_cast<std::size_t>(Facet::organisation)].push_back("region");
    one.values[static_cast<std::size_t>(Facet::committee)] = {"udvalg-" + std::to_string(meeting % 14)};
    one.values[static_cast<std::size_t>(Facet::meeting)] = {"mode-" + std::to_string(meeting)};
    if (meeting % 11 != 0) one.values[static_cast<std::size_t>(Facet::year)] = {one.date.substr(0, 4)};
    // More of them than a byte can tell apart, and more to a row than there are slots.
    const auto fill = [&](Facet facet, std::size_t most, std::size_t values) {
      auto& list = one.values[static_cast<std::size_t>(facet)];
      for (std::size_t left = below(most + 1); left > 0; --left) {
        std::string value = "v-" + std::to_string(below(3) == 0 ? below(values) : below(5));
        if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
      }
    };
    fill(Facet::municipality, 9, 600);
    fill(Facet::topic, 5, 40);
    fill(Facet::decision, 3, 11);
    return one;
  }

  void build() {
    RowsBuilder builder(documents_.size());
    for (std::size_t row = 0; row < documents_.size(); ++row) {
      const Document& one = documents_[row];
      if (!one.there) continue;
      corpus::FacetValues values;
      for (std::size_t f = 0; f < kKind && one.item; ++f) {
        // Some documents say what the values are called, others do not.
        for (const std::string& value : one.values[f]) values[f].push_back({value, below(2) == 0 ? "L " + value : ""});
      }
      const auto kind = one.item ? corpus::DocumentKind::item : corpus::DocumentKind::attachment;
      values[kKind] = {{std::string(corpus::name_of(kind)), ""}};
      corpus::MeetingHead head;
      head.date = one.date;
      head.id = one.values[static_cast<std::size_t>(Facet::meeting)].front();
      builder.add(static_cast<Row>(row), corpus::sort_key(head, row, one.item ? 0 : 1), corpus::pack(values), 10);
    }
    for (std::size_t row = 0; row < documents_.size(); ++row) {
      if (!documents_[row].there || documents_[row].item) continue;
      std::size_t item = row;
      while (!documents_[item].item) --item;
      if (documents_[item].there) {
        builder.join(static_cast<Row>(row), static_cast<Row>(item));
      } else {
        for (std::size_t f = 0; f < kKind; ++f) documents_[row].values[f].clear();  // whose item nobody knows
      }
    }
    generation_.rows = builder.finish();
    for (auto& orders : generation_.label_orders) {
      for (std::size_t f = 0; f < kFacetCount; ++f) {
        for (std::uint32_t i = 0; i < generation_.rows.facets[f].values.size(); ++i) orders[f].push_back(i);
      }
    }
  }

  std::mt19937 random_;
  std::vector<Document> documents_;
  OpenGeneration generation_;
};

bool passes(const Document& one, const SearchRequest& request, std::size_t facet) {
  const auto& wanted = request.filters[facet];
  const auto is_wanted = [&](const std::string& value) {
    return std::find(wanted.begin(), wanted.end(), value) != wanted.end();
  };
  if (facet == kKind)
    return wanted.empty() ? one.item
                          : is_wanted(std::string(corpus::name_of(one.item ? corpus::DocumentKind::item
                                                                           : corpus::DocumentKind::attachment)));
  return wanted.empty() || std::any_of(one.values[facet].begin(), one.values[facet].end(), is_wanted);
}

bool in_time(const Document& one, const SearchRequest& request) {
  return (!request.from || one.date >= *request.from) && (!request.to || one.date <= *request.to);
}

// value → count, of what the slow way finds.
std::map<std::string, std::size_t> slow_counts(const Made& made, const Bitmap& found, const SearchRequest& request,
                                               std::size_t facet) {
  std::map<std::string, std::size_t> counts;
  found.each([&](std::size_t row) {
    const Document& one = made.documents()[row];
    bool counts_here = in_time(one, request);
    for (std::size_t f = 0; f < kFacetCount; ++f) counts_here = counts_here && (f == facet || passes(one, request, f));
    if (!counts_here) return;
    if (facet == kKind) {
      ++counts[one.item ? "item" : "attachment"];
    } else {
      for (const std::string& value : one.values[facet]) ++counts[value];
    }
  });
  return counts;
}

void check(const Made& made, const Bitmap& found, const SearchRequest& request, FacetBuffers& buffers) {
  const FacetCounter counter(made.generation(), request);
  const Counted counted = counter.count(found, buffers);
  Bitmap shown(found.size());
  found.each([&](std::size_t row) {
    const Document& one = made.documents()[row];
    bool passed = in_time(one, request);
    for (std::size_t f = 0; f < kFacetCount; ++f) passed = passed && passes(one, request, f);
    if (passed) shown.set(row);
  });
  const auto rows = [](const Bitmap& bitmap) { return std::vector(bitmap.words().begin(), bitmap.words().end()); };
  CHECK(rows(counted.shown) == rows(shown));
  CHECK(rows(counter.shown(found)) == rows(shown));
  for (std::size_t f = 0; f < kFacetCount; ++f) {
    std::map<std::string, std::size_t> fast;
    for (const FacetCount& one : counted.facets[f]) {
      if (one.count > 0) fast[one.value] = one.count;
      CHECK((f != kKind || one.count > 0 || one.selected));
    }
    CHECK(fast == slow_counts(made, found, request, f));
  }
}

SearchRequest some_filters(Made& made) {
  SearchRequest request;
  request.facet_limit = 1000;
  for (std::size_t f = 0; f < kFacetCount; ++f) {
    const auto& values = made.generation().rows.facets[f].values;
    for (std::size_t left = made.below(4) == 0 ? 1 + made.below(3) : 0; left > 0; --left)
      request.filters[f].emplace_back(values[made.below(std::min<std::size_t>(values.size(), 12))].value);
  }
  if (made.below(4) == 0) request.from = "2013-01-01";
  if (made.below(6) == 0) request.to = "2018-06-30";
  return request;
}

TEST_CASE("facets are counted as one by one") {
  const unsigned seed = GENERATE(1U, 2U, 3U);
  const bool grouped = GENERATE(true, false);
  Made made(seed, 1500, grouped);
  FacetBuffers buffers;
  for (int round = 0; round < 60; ++round) {
    const SearchRequest request = some_filters(made);
    check(made, made.some(round % 3 == 0 ? 90 : 100 / (1 + made.below(60))), request, buffers);
  }
}

TEST_CASE("filters are the same by ranges of rows") {
  Made made(5, 3 * kRowUnit, true);
  SpareProcessors spare(4, 1);
  const auto rows = [](const Bitmap& bitmap) { return std::vector(bitmap.words().begin(), bitmap.words().end()); };
  std::size_t several = 0;
  for (int round = 0; round < 80; ++round) {
    const SearchRequest request = some_filters(made);
    const Bitmap found = made.some(round % 3 == 0 ? 90 : 30);
    const FacetCounter counter(made.generation(), request);
    const FacetRows whole = counter.rows_of(found), cut = counter.rows_of(found, &spare);
    REQUIRE(rows(cut.shown) == rows(whole.shown));
    REQUIRE(rows(cut.failing_meeting) == rows(whole.failing_meeting));
    for (std::size_t f = 0; f < kItemFacets; ++f) REQUIRE(rows(cut.failing_item[f]) == rows(whole.failing_item[f]));
    REQUIRE(cut.kinds == whole.kinds);
    several += whole.failing_item[1].size() > 0 && whole.failing_item[2].size() > 0 ? 1 : 0;
  }
  CHECK(several > 0);
}

TEST_CASE("rows with a value") {
  Made made(7, 1000, true);
  const Rows& rows = made.generation().rows;
  for (std::size_t f = 0; f < kKind; ++f) {
    for (std::uint32_t code = 0; code < rows.facets[f].values.size(); code += 1 + code / 8) {
      std::vector<char> wanted(rows.facets[f].values.size());
      wanted[code] = 1;
      const Bitmap found = rows.with(static_cast<Facet>(f), wanted);
      for (std::size_t row = 0; row < rows.size; ++row) {
        const auto& values = made.documents()[row].values[f];
        const bool has = std::find(values.begin(), values.end(), rows.facets[f].values[code].value) != values.end();
        CHECK(found.test(row) == (has && made.documents()[row].there));
      }
    }
  }
}

TEST_CASE("more sets of values than two bytes can tell apart") {
  constexpr std::uint32_t kRows = 70'000;
  ItemValues values(kRows);
  std::array<ItemValues::Sets, kItemFacets> sets;
  std::array<std::uint32_t, 5> slow{};
  for (std::uint32_t row = 0; row < kRows; ++row) {
    const std::array<std::uint32_t, 2> codes{row % 3, 3 + row % 2};
    for (const std::uint32_t code : codes) ++slow[code];
    for (std::size_t f = 1; f < kItemFacets; ++f) {
      sets[f].codes.insert(sets[f].codes.end(), codes.begin(), codes.end());
      sets[f].starts.push_back(static_cast<std::uint32_t>(sets[f].codes.size()));
    }
    values.set(row, {ItemValues::Set{codes, row + 1}, {codes, row + 1}, {codes, row + 1}});
  }
  values.finish(std::move(sets));
  Bitmap all(kRows);
  for (std::size_t row = 0; row < kRows; ++row) all.set(row);
  ItemValues::Counts counts;
  for (auto& list : counts) list.resize(slow.size());
  values.count(all, {}, counts);
  for (std::size_t f = 0; f < kItemFacets; ++f) {
    CHECK(std::equal(slow.begin(), slow.end(), counts[f].begin()));
    std::vector<std::uint32_t> alone(slow.size());
    values.count(all, {}, f, alone);
    CHECK(std::equal(slow.begin(), slow.end(), alone.begin()));
    CHECK(values.with(all, f, {0, 0, 0, 0, 1}).count() == slow[4]);
  }
}

TEST_CASE("more values than a row has room for, in few sets and in very many") {
  constexpr std::uint32_t kRows = 20'000, kCodes = 400;
  const std::uint32_t sets = GENERATE(7U, 9000U);
  ItemValues values(kRows);
  std::vector<std::uint32_t> slow(kCodes);
  std::size_t with_last = 0;
  for (std::uint32_t row = 0; row < kRows; ++row) {
    const std::uint32_t set = row % sets;
    const std::array<std::uint32_t, 6> codes{0, 1, 2, 3 + set % 90, 93 + set / 90, kCodes - 1 - set % 7};
    for (const std::uint32_t code : codes) ++slow[code];
    with_last += codes.back() == kCodes - 1 ? 1 : 0;
    values.set(row, {ItemValues::Set{codes, set + 1}, {}, {}});
  }
  values.finish({});
  Bitmap all(kRows);
  for (std::size_t row = 0; row < kRows; ++row) all.set(row);
  std::vector<std::uint32_t> counts(kCodes), halves(kCodes);
  values.count(all, {}, 0, counts);
  CHECK(counts == slow);
  values.count(all, {0, 100}, 0, halves);
  CHECK(halves != slow);
  values.count(all, {100, kRows}, 0, halves);
  CHECK(halves == slow);
  std::vector<char> wanted(kCodes);
  wanted.back() = 1;
  CHECK(values.with(all, 0, wanted).count() == with_last);
}

}  // namespace
}  // namespace opslag::searchd
