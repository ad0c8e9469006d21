// Cuts a query into words, quoted phrases, parentheses and signs. Nothing is refused: what is no sign is part of a
// word. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::searchd {

enum class LexemeKind : std::uint8_t { word, phrase, open, close, minus, field };

struct Lexeme {
  LexemeKind kind = LexemeKind::word;
  std::size_t begin = 0, end = 0;  // bytes of the query, quotes included
  std::string_view text;  // word: all of it; phrase: between the quotes; field: the name, lower case not applied
};

// Parentheses come only in pairs. A minus or a field is always followed, without a gap, by what it applies to.
// `is_field` says whether a word before a colon names a field. Views are into `query`. Linear time.
std::vector<Lexeme> lex(std::string_view query, bool (*is_field)(std::string_view name));

}  // namespace opslag::searchd
