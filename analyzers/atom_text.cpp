// Reads atoms.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/atom_text.h"

#include "analyzers/text.h"

namespace opslag::analyzers {

const Atom AtomText::kNone{0, 0, 0, AtomKind::mark, Gap::paragraph};

bool AtomText::is_hyphen(std::size_t at) const {
  return is_mark(at, U'-') || is_mark(at, U'\u2010') || is_mark(at, U'\u2011');
}

bool AtomText::is_dash(std::size_t at) const {
  return is_hyphen(at) || is_mark(at, U'\u2013');
}

bool AtomText::is_apostrophe(std::size_t at) const {
  return is_mark(at, U'\'') || is_mark(at, U'\u2019') || is_mark(at, U'\u00B4');
}

std::optional<unsigned> AtomText::number(std::size_t at) const {
  const std::size_t length = digits(at);
  if (length == 0 || length > 9) return std::nullopt;
  unsigned value = 0;
  for (const char digit : raw(at)) value = value * 10 + static_cast<unsigned>(digit - '0');
  return value;
}

std::string AtomText::lower_word(std::size_t at) const {
  return is_word(at) ? lower(raw(at)) : std::string();
}

}  // namespace opslag::analyzers
