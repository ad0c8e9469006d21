// Municipalities in invented sentences: acting as municipalities, or towns, hospitals, surnames, roads.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/facets/read.h"
#include "tests/support/catch.h"

namespace testing = opslag::corpus::testing;

TEST_CASE("a municipality is found where it acts as one") {
  for (const testing::Row& row : testing::table("municipalities.tsv")) {
    REQUIRE(row.fields.size() == 2);
    INFO(row.fields[1]);
    CHECK(testing::municipalities(row.fields[1]) == row.fields[0]);
  }
}

TEST_CASE("there are 98 municipalities with slugs of their own") {
  const auto& values = municipalities(testing::vocabularies());
  CHECK(values.size() == 98);
  std::vector<std::string> slugs;
  for (const auto& value : values) slugs.push_back(value.value);
  std::sort(slugs.begin(), slugs.end());
  CHECK(std::adjacent_find(slugs.begin(), slugs.end()) == slugs.end());
  CHECK(std::binary_search(slugs.begin(), slugs.end(), "faaborg-midtfyn"));
  CHECK(std::binary_search(slugs.begin(), slugs.end(), "aeroe"));
}

TEST_CASE("every municipality is found by its official name and by nothing less") {
  for (const auto& value : municipalities(testing::vocabularies())) {
    const bool genitive = value.label.back() == 's';
    INFO(value.label);
    CHECK(testing::municipalities(value.label + " Kommune har svaret.") == value.label);
    CHECK(testing::municipalities("Svar fra " + value.label + (genitive ? "" : "s") + " Kommunes udvalg.") ==
          value.label);
    CHECK(testing::municipalities("Mødet blev holdt ved " + value.label + " Sygehus.").empty());
  }
}
