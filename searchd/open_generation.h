// A generation of an index made ready for searching: its segments' files, its rows, its words. Shared by all threads.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/lexicon/spelling.h"
#include "searchd/rows.h"
#include "searchd/searcher.h"

namespace opslag::searchd {

struct OpenSegment {
  std::filesystem::path file;
  Row first = 0;         // its document 1
  std::size_t rows = 0;  // its highest docid
};

// Immutable once opened.
class OpenGeneration {
 public:
  corpus::Generation manifest;
  std::vector<OpenSegment> segments;
  Rows rows;
  std::shared_ptr<const analyzers::Language> language;
  std::shared_ptr<const corpus::Vocabularies> vocabularies;  // may be null: values without a label show themselves
  // A better spelling of a word, by the words of the index; empty while there is no dictionary. Thread-safe.
  std::function<std::optional<analyzers::Suggestion>(std::string_view word)> suggest;

  const OpenSegment& segment_of(Row row) const;
  std::string label(corpus::Facet facet, std::uint32_t code, Language lang) const;
  // By code: the value's place among the facet's when they are sorted by label.
  const std::vector<std::uint32_t>& label_order(corpus::Facet facet, Language lang) const {
    return label_orders[static_cast<std::size_t>(lang)][static_cast<std::size_t>(facet)];
  }
  std::array<std::array<std::vector<std::uint32_t>, corpus::kFacetCount>, 2> label_orders;
};

}  // namespace opslag::searchd
