// Stored documents, from segments here and elsewhere.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/document_reader.h"

#include "searchd/term_rows.h"

namespace opslag::searchd {

corpus::Stored DocumentReader::stored(Row row) {
  const OpenSegment& segment = generation_.segment_of(row);
  if (segment.remote) return corpus::decode(remote_.data(row));
  return corpus::decode(segment.tables->data(row - segment.first + 1, copy_).value_or(std::string_view()));
}

corpus::Stored DocumentReader::whole(Row row) {
  corpus::Stored found = stored(row);
  const Row item = generation_.rows.item_of[row];
  if (found.kind == corpus::DocumentKind::attachment && item != kNoRow) corpus::add_item(stored(item), found);
  return found;
}

std::string_view DocumentReader::packed(Row row) const {
  return generation_.segment_of(row).remote ? remote_.positions(row) : generation_.packed(row);
}

void DocumentReader::fetch_positions(Row row) const {
  constexpr std::size_t kLine = 64, kFirst = 4 * kLine, kLast = 3 * kLine;  // directories are at both ends
  if (generation_.segment_of(row).remote) return;
  const std::string_view all = generation_.packed(row);
  for (std::size_t at = 0; at < all.size(); at += kLine) {
    if (at < kFirst || at + kLast > all.size()) __builtin_prefetch(all.data() + at);
  }
}

std::optional<corpus::Stored> DocumentReader::with_term(const std::string& term,
                                                        const std::function<bool(const corpus::Stored&)>& wanted) {
  remote_.begin();
  const Rows& rows = generation_.rows;
  TermRows found(generation_, remote_, term);
  for (; found.row() != kNoRow; found.skip_to(found.row() + 1)) {
    const Row row = found.row();
    if (!rows.searchable.test(row) && !rows.meetings.test(row)) continue;
    corpus::Stored found_here = whole(row);
    if (wanted(found_here)) return found_here;
  }
  return std::nullopt;
}

}  // namespace opslag::searchd
