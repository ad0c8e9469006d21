// Why a token of a text answers a word of a query, as `opslag-searchd explain` says it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

#include "analyzers/query_word.h"

namespace opslag::analyzers {

// The rule behind a match of `alternative`, one of `word`'s, with `token` of `text`, which holds its term. Mostly
// alternative.rule; an expanded stub ("hjemløse-") answers by suspended_hyphen, a word that differs only in how its
// letters are spelt by folding.
Rule rule_of_match(const QueryWord& word, const Alternative& alternative, const Token& token, std::string_view text);

}  // namespace opslag::analyzers
