// Tests of dates and times in every spelling that minutes have.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "corpus/minutes/dates.h"
#include "tests/support/catch.h"

using namespace opslag::corpus::minutes;

namespace {
std::string date(const std::string& text) {
  const auto found = find_date(text);
  return found ? found->iso : "-";
}
std::string times(const std::string& text) {
  std::string all;
  for (const std::string& time : find_times(text)) all += (all.empty() ? "" : " ") + time;
  return all;
}
struct Row {
  const char* text;
  const char* expected;
};
}  // namespace

TEST_CASE("dates") {
  const Row rows[] = {
      {"Møde i Byrådet den 29. september 2023", "2023-09-29"},
      {"REFERAT Byrådet d. 27-03-2026", "2026-03-27"},
      {"Udgivet 06.10.2023", "2023-10-06"},
      {"2023-09-29 08:15", "2023-09-29"},
      {"12-09-2030 13:30:00", "2030-09-12"},
      {"Fredag d. 27. marts 2026 kl. 09:00", "2026-03-27"},
      {"onsdag d. 12/9-2030", "2030-09-12"},
      {"Onsdag den 15-maj-2002", "2002-05-15"},
      {"Mandag, 11 januar, 2021 - 19:00", "2021-01-11"},
      {"14. januar2015", "2015-01-14"},
      {"12. September 2030", "2030-09-12"},
      {"January 26, 2021", "2021-01-26"},
      {"210126 Referat", "2021-01-26"},
      {"27\u00a0marts\u00a02026", "2026-03-27"},
      {"Udvalget 2018-2021 den 06-11-2018", "2018-11-06"},
      {"den 31. februar 2020", "-"},
      {"i perioden 2025-2026", "-"},
      {"kl. 10.00 – 10.15", "-"},
      {"1.652.253 kr.", "-"},
      {"16/12", "-"},
      {"SEL §105/§85", "-"},
      {"", "-"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(date(row.text) == row.expected);
  }
}

TEST_CASE("a short year may be read from both ends") {
  const auto found = find_date("25.08.27");
  REQUIRE(found);
  CHECK(found->iso == "2027-08-25");
  CHECK(found->swapped == "2025-08-27");
}

TEST_CASE("times") {
  const Row rows[] = {
      {"kl. 09:00", "09:00"},
      {"kl. 9.00 - 11.30", "09:00 11:30"},
      {"kl. 17.30-20.00", "17:30 20:00"},
      {"Kl. 9", "09:00"},
      {"klokken 16", "16:00"},
      {"08:15", "08:15"},
      {"13:30:00", "13:30"},
      {"16.00 - 18.30", "16:00 18:30"},
      {":00:00", ""},
      {"Lokale 3.14", ""},
      {"den 12.09-2030", ""},
      {"kl. 9.00 til kl. 12", "09:00 12:00"},
      {"Torsdag - 19:00", "19:00"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(times(row.text) == row.expected);
  }
}
