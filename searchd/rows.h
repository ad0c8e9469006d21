// What the engine keeps in memory of every document of a generation: one row each, over all segments.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corpus/facet_values.h"
#include "searchd/bitmap.h"
#include "searchd/item_values.h"
#include "searchd/kept_text.h"
#include "searchd/ranked_bits.h"
#include "searchd/row_keys.h"
#include "searchd/value_names.h"

namespace opslag::searchd {

using Row = std::uint32_t;
inline constexpr Row kNoRow = ~Row{0};

// Rows whose bits fill whole words of the bitmaps: `begin` is a multiple of 64, `end` too or past the last row. Threads
// may write such ranges of one bitmap at the same time.
struct RowRange {
  Row begin = 0, end = 0;
  std::size_t first_word() const { return begin / 64; }
  std::size_t word_count() const { return (std::size_t{end} + 63) / 64 - begin / 64; }
};
// All of so many rows in ranges of about the same size, `parts` at most; they begin at multiples of kRowUnit.
inline constexpr std::size_t kRowUnit = 8192;
std::vector<RowRange> ranges_of(std::size_t rows, std::size_t parts);

// One facet's values; of a meeting's facets also the sets of them that meetings have.
struct FacetColumn {
  ValueNames values;                    // by code
  std::vector<std::uint32_t> by_value;  // codes in the order of their values
  std::vector<std::uint32_t> starts;    // by set, and one more: where its codes begin
  std::vector<std::uint32_t> set_codes;

  // Set 0 is empty, and every other holds the one value whose code is one less.
  bool simple = false;

  std::optional<std::uint32_t> code_of(std::string_view value) const;
  std::size_t sets() const { return starts.size() - 1; }
  std::span<const std::uint32_t> codes_of(std::uint32_t set) const {
    return {set_codes.data() + starts[set], set_codes.data() + starts[set + 1]};
  }
};

// The first facets are a meeting's, alike for all its documents; those behind them an item's own; the last is the kind,
// which the bitmaps tell.
inline constexpr std::size_t kMeetingFacets = 4;
static_assert(static_cast<std::size_t>(corpus::Facet::municipality) == kMeetingFacets &&
              static_cast<std::size_t>(corpus::Facet::kind) == kMeetingFacets + kItemFacets);

// What a meeting's documents have in common: by facet, the set of values that they have. Hardly ever a meeting has more
// than one of these, and never two meetings have one.
struct MeetingCodes {
  std::array<std::uint32_t, kMeetingFacets> sets{};
  std::uint32_t date = 0;  // 20230929; 0 if it is unknown
  bool operator==(const MeetingCodes&) const = default;
};

// Rows of a segment follow those of the one before: row = segment's first row + docid − 1. Immutable once built.
struct Rows {
  std::size_t size = 0;
  Bitmap items, attachments, meetings;  // none holds a deleted document
  Bitmap searchable;                    // items and attachments
  std::size_t item_count = 0;
  RankedBits stretches;                         // where a stretch of rows of one meeting begins
  std::vector<std::uint32_t> stretch_meetings;  // by stretch: index into meeting_codes
  std::vector<MeetingCodes> meeting_codes;
  ItemValues item_values;
  // How many items have what, of all facets but the kind: of a meeting's by set, of an item's by code.
  std::array<std::vector<std::uint32_t>, kMeetingFacets + kItemFacets> item_totals;
  std::vector<float> length;                        // the document's, over the mean of its kind
  std::size_t ranked = 0;                           // how many rows have a document
  std::vector<std::uint32_t> rank;                  // its place when sorted newest first, by the contract's ties
  std::vector<Row> item_of;                         // an attachment's item; kNoRow for others
  std::vector<std::uint16_t> attachment_index;      // an attachment's place among its item's
  std::vector<std::pair<Row, Row>> attachments_of;  // (item, attachment), sorted
  std::array<FacetColumn, corpus::kFacetCount> facets;

  const FacetColumn& column(corpus::Facet facet) const { return facets[static_cast<std::size_t>(facet)]; }
  const MeetingCodes& meeting_of(Row row) const { return meeting_codes[stretch_meetings[stretches.up_to(row) - 1]]; }
  std::uint32_t date(Row row) const { return meeting_of(row).date; }
  // The items and attachments that have one of the values; `wanted`: by code. Not of the kind.
  Bitmap with(corpus::Facet facet, const std::vector<char>& wanted) const;
  // By set of a meeting's facet, whether it has one of the values.
  static std::vector<char> sets_with(const FacetColumn& column, const std::vector<char>& wanted);
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
  // While a facet's values come in. Texts and the keys of the maps are kept in text_.
  struct Incoming {
    std::vector<ValueName> values;                               // by code
    std::unordered_map<std::string_view, std::uint32_t> codes;   // by value
    std::unordered_map<std::string_view, std::uint32_t> pieces;  // packed values → set; several may be one set
    std::vector<std::uint32_t> alone;                            // by code: the set of it alone; 0 until there is one
    std::map<std::vector<std::uint32_t>, std::uint32_t> sets;    // all others
    std::string_view last_piece;                                 // the one asked for last, and its set
    std::uint32_t last_set = 0;
  };
  void add_facets(Row row, std::string_view packed, std::uint32_t date);
  std::uint32_t set_of(std::size_t facet, std::string_view piece);
  std::uint32_t set_of(std::size_t facet, std::vector<std::uint32_t> codes);
  std::uint32_t new_set(std::size_t facet, const std::vector<std::uint32_t>& codes);
  std::uint32_t code_of(std::size_t facet, const corpus::FacetValue& value);
  std::uint32_t number_of(const MeetingCodes& codes);
  void lay_stretches();
  void finish_columns();

  Rows rows_;
  RowKeys keys_;
  KeptText text_;
  std::vector<std::uint32_t> meeting_of_;  // by row: index into meeting_codes
  std::array<Incoming, corpus::kFacetCount> incoming_;
  // Set of the meeting's id and date → meeting_codes.
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> meetings_;
  std::uint32_t last_meeting_ = 0;  // the one asked for last
};

}  // namespace opslag::searchd
