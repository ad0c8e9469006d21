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

// A token in passing: good while it is shown, and as a Token for as long as one likes. Texts have tokens by the
// million: counting the holders of each one's terms costs more than looking it up.
struct TokenView {
  std::size_t begin;
  std::size_t end;
  std::uint32_t position;
  const TermList& terms;
  bool lasting;  // the list is a remembered word form's: it is the same the next time that the form is met

  TokenView(std::size_t its_begin, std::size_t its_end, std::uint32_t its_position, const TermList& its_terms,
            bool is_lasting)
      : begin(its_begin), end(its_end), position(its_position), terms(its_terms), lasting(is_lasting) {}
  TokenView(const Token& token)  // NOLINT(google-explicit-constructor)
      : TokenView(token.begin, token.end, token.position, token.terms, token.terms.use_count() > 1) {}
  operator Token() const { return {begin, end, position, terms}; }  // NOLINT(google-explicit-constructor)
};

// One compact line for tests and `opslag-indexer analyze`: "S:botilbud L:botilbud P:bo P:tilbud".
std::string to_string(const Term& term);
std::string to_string(const Token& token);
char letter_of(TermKind kind);  // S L P X R

}  // namespace opslag::analyzers
