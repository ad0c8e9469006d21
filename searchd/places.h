// Where a query's terms stand in a document, asked of its packed positions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <string_view>
#include <vector>

#include "corpus/positions.h"
#include "searchd/phrases.h"

namespace opslag::searchd {

class Places {
 public:
  // The key's place in what `of` returns.
  std::size_t add(std::string_view term) {
    keys_.push_back(corpus::position_key(term));
    return keys_.size() - 1;
  }
  // Valid until it is called again.
  const std::vector<PositionList>& of(std::string_view packed) {
    corpus::unpack_positions(packed, keys_, found_);
    return found_;
  }
  // The same for these places only, in their order.
  std::vector<PositionList>& of(std::string_view packed, const std::vector<std::size_t>& places) {
    wanted_.clear();
    for (const std::size_t place : places) wanted_.push_back(keys_[place]);
    corpus::unpack_positions(packed, wanted_, found_);
    return found_;
  }

 private:
  std::vector<std::uint64_t> keys_, wanted_;
  std::vector<PositionList> found_;
};

// `room`: memory that is used again.
inline void merge_into(PositionList& all, const PositionList& more, PositionList& room) {
  if (more.empty()) return;
  if (all.empty()) {
    all = more;
    return;
  }
  room.resize(all.size() + more.size());
  room.erase(std::set_union(all.begin(), all.end(), more.begin(), more.end(), room.begin()), room.end());
  std::swap(all, room);
}

}  // namespace opslag::searchd
