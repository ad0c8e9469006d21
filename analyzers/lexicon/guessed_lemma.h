// What an unknown word's dictionary form may be: the stemmer's answer, held back where it would hit a known word.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "analyzers/lexicon/lexicon.h"

namespace opslag::analyzers {

// Thread-safe (each thread has its own Snowball stemmer). Words with digits stay as they are.
std::string guessed_lemma(std::string_view word, const Lexicon& lexicon);

}  // namespace opslag::analyzers
