// Recognises dates, times of day and spans of years in all their spellings.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "analyzers/atom_text.h"
#include "analyzers/query_word.h"

namespace opslag::analyzers {

// Something recognised at an atom.
struct Found {
  std::size_t atoms = 0;          // how many atoms it takes; 0: nothing was found
  std::vector<Alternative> asks;  // what a query asks for, best first
  std::vector<Term> also;         // further terms that a text gets
  explicit operator bool() const { return atoms > 0; }
};

// "29. september 2023", "29.9.23", "29/9-2023", "16/12 2025", "2023-09-29", "27-03-2026", "20230929", "1. oktober",
// "september 2023", and the first of "28.-29. september". Terms: date:2023-09-29, date:2023-09 (also for the month
// alone), date:--09-29 (also for a day without a year), as ISO 8601 writes them.
Found find_date(const AtomText& atoms, std::size_t at);
// Found::atoms without the rest, which costs more: where words are only counted.
std::size_t atoms_of_date(const AtomText& atoms, std::size_t at);

// "8:30", "08.30", "kl. 8": time:08:30. `certain` is false for "8.30" without "kl." or a range around it: that may be a
// number too.
struct FoundTime : Found {
  bool certain = false;
};
FoundTime find_time(const AtomText& atoms, std::size_t at);
std::size_t atoms_of_time(const AtomText& atoms, std::size_t at);

// "2025-2026", "2025/26", and "27-28" behind a word such as Rammeaftale: span:2025-2026.
Found find_year_span(const AtomText& atoms, std::size_t at);
std::size_t atoms_of_year_span(const AtomText& atoms, std::size_t at);

}  // namespace opslag::analyzers
