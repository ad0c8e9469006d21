// opslag_bench_facets INDEX: what counting facets costs, in microseconds of this thread's time, for made matches.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "analyzers/analyzer.h"
#include "corpus/facets/facet_reader.h"
#include "searchd/facet_counter.h"

namespace {

using namespace opslag;
using namespace opslag::searchd;

double micros() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + 1e-3 * static_cast<double>(now.tv_nsec);
}

double median_cost(const std::function<void()>& work) {
  constexpr int kRounds = 15;
  std::vector<double> costs;
  for (int i = 0; i < kRounds; ++i) {
    const double start = micros();
    work();
    costs.push_back(micros() - start);
  }
  std::sort(costs.begin(), costs.end());
  return costs[kRounds / 2];
}

// So many of a thousand documents, but in some meetings more than in others.
Bitmap matches(const Rows& rows, double share) {
  std::mt19937 random(42);
  std::uniform_real_distribution<double> dice(0, 1);
  Bitmap found(rows.size);
  double here = 0;
  std::uint32_t date = 0;
  rows.searchable.each([&](std::size_t row) {
    if (const std::uint32_t now = rows.date(static_cast<Row>(row)); now != date) {
      date = now;
      here = dice(random) < 0.3 ? std::min(1.0, share * 2) : share * 0.57;
    }
    if (dice(random) < (rows.items.test(row) ? here : here / 4)) found.set(row);
  });
  return found;
}

std::size_t sum_of(const Counted& counted) {
  std::size_t sum = counted.shown.count();
  std::size_t place = 1;
  for (const auto& facet : counted.facets)
    for (const FacetCount& value : facet)
      sum = sum * 31 + std::hash<std::string>()(value.value + value.label) % 1000 + ++place * value.count;
  return sum;
}

void report(const OpenGeneration& generation, const char* name, const SearchRequest& request) {
  for (const double share : {0.0001, 0.002, 0.02, 0.2, 0.45, 0.9}) {
    const Bitmap found = matches(generation.rows, share);
    std::size_t sum = 0, shown = 0;
    FacetBuffers buffers;
    const double cost = median_cost([&] {
      const Counted counted = FacetCounter(generation, request).count(found, buffers);
      shown = counted.shown.count();
      sum = sum_of(counted);
    });
    const double checking = median_cost([&] {
      static const Counted counted = FacetCounter(generation, request).count(found);
      sum_of(counted);
    });
    std::printf("%-22s %5.2f %% found %8zu shown %8zu  %9.1f us %6.2f ns each  sum %zx\n", name, share * 100,
                found.count(), shown, cost - checking, 1000 * (cost - checking) / static_cast<double>(found.count()),
                sum);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto generation = open_current(argv[1], analyzers::load_language(), nullptr);
  const Rows& rows = generation->rows;
  std::printf("%zu rows, %zu items, %zu meetings\n", rows.size, rows.item_count, rows.meeting_codes.size());
  for (const FacetColumn& column : rows.facets)
    std::printf("%zu values, simple %d; ", column.values.size(), column.simple);
  std::printf("%zu stretches\n", rows.stretch_meetings.size());
  SearchRequest request;
  request.facet_limit = 20;
  report(*generation, "no filter", request);
  const auto filtered = [&](const char* name, std::initializer_list<corpus::Facet> facets) {
    SearchRequest one = request;
    for (const corpus::Facet facet : facets)
      one.filters[static_cast<std::size_t>(facet)] = {std::string(rows.column(facet).values[0].value)};
    report(*generation, name, one);
  };
  using corpus::Facet;
  filtered("year", {Facet::year});
  filtered("committee", {Facet::committee});
  filtered("municipality", {Facet::municipality});
  filtered("topic", {Facet::topic});
  filtered("year, committee", {Facet::year, Facet::committee});
  filtered("topic, decision", {Facet::topic, Facet::decision});
  filtered("year, topic", {Facet::year, Facet::topic});
  filtered("kind", {Facet::kind});
  request.from = "2015-01-01";
  report(*generation, "from", request);
}
