// Recognises amounts and the numbers of cases.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>

#include "analyzers/atom_text.h"
#include "analyzers/calendar.h"

namespace opslag::analyzers {

// "4.717", "251,6", "1.280,50", "12": num:4717, num:251,6, num:1280,5. Before "mio.", "mia." and their like also the
// whole amount: num:251600000.
Found find_amount(const AtomText& atoms, std::size_t at);
std::size_t atoms_of_amount(const AtomText& atoms, std::size_t at);

// The number of a case or a document: "25/26257", "EMN-2025-010561", "2024-12345", "27.00.00-G01-1-21":
// case:25/26257 (lower case).
Found find_case_number(const AtomText& atoms, std::size_t at);
std::size_t atoms_of_case_number(const AtomText& atoms, std::size_t at);

// "82c": digits with letters behind them, or letters with digits behind them, split in two; empty if it is neither.
struct SplitWord {
  std::string_view letters, digits;
  bool digits_first = false;
};
SplitWord split_mixed(std::string_view word);

}  // namespace opslag::analyzers
