// Decision codes of invented decision texts, in the wordings of all kinds of Danish municipal bodies.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/facets/read.h"
#include "tests/support/catch.h"

using opslag::corpus::testing::codes;

TEST_CASE("plain decisions") {
  CHECK(codes("Godkendt.") == "godkendt");
  CHECK(codes("Ikke godkendt.") == "afvist");
  CHECK(codes("Se punkt 4.") == "ingen-beslutning");
  CHECK(codes("") == "ingen-beslutning");
}
