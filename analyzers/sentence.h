// Cuts a text into stretches that can be analysed each by itself, and tells those in which nothing is asked for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzers/word_filter.h"

namespace opslag::analyzers {

struct Sentence {
  std::size_t end = 0;      // where the next one begins: what is recognised never crosses it
  std::uint32_t words = 0;  // if it is plain
  bool plain = true;  // words of A–Z and À–ÿ with commas and spaces between them: each takes a position, no more
  bool may_hold = false;  // a word that the filter may hold is in it
};
// The sentence of text[from, to) that begins at `from`. Time linear.
Sentence next_sentence(std::string_view text, std::size_t from, std::size_t to, const WordFilter& filter);

// Whether one of the words from byte `from` on may be one of those that the filter was made of, which are of A–Z and
// À–ÿ; true also where it can't be told.
bool may_hold_word(std::string_view text, std::size_t from, const WordFilter& filter);

}  // namespace opslag::analyzers
