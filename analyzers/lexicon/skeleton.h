// What is left of a word when its Danish letters and its spelling's habits are taken off: for words typed without them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace opslag::analyzers {

// å, aa → a; ø, oe, ö → o; æ, ae, ä → a, or e if `ae_is_e`; other accents dropped: malgruppe = målgruppe, borne =
// børne.
std::u32string skeleton(std::u32string_view lower_case, bool ae_is_e);

// As it sounds: of a skeleton, doubled letters once, th and d → t, w → v, c, q, ck → k, z → s, ph → f, x → ks, mute h
// gone.
std::u32string sound_skeleton(std::u32string_view skeleton);

}  // namespace opslag::analyzers
