// Topics of invented items.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpus/facets/read.h"
#include "tests/support/catch.h"

using opslag::corpus::testing::topics;

TEST_CASE("a title names the topic") {
  CHECK(topics("Takster for 2031", "") == "takster-og-finansiering");
  CHECK(topics("Eventuelt", "").empty());
}
