// Cuts a text into stretches that can be analysed each by itself, and tells those in which nothing is asked for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzers/selection.h"

namespace opslag::analyzers {

struct Sentence {
  std::size_t end = 0;      // where the next one begins: what is recognised never crosses it
  std::uint32_t words = 0;  // if it is plain: all, or up to the one that may be asked for
  bool plain = true;  // words of A–Z and À–ÿ, each of which takes a position, and signs that are no part of any
  bool may_hold = false;  // one of the words may be asked for; where it is not plain this need not be told
  std::size_t word_begin = 0, word_end = 0;  // the first that may be asked for, if it is plain up to there
};
// REQUIRES: asked.are_plain().
// The sentence of text[from, to) that begins at `from`, looked at from `at` on. Of more than so many words one is asked
// for. Time linear.
Sentence next_sentence(std::string_view text, std::size_t from, std::size_t at, std::size_t to, const Spellings& asked,
                       std::uint32_t most_words = ~std::uint32_t{0});

// Whether a sentence ends before byte `at`: what is recognised never crosses it.
bool is_break(std::string_view text, std::size_t at);
// The first such byte from `from` on; the text's end if there is none.
std::size_t next_break(std::string_view text, std::size_t from);

}  // namespace opslag::analyzers
