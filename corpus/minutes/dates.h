// Dates and times of day as Danish minutes spell them, in CONTRACT's form.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus::minutes {

struct FoundDate {
  std::size_t begin = 0, end = 0;  // bytes in the text, weekday and "den" not included
  std::string iso;                 // 2023-09-29
  bool short_year = false;         // two digits: 27-03-26; the order of the numbers is a guess
  std::string swapped;             // for a short year, the reading as yy.mm.dd; empty if there is none
};

// Finds the first complete date at or after `from`: 29. september 2023 · d. 29/9-2023 · 29-09-2023 · 29.9.23 ·
// 2023-09-29 · 15-maj-2002 · 11 januar, 2021 · January 26, 2021 · 14. januar2015 · 210126 (six digits only as
// the text's first word). Linear in the text.
std::optional<FoundDate> find_date(std::string_view text, std::size_t from = 0);
std::vector<FoundDate> find_dates(std::string_view text);

// A date that lost its year, "den 14. januar", completed by the given one; the date's ISO form or none.
std::optional<std::string> find_date_in_year(std::string_view text, const std::string& year);

// Up to two times of day, "09:15": after "kl." also "9", "9.15"; else "9:15", and "9.15 - 10.30" as a span.
std::vector<std::string> find_times(std::string_view text);

// The text with weekday, "d.", "den" and the date itself removed, and what it was joined with trimmed.
std::string without_date(std::string_view text, const FoundDate& date);

}  // namespace opslag::corpus::minutes
