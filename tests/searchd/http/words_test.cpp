// Dates, times and numbers as people write them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/words.h"

#include "tests/support/catch.h"

using namespace opslag::searchd;

TEST_CASE("dates, times and numbers in both languages") {
  CHECK(long_date("2023-09-01", Language::da) == "1. september 2023");
  CHECK(long_date("2023-09-01", Language::en) == "1 September 2023");
  CHECK(long_date("i går", Language::da) == "i går");
  CHECK(clock_time("2023-09-29T08:05", Language::da) == "kl. 8.05");
  CHECK(clock_time("2023-09-29T08:05", Language::en) == "08:05");
  CHECK(grouped(1234567, Language::da) == "1.234.567");
  CHECK(grouped(999, Language::da) == "999");
  CHECK(grouped(1000, Language::en) == "1,000");
  CHECK(capitalised("ærø") == "Ærø");
  CHECK(capitalised("punkt") == "Punkt");
  CHECK(capitalised("") == "");
}
