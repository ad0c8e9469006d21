// Case numbers in one spelling, by which items are found and tied together.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/token.h"

namespace opslag::corpus {

// The number's parts in lower case, joined by '-': "SagsNr. 25/26257" → "25-26257", "EMN2025-010561" →
// "emn-2025-010561", "27.00.00-G01-1-21" → "27-00-00-g-01-1-21". Labels before it are dropped, case and what stands
// between the parts don't count; zeros do. Empty if there is no digit, or if it is longer than 100 bytes.
std::string case_key(std::string_view written);

// What an item with this number is indexed by, besides the number's words: the key, the key without its joints, so that
// "EMN2025010561" finds it too, and the key without letters in front.
std::vector<analyzers::Term> case_terms(std::string_view written);
// What a query for this number asks for: one of these. A number typed with its joints must have the same ones, but for
// the year before one other number, which may have two digits or four.
std::vector<analyzers::Term> case_query_terms(std::string_view typed);

// A number in running text, found by its shape or by a label before it: "Sag 306-2009-600", "25/26257".
struct CaseMention {
  std::size_t begin = 0, end = 0;  // bytes in the text, a label included
  std::size_t number = 0;          // where the number itself begins
};
std::vector<CaseMention> find_case_mentions(std::string_view text);

}  // namespace opslag::corpus
