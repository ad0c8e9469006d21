// What the analyser makes of a text: tokens with byte offsets, and the terms by which each can be found.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::analyzers {

// The kinds of terms that a token gets in the index. Each has its own prefix (corpus/schema.h), so that a query can
// weigh them: the exact word most, a repaired misspelling least.
enum class TermKind : std::uint8_t {
  surface,  // the word as written, NFC lower case
  lemma,    // its dictionary form, folded; unknown words: the stem
  part,     // folded lemmas of a compound's parts, and of contiguous runs of parts
  typed,    // recognised things, "type:value": "par:107", "par:sel:85", "num:4717", "date:2023-09-29", "acr:kl"
  repair,   // lemma and parts of what a misspelt word was meant to be
};

struct Term {
  TermKind kind;
  std::string text;  // without prefix; at most 200 bytes
  auto operator<=>(const Term&) const = default;
};

// Shared, because the same word form gives the same terms every time.
using TermList = std::shared_ptr<const std::vector<Term>>;

// A token without a surface term is an expansion: a word that the text implies but does not spell in one piece
// ("hjemløse-" of "hjemløse- og misbrugsområdet", a word split in two, a date as a whole).
struct Token {
  std::size_t begin = 0;  // byte offsets into the analysed text: 0 ≤ begin ≤ end ≤ size, on code-point borders,
  std::size_t end = 0;    // begins never go backwards
  std::uint32_t position = 0;  // counts words from 0; an expansion shares the position of the word that it stands for
  TermList terms;              // never null; sorted by kind, then text; no duplicates
};

// One compact line for tests and `opslag-indexer analyze`: "S:botilbud L:botilbud P:bo P:tilbud".
std::string to_string(const Term& term);
std::string to_string(const Token& token);
char letter_of(TermKind kind);  // S L P X R

}  // namespace opslag::analyzers
