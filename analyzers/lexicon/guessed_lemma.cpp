// The stemmer for unknown words: see guessed_lemma.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/guessed_lemma.h"

#include <libstemmer.h>

#include <algorithm>
#include <memory>

namespace opslag::analyzers {
namespace {

struct Deleter {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

std::string snowball(std::string_view word) {
  thread_local const std::unique_ptr<sb_stemmer, Deleter> stemmer(sb_stemmer_new("danish", "UTF_8"));
  if (!stemmer) return std::string(word);
  const auto* bytes = reinterpret_cast<const sb_symbol*>(word.data());
  const auto* stem = sb_stemmer_stem(stemmer.get(), bytes, static_cast<int>(word.size()));
  if (!stem) return std::string(word);
  return {reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(stemmer.get()))};
}

}  // namespace

std::string guessed_lemma(std::string_view word, const Lexicon& lexicon) {
  const bool digits = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits || word.size() < 4 || word.size() > 100) return std::string(word);
  auto stem = snowball(word);
  // Were it a form of that known word, the dictionary would know it: hansen is no form of hans.
  const auto* entry = lexicon.find(stem);
  if (!entry || !(entry->flags & lexicon_format::kForm)) return stem;
  return std::string(word);
}

}  // namespace opslag::analyzers
