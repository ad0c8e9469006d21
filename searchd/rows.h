// What the engine keeps in memory of every document of a generation: one row each, over all segments.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corpus/facet_values.h"
#include "searchd/bitmap.h"

namespace opslag::searchd {

using Row = std::uint32_t;
inline constexpr Row kNoRow = ~Row{0};

// One facet's values, and which of them each row has.
struct FacetColumn {
  std::vector<corpus::FacetValue> values;                // by code
  std::unordered_map<std::string, std::uint32_t> codes;  // value → code
  std::vector<std::uint32_t> starts;                     // by row, and one more: where its codes begin
  std::vector<std::uint32_t> row_codes;

  std::span<const std::uint32_t> of(std::size_t row) const {
    return {row_codes.data() + starts[row], row_codes.data() + starts[row + 1]};
  }
};

// Rows of a segment follow those of the one before: row = segment's first row + docid − 1. Immutable once built.
struct Rows {
  std::size_t size = 0;
  Bitmap items, attachments, meetings;              // none holds a deleted document
  std::vector<std::uint32_t> length;                // the document's length as Xapian counts it
  std::vector<std::uint32_t> rank;                  // place when sorted newest first, by the contract's ties
  std::vector<std::uint32_t> date;                  // 20230929; 0: unknown
  std::vector<Row> item_of;                         // an attachment's item; kNoRow for others
  std::vector<std::uint32_t> attachment_index;      // an attachment's place among its item's
  std::vector<std::pair<Row, Row>> attachments_of;  // (item, attachment), sorted
  std::array<FacetColumn, corpus::kFacetCount> facets;
  double average_item_length = 1, average_attachment_length = 1;

  const FacetColumn& column(corpus::Facet facet) const { return facets[static_cast<std::size_t>(facet)]; }
};

// Takes documents in the order of their rows.
class RowsBuilder {
 public:
  explicit RowsBuilder(std::size_t rows);
  // A row that no document has, or a deleted one's, is left out.
  void add(Row row, std::string sort_key, std::string_view facets, std::uint32_t length);
  // Both added before. The attachment has its item's values, but for the kind.
  void join(Row attachment, Row item);
  Rows finish();

 private:
  void add_facets(Row row, std::string_view packed);

  Rows rows_;
  std::vector<std::string> keys_;
  std::array<std::vector<std::vector<std::uint32_t>>, corpus::kFacetCount> codes_;
};

}  // namespace opslag::searchd
