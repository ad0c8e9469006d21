// Decision codes of invented decision texts, in the wordings of all kinds of Danish municipal bodies.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/facets/read.h"
#include "tests/support/catch.h"

namespace testing = opslag::corpus::testing;

TEST_CASE("decision texts give their codes") {
  for (const testing::Row& row : testing::table("decisions.tsv")) {
    REQUIRE(row.fields.size() == 2);
    INFO(row.fields[1]);
    CHECK(testing::codes(row.fields[1]) == row.fields[0]);
  }
}

TEST_CASE("an item without a decision says so") {
  CHECK(testing::codes("") == "ingen-beslutning");
}

TEST_CASE("loose wordings decide nothing under Eventuelt") {
  CHECK(testing::codes("Forvaltningen undersøger reglerne.", "Nye regler") == "besluttet");
  CHECK(testing::codes("Forvaltningen undersøger reglerne.", "Eventuelt") == "ingen-beslutning");
}

TEST_CASE("the committee that met is never another body") {
  const std::string text = "Forretningsudvalget besluttede at mødes igen i maj.";
  CHECK(testing::codes(text, "Sag", "Forretningsudvalget") == "besluttet");
  CHECK(testing::codes(text, "Sag", "Socialforum") == "ingen-beslutning");
}

TEST_CASE("an agenda has no decisions, a source's own codes are kept") {
  opslag::corpus::Meeting meeting;
  meeting.type = "dagsorden";
  meeting.items.emplace_back();
  read_facets(testing::vocabularies(), meeting);
  CHECK_FALSE(meeting.items.front().decision);
  meeting.type = "referat";
  meeting.items.front().decision = opslag::corpus::Decision{"Godkendt.", {"udsat"}};
  read_facets(testing::vocabularies(), meeting);
  CHECK(testing::join(meeting.items.front().decision->codes) == "udsat");
}
