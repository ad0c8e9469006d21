// Case numbers among the words of a query.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "analyzers/query_word.h"

namespace opslag::searchd {

// A number as the whole of what a field is asked for; nullopt if it is none.
std::optional<analyzers::QueryWord> case_word(std::string_view text);

// The words of a text, those that make up a case number put together to one ("Sagsnr. 25/26257"): it is found by the
// number in any spelling, or where its words stand in a text. A single word keeps all its other readings.
std::vector<analyzers::QueryWord> with_case_numbers(std::string_view text, std::vector<analyzers::QueryWord> words);

}  // namespace opslag::searchd
