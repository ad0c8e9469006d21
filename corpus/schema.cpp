// Names and prefixes of the schema's table.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/schema.h"

#include <algorithm>

#include "analyzers/text.h"
#include "corpus/generation.h"

namespace opslag::corpus {

char prefix_of(analyzers::TermKind kind) {
  switch (kind) {
    case analyzers::TermKind::surface:
      return 'S';
    case analyzers::TermKind::lemma:
      return 'L';
    case analyzers::TermKind::part:
      return 'P';
    case analyzers::TermKind::typed:
      return 'X';
    case analyzers::TermKind::repair:
      return 'R';
  }
  return '?';
}

std::string index_term(const analyzers::Term& term) {
  std::string name;
  name.reserve(term.text.size() + 1);
  name += prefix_of(term.kind);
  return name += term.text;
}

namespace {
constexpr std::size_t kLeastBeginning = 3;
constexpr std::string_view kBeginningPrefix = "E";
}  // namespace

std::optional<std::string> beginning_term(std::string_view surface) {
  std::string folded = analyzers::fold(surface);
  if (folded.size() < kLeastBeginning) return std::nullopt;
  if (folded.size() > kBeginningBytes) folded.resize(kBeginningBytes);
  return std::string(kBeginningPrefix) + folded;
}

std::optional<BeginningTerms> terms_beginning_with(std::string_view beginning) {
  if (beginning.size() > kBeginningBytes) return std::nullopt;
  return BeginningTerms{std::string(kBeginningPrefix) + std::string(beginning), beginning.size() == kBeginningBytes};
}

std::string index_term(const analyzers::Term& term, Field field) {
  return std::string(spec(field).prefix) + index_term(term);
}

bool has_positions(analyzers::TermKind kind) {
  return kind != analyzers::TermKind::surface;
}

std::string boolean_term(std::string_view prefix, std::string_view value) {
  constexpr std::size_t kMaxBytes = 200;
  std::string term(prefix);
  if (value.size() <= kMaxBytes) return term += value;
  term += value.substr(0, kMaxBytes - 33);
  term += '~';
  return term += sha256(value).substr(0, 32);
}

std::optional<Facet> facet_named(std::string_view name) {
  const auto found = std::find(kFacetNames.begin(), kFacetNames.end(), name);
  if (found == kFacetNames.end()) return std::nullopt;
  return static_cast<Facet>(found - kFacetNames.begin());
}

std::string_view name_of(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::item:
      return "item";
    case DocumentKind::attachment:
      return "attachment";
    case DocumentKind::meeting:
      return "meeting";
  }
  return "";
}

}  // namespace opslag::corpus
