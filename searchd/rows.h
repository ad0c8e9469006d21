// What the engine keeps in memory of every document of a generation: one row each, over all segments.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corpus/facet_values.h"
#include "searchd/bitmap.h"

namespace opslag::searchd {

using Row = std::uint32_t;
inline constexpr Row kNoRow = ~Row{0};

// One facet's values, and the sets of them that documents have: rows point to sets, of which there are few.
struct FacetColumn {
  std::vector<corpus::FacetValue> values;                // by code
  std::unordered_map<std::string, std::uint32_t> codes;  // value → code
  std::vector<std::uint32_t> starts;                     // by set, and one more: where its codes begin
  std::vector<std::uint32_t> set_codes;
  std::vector<std::uint32_t> totals;  // by set: how many items have it

  std::size_t sets() const { return starts.size() - 1; }
  std::span<const std::uint32_t> codes_of(std::uint32_t set) const {
    return {set_codes.data() + starts[set], set_codes.data() + starts[set + 1]};
  }
};

// A row's sets of values, by facet; kinds are told by the bitmaps, and in their place stands the date: 20230929; 0 if
// it is unknown. 32 bytes, so that a walk over matching rows reads half a cache line each.
struct Codes {
  std::array<std::uint32_t, corpus::kFacetCount> sets{};

  std::uint32_t date() const { return sets[static_cast<std::size_t>(corpus::Facet::kind)]; }
  std::uint32_t set(corpus::Facet facet) const { return sets[static_cast<std::size_t>(facet)]; }
};

// Rows of a segment follow those of the one before: row = segment's first row + docid − 1. Immutable once built.
struct Rows {
  std::size_t size = 0;
  Bitmap items, attachments, meetings;  // none holds a deleted document
  Bitmap searchable;                    // items and attachments
  std::size_t item_count = 0;
  std::vector<Codes> codes;
  std::vector<float> length;                        // the document's, over the mean of its kind
  std::vector<std::uint32_t> rank;                  // place when sorted newest first, by the contract's ties
  std::vector<Row> item_of;                         // an attachment's item; kNoRow for others
  std::vector<std::uint16_t> attachment_index;      // an attachment's place among its item's
  std::vector<std::pair<Row, Row>> attachments_of;  // (item, attachment), sorted
  std::array<FacetColumn, corpus::kFacetCount> facets;

  const FacetColumn& column(corpus::Facet facet) const { return facets[static_cast<std::size_t>(facet)]; }
  std::uint32_t date(Row row) const { return codes[row].date(); }
};

// The same without the rows in [first, first + count) for each of the ranges; ranks and mean lengths stay as they were.
Rows without(const Rows& rows, const std::vector<std::pair<Row, std::size_t>>& ranges);

// Takes documents in the order of their rows.
class RowsBuilder {
 public:
  explicit RowsBuilder(std::size_t rows);
  // A row that no document has, or a deleted one's, is left out.
  void add(Row row, std::string_view sort_key, std::string_view facets, std::uint32_t length);
  // Both added before. The attachment has its item's values, but for the kind.
  void join(Row attachment, Row item);
  bool is_item(Row row) const { return rows_.items.test(row); }
  bool is_attachment(Row row) const { return rows_.attachments.test(row); }
  bool is_joined(Row row) const { return rows_.item_of[row] != kNoRow; }
  Rows finish();

 private:
  struct Key {
    std::size_t begin = 0;
    std::uint32_t size = 0;
  };
  void add_facets(Row row, std::string_view packed);
  std::uint32_t set_of(std::size_t facet, std::string_view piece);
  void rank_rows();
  std::string_view key(Row row) const { return std::string_view(keys_).substr(key_of_[row].begin, key_of_[row].size); }

  Rows rows_;
  std::string keys_;
  std::vector<Key> key_of_;
  std::array<std::unordered_map<std::string, std::uint32_t>, corpus::kFacetCount> known_;  // packed values → set
};

}  // namespace opslag::searchd
