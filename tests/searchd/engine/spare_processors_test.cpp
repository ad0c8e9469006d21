// Queries cut into parts for idle processors: every part is done once, and answers are the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/spare_processors.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <random>
#include <stdexcept>
#include <thread>

#include "searchd/open_generation.h"
#include "tests/searchd/engine/small_index.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::searchd;

TEST_CASE("every part is done once, and no two at once in one lane") {
  SpareProcessors spare(4, 1);
  constexpr std::size_t kCallers = 3, kParts = 37;
  std::vector<std::thread> callers;
  std::atomic<std::size_t> wrong = 0;
  for (std::size_t c = 0; c < kCallers; ++c) {
    callers.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        const SpareProcessors::Busy busy(&spare);
        std::vector<std::atomic<int>> done(kParts), in_lane(spare.lanes());
        spare.each(kParts, [&](std::size_t part, std::size_t lane) {
          if (lane >= in_lane.size() || in_lane[lane]++ != 0) ++wrong;
          ++done[part];
          --in_lane[lane];
        });
        for (const auto& times : done) wrong += times == 1 ? 0 : 1;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(wrong == 0);
}

TEST_CASE("what a part throws reaches the caller, and all go on working") {
  SpareProcessors spare(3, 1);
  for (std::size_t bad = 0; bad < 8; ++bad) {
    CHECK_THROWS_AS(spare.each(8,
                               [&](std::size_t part, std::size_t) {
                                 if (part == bad) throw std::runtime_error("part");
                               }),
                    std::runtime_error);
  }
  std::atomic<std::size_t> done = 0;
  spare.each(5, [&](std::size_t, std::size_t) { ++done; });
  CHECK(done == 5);
}

TEST_CASE("work that is put aside is done once, by whoever has time, before finish ends") {
  for (const std::size_t processors : {1, 2, 4}) {
    SpareProcessors spare(processors, 1);
    for (SpareProcessors* given : {&spare, static_cast<SpareProcessors*>(nullptr)}) {
      for (int round = 0; round < 300; ++round) {
        const SpareProcessors::Busy busy(given);
        constexpr std::size_t kParts = 3;
        std::array<std::atomic<int>, kParts> done{};
        std::atomic<std::size_t> wrong = 0;
        SpareProcessors::Aside aside(given, kParts, [&](std::size_t part, std::size_t lane) {
          if (lane >= spare.lanes()) ++wrong;
          ++done[part];
        });
        std::atomic<std::size_t> meanwhile = 0;
        if (given != nullptr) given->each(4, [&](std::size_t, std::size_t) { ++meanwhile; });
        aside.finish();
        REQUIRE(wrong == 0);
        REQUIRE(std::ranges::all_of(done, [](const auto& times) { return times == 1; }));
        REQUIRE(meanwhile == (given != nullptr ? 4 : 0));
      }
    }
  }
}

TEST_CASE("work that is put aside and not asked for again ends before it is forgotten") {
  SpareProcessors spare(3, 1);
  for (int round = 0; round < 300; ++round) {
    std::atomic<int> begun = 0, ended = 0;
    {
      const SpareProcessors::Aside aside(&spare, 2, [&](std::size_t, std::size_t) {
        ++begun;
        std::this_thread::yield();
        ++ended;
      });
      if (round % 2 == 0) std::this_thread::yield();
    }
    REQUIRE(begun == ended);
  }
  SpareProcessors::Aside bad(&spare, 1, [](std::size_t, std::size_t) { throw std::runtime_error("aside"); });
  CHECK_THROWS_AS(bad.finish(), std::runtime_error);
}

TEST_CASE("work is cut only where it is much and processors are idle") {
  SpareProcessors spare(2, 1000, std::chrono::milliseconds(0));
  SpareProcessors alone(1, 1000);
  const SpareProcessors::Busy mine(&spare);
  CHECK(spare.parts_of(999) == 1);
  CHECK(spare.parts_of(1000) == 2);
  CHECK(spare.parts_of(1'000'000) == 4);
  CHECK(alone.parts_of(1'000'000) == 1);
  CHECK(alone.lanes() == 1);
  {
    const SpareProcessors::Busy another(&spare);
    CHECK(spare.parts_of(1'000'000) == 1);
  }
  CHECK(spare.parts_of(1'000'000) == 4);
}

TEST_CASE("nobody counts as idle soon after all were busy") {
  SpareProcessors spare(2, 1000, std::chrono::hours(1));
  const SpareProcessors::Busy mine(&spare);
  CHECK(spare.parts_of(1000) == 2);
  { const SpareProcessors::Busy another(&spare); }
  CHECK(spare.parts_of(1000) == 1);
}

namespace {

constexpr std::array<const char*, 10> kWords{"skole", "vej",  "plan",     "park",     "hal",
                                             "bro",   "torv", "skolevej", "byplaner", "sankthansaften"};
constexpr std::array<const char*, 3> kDecisions{"godkendt", "afvist", "udsat"};

// More rows than are read together, in three sources.
const test::SmallIndex& many_rows() {
  static test::SmallIndex one;
  static const bool made = [] {
    std::mt19937 random{5};
    for (const auto& [source, items] : {std::pair{"a", 9000}, {"b", 300}, {"c", 9000}}) {
      std::vector<corpus::Meeting> meetings;
      for (int m = 0; m * 300 < items; ++m) {
        std::vector<test::ItemText> texts;
        for (int i = 0; i < 300; ++i) {
          std::string body;
          for (std::size_t left = 1 + random() % 9; left > 0; --left)
            (body += kWords[std::min(random() % kWords.size(), random() % kWords.size())]) += ' ';
          texts.push_back({kWords[random() % kWords.size()], "", body, {kDecisions[random() % kDecisions.size()]}});
        }
        const std::string date = "20" + std::to_string(10 + m % 10) + "-0" + std::to_string(1 + m % 9) + "-11";
        meetings.push_back(test::meeting(m % 2 == 0 ? "Byråd" : "Udvalg", date, texts));
      }
      one.put(source, meetings);
    }
    return true;
  }();
  (void)made;
  return one;
}

std::vector<std::string> told(const SearchResult& result) {
  std::vector<std::string> all{std::to_string(result.total), result.interpreted};
  for (const Hit& hit : result.hits)
    all.push_back(hit.stored.item.id + ' ' + std::to_string(hit.score) + ' ' + hit.snippet.text);
  for (const auto& facet : result.facets) {
    for (const FacetCount& value : facet) all.push_back(value.value + ' ' + std::to_string(value.count));
  }
  return all;
}

}  // namespace

TEST_CASE("answers are the same with one processor and with several") {
  SpareProcessors spare(4, 1);
  const auto first = many_rows().open(), second = many_rows().open();  // no kept answers in common
  REQUIRE(ranges_of(first->rows.size, 8).size() >= 3);
  Searcher alone(first), helped(second, &spare);
  for (const char* q : {"skole", "skole vej", "plan park hal", "\"skole vej\"", "\"park skole hal\"", "skolevej",
                        "byplan", "sankt*", "pla*", "skole -vej", "titel:hal", "bro torv", "park 11. marts 2012", "",
                        "findes ikke", "sankthansaften bro"}) {
    for (int filters = 0; filters < 4; ++filters) {
      SearchRequest request;
      request.q = q;
      if (filters & 1) request.filters[static_cast<std::size_t>(corpus::Facet::decision)] = {"godkendt"};
      if (filters & 2) {
        request.filters[static_cast<std::size_t>(corpus::Facet::year)] = {"2012", "2015"};
        request.from = "2011-01-01";
      }
      INFO(q << ", filters " << filters);
      const SearchResult result = helped.search(request);
      CHECK(told(result) == told(alone.search(request)));
      CHECK((filters != 0 || result.total > 0 || std::string_view(q) == "findes ikke"));
    }
  }
}
