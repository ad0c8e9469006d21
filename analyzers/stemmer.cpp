// Calls libstemmer.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/stemmer.h"

#include <libstemmer.h>

#include <algorithm>
#include <stdexcept>

namespace opslag::analyzers {

Stemmer::Stemmer() : stemmer_(sb_stemmer_new("danish", "UTF_8")) {
  if (stemmer_ == nullptr) throw std::runtime_error("libstemmer has no Danish stemmer");
}
Stemmer::~Stemmer() {
  sb_stemmer_delete(stemmer_);
}

std::string Stemmer::stem(std::string_view word) {
  if (std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::string(word);
  const sb_symbol* stem =
      sb_stemmer_stem(stemmer_, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
  if (stem == nullptr) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(stemmer_))};
}

}  // namespace opslag::analyzers
