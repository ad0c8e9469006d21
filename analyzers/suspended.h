// Expands suspended compounds: "hjemløse- og misbrugsområdet" also says "hjemløseområdet".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "analyzers/atom_text.h"
#include "analyzers/word_forms.h"

namespace opslag::analyzers {

// What the stub at atom `stub`, whose hyphen is followed by atom `next`, stands for: "psykiatri-, hjemløse- og
// misbrugsområdet", "op- og nedjustere", "social- og sundhedspolitisk". Lower case, the likeliest first, at most two.
std::vector<std::string> expand_stub(const AtomText& atoms, std::size_t stub, std::size_t next, WordForms& forms);

// The same on the other side: "botilbud og -pladser". `stub`: the atom of "pladser". At most two words.
std::vector<std::string> expand_tail(const AtomText& atoms, std::size_t stub, WordForms& forms);

// og, eller, samt …: what may stand between the members of a suspended compound.
bool is_conjunction(std::string_view lower_case);

}  // namespace opslag::analyzers
