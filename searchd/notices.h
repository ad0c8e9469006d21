// What an answer says about how it was made: stable codes, and sentences in the reader's language.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "searchd/search_request.h"
#include "searchd/search_result.h"

namespace opslag::searchd {

enum class NoticeCode : std::uint8_t {
  query_cut,          // longer than kMaxQueryBytes
  too_many_words,     // more than kMaxQueryWords
  too_many_phrases,   // more than kMaxPhrases: the others were searched as words
  phrase_cut,         // a phrase longer than kMaxPhraseWords
  too_many_prefixes,  // more than kMaxWildcards: the others were searched as words
  prefix_too_short,   // fewer than kMinWildcardPrefix letters before the star: searched as a word
  prefix_cut,         // more words begin like this than are searched
  too_deep,           // parentheses inside parentheses, past kMaxQueryDepth
  unknown_value,      // no value of a facet is called that
  out_of_time,        // the search was stopped; the answer may lack hits
  shards_missing,     // some of the indexes that are searched as one are not in the answer
};

// `detail` is put where the sentence names something (a value, a word).
Notice notice(NoticeCode code, Language lang, std::string_view detail = {});
// Adds it unless a notice of that code is there already.
void add_notice(std::vector<Notice>& notices, Notice added);

}  // namespace opslag::searchd
