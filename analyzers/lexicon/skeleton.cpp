// Skeletons of words: see skeleton.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/skeleton.h"

namespace opslag::analyzers {
namespace {

constexpr std::u32string_view kAccented = U"áàâãéèêëíìîïóòôõúùûüýÿñçšž";
constexpr std::u32string_view kPlain = U"aaaaeeeeiiiioooouuuuyyncsz";

char32_t plain(char32_t c, bool ae_is_e) {
  if (c == U'å') return U'a';
  if (c == U'ø' || c == U'ö') return U'o';
  if (c == U'æ' || c == U'ä') return ae_is_e ? U'e' : U'a';
  const auto at = kAccented.find(c);
  return at == std::u32string_view::npos ? c : kPlain[at];
}

char32_t as_sounded(char32_t c) {
  switch (c) {
    case U'd':
      return U't';
    case U'w':
      return U'v';
    case U'c':
    case U'q':
      return U'k';
    case U'z':
      return U's';
    default:
      return c;
  }
}

}  // namespace

std::u32string skeleton(std::u32string_view word, bool ae_is_e) {
  std::u32string bare;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto pair = word.substr(i, 2);
    if (pair == U"aa" || pair == U"oe" || pair == U"ae") {
      bare += pair == U"aa" ? U'a' : pair == U"oe" ? U'o' : ae_is_e ? U'e' : U'a';
      ++i;
    } else {
      bare += plain(word[i], ae_is_e);
    }
  }
  return bare;
}

std::u32string sound_skeleton(std::u32string_view word) {
  std::u32string sound;
  const auto add = [&](char32_t c) {
    if (sound.empty() || sound.back() != c) sound += c;
  };
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char32_t next = i + 1 < word.size() ? word[i + 1] : 0;
    if (word[i] == U'p' && next == U'h') {
      add(U'f');
      ++i;
    } else if (word[i] == U'x') {
      add(U'k');
      add(U's');
    } else if (word[i] == U'h' && i > 0 && (word[i - 1] == U't' || word[i - 1] == U'd')) {
      continue;
    } else if (word[i] == U'h' && (next == U'v' || next == U'j')) {
      continue;
    } else {
      add(as_sounded(word[i]));
    }
  }
  return sound;
}

}  // namespace opslag::analyzers
