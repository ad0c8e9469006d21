// Municipalities in invented sentences: acting as municipalities, or towns, hospitals, surnames, roads.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/facets/read.h"
#include "tests/support/catch.h"

using opslag::corpus::testing::municipalities;

TEST_CASE("municipalities that act") {
  CHECK(municipalities("Herning og Ikast-Brande kommuner samarbejder.") == "Herning Ikast-Brande");
  CHECK(municipalities("Mødet holdes i Herning.").empty());
}
