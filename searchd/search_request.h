// A search as the engine takes it, already validated; and every limit that requests are held to.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "corpus/schema.h"

namespace opslag::searchd {

inline constexpr std::size_t kMaxQueryBytes = 512;  // longer is cut, and a notice says so
inline constexpr std::size_t kMaxQueryWords = 32;
inline constexpr std::size_t kMaxPhrases = 4;
inline constexpr std::size_t kMaxPhraseWords = 16;
inline constexpr std::size_t kMaxWildcards = 2;
inline constexpr std::size_t kMinWildcardPrefix = 3;
inline constexpr std::size_t kMaxQueryDepth = 8;
inline constexpr std::size_t kMaxLimit = 100;
inline constexpr std::size_t kMaxFacetLimit = 1000;

enum class Sort { relevance, newest, oldest };
enum class Language { da, en };

struct SearchRequest {
  std::string q;
  std::array<std::vector<std::string>, corpus::kFacetCount> filters;  // by corpus::Facet; OR within, AND between
  std::optional<std::string> from, to;                                // 2023-09-29, inclusive
  Sort sort = Sort::relevance;
  std::size_t limit = 10;
  std::size_t offset = 0;
  std::size_t facet_limit = 20;
  Language lang = Language::da;
  bool explain = false;
  bool recency = true;  // newer items win near-ties of relevance
  bool exact = false;   // the query as typed: no correction is followed, no fallback; did_you_mean may still be offered
};

}  // namespace opslag::searchd
