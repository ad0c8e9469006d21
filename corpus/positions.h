// Where a document's terms stand, packed into one value: a fraction of what a position list for each term and document
// takes. Holds no Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

// What stands for a term in packed positions; the same on every machine.
std::uint64_t position_key(std::string_view index_term);

struct TermPositions {
  std::uint64_t key = 0;
  std::vector<std::uint32_t> positions;  // ascending, no duplicates, not empty
};
// Keys must differ; any order.
std::string pack_positions(const std::vector<TermPositions>& terms);

// Where each of the keys stands, in their order; empty where it does not. Keys are stored cut short, so that one of a
// term that the document does not hold may be taken for another's, once in some hundred times; terms that it holds are
// never mistaken. Any bytes are survived: damaged ones give nonsense or nothing.
std::vector<std::vector<std::uint32_t>> unpack_positions(std::string_view packed, std::span<const std::uint64_t> keys);
// The same into `found`, whose memory is used again.
void unpack_positions(std::string_view packed, std::span<const std::uint64_t> keys,
                      std::vector<std::vector<std::uint32_t>>& found);

// What somebody put behind the packed positions; empty if nobody did, or they are damaged.
std::string_view behind_positions(std::string_view packed);

struct PositionsTogether {
  std::vector<std::uint32_t> positions;  // of all the keys, ascending, without duplicates
  std::uint32_t last = 0;                // of all terms of the document; 0 if nothing is packed
};
// The same for all keys together, into `found`, whose memory is used again.
void unpack_positions(std::string_view packed, std::span<const std::uint64_t> keys, PositionsTogether& found);

}  // namespace opslag::corpus
