// Reads a hunspell dictionary (.aff with FLAG num, .dic; both UTF-8) and expands it into all its word forms.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "analyzers/lexicon/format.h"

namespace opslag::analyzers {

// One form of one dictionary entry.
struct ExpandedForm {
  std::string form;   // lower case
  std::string lemma;  // lower case
  lexicon_format::Pos pos = lexicon_format::Pos::other;
  bool stands_alone = false;  // may stand as a word of its own
  bool begins = false;        // may begin a compound (linking letters are part of `form`)
  bool ends = false;          // may end a compound
  bool capitalised = false;   // the entry is written with a capital
  bool forbidden = false;     // the dictionary calls it an error
};

// Calls `sink` for every form. Throws std::runtime_error with file and line if a file is missing or malformed, or if
// the affix file does not give the compound flags the meaning that this reader knows (COMPOUNDBEGIN 32 …).
void read_hunspell(const std::filesystem::path& aff, const std::filesystem::path& dic,
                   const std::function<void(const ExpandedForm&)>& sink);

}  // namespace opslag::analyzers
