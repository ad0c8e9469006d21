// Lists of positions come back as they went in, however they are read, and damaged ones harm nobody.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/positional_postings.h"

#include <map>
#include <random>

#include "tests/support/catch.h"

using namespace opslag::corpus;

namespace {

using Postings = std::map<std::uint32_t, std::vector<std::uint32_t>>;

// Gaps of documents up to `gap`, now and then a hundred times that.
Postings some_postings(std::mt19937& random, std::size_t count, std::uint32_t gap) {
  Postings postings;
  const auto up_to = [&](std::uint32_t most) { return 1 + static_cast<std::uint32_t>(random() % most); };
  std::uint32_t document = 0;
  while (postings.size() < count) {
    document += up_to(up_to(50) == 1 ? gap * 100 : gap);
    std::uint32_t position = 0;
    for (std::uint32_t left = up_to(up_to(9) == 1 ? 60 : 3); left > 0; --left) {
      position += up_to(up_to(20) == 1 ? 100'000 : 200);
      postings[document].push_back(position);
    }
  }
  return postings;
}

std::string list_of(const Postings& postings) {
  PositionalPostingsWriter writer;
  std::string encoded, list;
  for (const auto& [document, positions] : postings) {
    encoded.clear();
    encode_positions(positions, encoded);
    writer.add(document, encoded);
  }
  writer.take(list);
  return list;
}

}  // namespace

TEST_CASE("a list tells every document and where in it its term stands") {
  std::mt19937 random(3);
  for (const std::size_t count : {1U, 2U, 63U, 64U, 65U, 1000U}) {
    for (const std::uint32_t gap : {1U, 9U, 5000U}) {
      const Postings postings = some_postings(random, count, gap);
      const std::string list = list_of(postings);
      PositionalCursor at(list);
      std::vector<std::uint32_t> found;
      for (const auto& [document, positions] : postings) {
        REQUIRE(at.document() == document);
        at.positions(found);
        REQUIRE(found == positions);
        at.next();
      }
      CHECK(at.document() == PositionalCursor::kEnd);
      at.next();
      CHECK(at.document() == PositionalCursor::kEnd);
    }
  }
}

TEST_CASE("a list is skipped through in steps of all sizes") {
  std::mt19937 random(4);
  const Postings postings = some_postings(random, 3000, 7);
  const std::string list = list_of(postings);
  const std::uint32_t last = postings.rbegin()->first;
  for (const std::uint32_t step : {1U, 2U, 30U, 800U, 9000U, last}) {
    PositionalCursor at(list);
    std::vector<std::uint32_t> found;
    for (std::uint32_t to = 1; to <= last + step; to += 1 + static_cast<std::uint32_t>(random()) % step) {
      const auto expected = postings.lower_bound(to);
      const bool there = expected != postings.end() && expected->first == to;
      REQUIRE(at.skip_to(to) == there);
      REQUIRE(at.document() == (expected == postings.end() ? PositionalCursor::kEnd : expected->first));
      if (expected == postings.end()) break;
      at.positions(found);
      REQUIRE(found == expected->second);
    }
  }
}

TEST_CASE("places are told stretch by stretch, however long the stretches are") {
  std::mt19937 random(6);
  for (const std::uint32_t gap : {1U, 30U}) {
    const Postings postings = some_postings(random, 2000, gap);
    std::vector<std::uint64_t> expected;
    for (const auto& [document, positions] : postings) {
      for (const std::uint32_t position : positions) expected.push_back(std::uint64_t{document} << 32 | (position + 3));
    }
    const std::string list = list_of(postings);
    for (const std::uint32_t step : {1U, 50U, 3000U, 1'000'000U}) {
      PositionalCursor at(list);
      CHECK(at.documents_at_most() >= postings.size());
      std::vector<std::uint64_t> places;
      for (std::uint32_t end = step; at.document() != PositionalCursor::kEnd; end += step) {
        at.until(end, 3, places);
        REQUIRE(at.document() >= end);
        REQUIRE((places.empty() || places.back() >> 32 < end));
      }
      CHECK(places == expected);
    }
  }
}

TEST_CASE("a writer that gave its list begins anew") {
  PositionalPostingsWriter writer;
  std::string encoded, first, second;
  encode_positions(std::vector<std::uint32_t>{5, 0xFFFFFFFFU}, encoded);
  for (std::string* list : {&first, &second}) {
    CHECK(writer.empty());
    writer.add(0x7FFFFFFFU, encoded);
    CHECK_FALSE(writer.empty());
    writer.take(*list);
  }
  CHECK(first == second);
  std::vector<std::uint32_t> found;
  PositionalCursor at(second);
  CHECK(at.document() == 0x7FFFFFFFU);
  at.positions(found);
  CHECK(found == std::vector<std::uint32_t>{5, 0xFFFFFFFFU});
  writer.add(1, encoded);
  writer.clear();
  writer.take(first);
  CHECK(PositionalCursor(first).document() == PositionalCursor::kEnd);
}

TEST_CASE("damaged lists end, or tell nonsense") {
  std::mt19937 random(5);
  const std::string whole = list_of(some_postings(random, 500, 20));
  std::vector<std::uint32_t> found;
  std::size_t told = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string damaged = whole;
    for (std::size_t i = 1 + random() % 20; i > 0; --i)
      damaged[random() % damaged.size()] = static_cast<char>(random());
    if (round % 4 == 0) damaged.resize(random() % damaged.size());
    if (round % 4 == 1) damaged.replace(4, 80, 80, static_cast<char>(random()));
    PositionalCursor stepped(damaged), skipped(damaged);
    for (; stepped.document() != PositionalCursor::kEnd && told < 50'000'000; stepped.next(), ++told)
      stepped.positions(found);
    for (std::uint32_t to = 1; to < 20'000; to += 97) skipped.skip_to(to);
    std::vector<std::uint64_t> places;
    PositionalCursor(damaged).until(20'000, 1, places);
    CHECK(places.size() <= damaged.size());
  }
  CHECK(told > 10'000);
  CHECK(told < 50'000'000);
}
