// Topics of invented items, social and general.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/facets/read.h"
#include "tests/support/catch.h"

namespace testing = opslag::corpus::testing;

TEST_CASE("items get the topics that they are about") {
  for (const testing::Row& row : testing::table("topics.tsv")) {
    REQUIRE(row.fields.size() == 3);
    INFO(row.fields[1] << ": " << row.fields[2]);
    CHECK(testing::topics(row.fields[1], row.fields[2]) == row.fields[0]);
  }
}

TEST_CASE("a word in passing gives no topic") {
  std::string text = "Psykiatrien er nævnt en gang. ";
  for (int i = 0; i < 60; ++i) text += "Forvaltningen har set på sagen og vender tilbage med et notat senere på året. ";
  CHECK(testing::topics("Notat", text).empty());
}

TEST_CASE("an item has at most four topics") {
  const std::string title = "Takster, autisme, hjerneskade, psykiatri, rammeaftale, klima og krisecentre";
  opslag::corpus::AgendaItem item;
  item.title = title;
  CHECK(testing::read(item).topics.size() == 4);
}

TEST_CASE("topics that a source gave are kept") {
  opslag::corpus::AgendaItem item;
  item.title = "Takster for 2031";
  item.topics = {"klima"};
  CHECK(testing::join(testing::read(item).topics) == "klima");
}

TEST_CASE("every topic of the first set has its slug and label") {
  std::vector<std::string> slugs;
  for (const auto& topic : topics(testing::vocabularies())) slugs.push_back(topic.value);
  for (const char* slug :
       {"botilbud-og-kapacitet", "moedeplan-aarshjul-og-seminar", "boern-og-unge", "handicapomraadet",
        "specialeplanlaegning-og-hoejt-specialiserede-tilbud", "plan-og-byudvikling"}) {
    INFO(slug);
    CHECK(std::find(slugs.begin(), slugs.end(), slug) != slugs.end());
  }
}
