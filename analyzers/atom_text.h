// A block of a text with its atoms: what the recognisers read.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/scanner.h"

namespace opslag::analyzers {

// Reading past either end gives a mark that fits nothing, so that recognisers need no bounds checks. The offset of an
// atom before the first wraps around and is past the end too.
class AtomText {
 public:
  AtomText(std::string_view text, const Atoms& atoms) : text_(text), atoms_(atoms) {}

  std::string_view text() const { return text_; }
  std::size_t size() const { return atoms_.size(); }
  const Atom& operator[](std::size_t at) const { return at < atoms_.size() ? atoms_[at] : kNone; }
  std::string_view raw(std::size_t at) const {
    const Atom& atom = (*this)[at];
    return text_.substr(atom.begin, atom.end - atom.begin);
  }

  bool is_word(std::size_t at) const { return (*this)[at].kind == AtomKind::word; }
  bool is_number(std::size_t at) const { return (*this)[at].kind == AtomKind::number; }
  // No white space between this atom and the one before it.
  bool joined(std::size_t at) const { return (*this)[at].gap == Gap::none; }
  bool is_mark(std::size_t at, char32_t code) const {
    return (*this)[at].kind == AtomKind::mark && (*this)[at].code == code;
  }
  bool is_joined_mark(std::size_t at, char32_t code) const { return is_mark(at, code) && joined(at); }
  bool is_hyphen(std::size_t at) const;  // -, ‐ or ‑
  bool is_dash(std::size_t at) const;    // a hyphen or –
  bool is_apostrophe(std::size_t at) const;

  // The value of a number atom of at most nine digits.
  std::optional<unsigned> number(std::size_t at) const;
  std::size_t digits(std::size_t at) const { return is_number(at) ? raw(at).size() : 0; }
  // A word atom in lower case; empty for other atoms.
  std::string lower_word(std::size_t at) const;

 private:
  static const Atom kNone;
  std::string_view text_;
  const Atoms& atoms_;
};

}  // namespace opslag::analyzers
