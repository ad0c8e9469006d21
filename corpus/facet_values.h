// A document's facet values and sort key, and how they are packed into value slots.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/model.h"
#include "corpus/schema.h"

namespace opslag::corpus {

struct FacetValue {
  std::string value;  // stable slug
  std::string label;  // what people read; empty: the vocabulary knows it (municipality, topic, decision, year, kind)
  bool operator==(const FacetValue&) const = default;
};

// The values of one document, by facet. A facet may have none or several. A meeting's document has its meeting's values
// and the kind "meeting", which is no value of an answer's facet.
using FacetValues = std::array<std::vector<FacetValue>, kFacetCount>;

FacetValues facet_values(const MeetingHead& meeting, const AgendaItem& item, DocumentKind kind);
// Those of one facet.
std::vector<FacetValue> facet_values(const MeetingHead& meeting, const AgendaItem& item, DocumentKind kind,
                                     Facet facet);

// What a document's slot holds of its values: an attachment leaves all but its kind to its item, and an item leaves the
// labels of its meeting's values to the meeting's document.
FacetValues stored_part(FacetValues values, DocumentKind kind);

std::string pack(const FacetValues& values);
// The inverse; throws std::runtime_error if the bytes are not what pack() made.
FacetValues unpack(std::string_view bytes);
// Cuts what pack() made into one piece a facet, without copying: equal pieces of a facet, equal values. Throws as
// unpack().
std::array<std::string_view, kFacetCount> pieces(std::string_view bytes);
// A facet's values from its piece.
std::vector<FacetValue> unpack_piece(std::string_view piece);

// Sorts ascending by: newest date first (unknown dates last), then meeting id, then position in the meeting, then
// attachment (0 for the item itself).
std::string sort_key(const MeetingHead& meeting, std::size_t position, std::size_t attachment);
// Whether the keys of an attachment and of an item say that the one is the other's.
bool is_of_item(std::string_view attachment_key, std::string_view item_key);
// The position that a sort key was made with; 0 if it is no sort key.
std::size_t position_in(std::string_view sort_key);

}  // namespace opslag::corpus
