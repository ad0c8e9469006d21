// The rows' sort keys while the rows are made, and the order that follows from them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "searchd/kept_text.h"

namespace opslag::searchd {

// Keys are corpus::sort_key()'s: what a meeting's documents share is kept once, of the rest a number.
class RowKeys {
 public:
  struct Ranks {
    std::vector<std::uint32_t> rank;  // by row: its key's place among all, sorted; equal ones by row
    std::size_t ranked = 0;           // how many have a key; the rank of those that have none
  };

  explicit RowKeys(std::size_t rows);
  // Once a row. An empty key is none. One that sort_key() did not make may be given any place.
  void add(std::uint32_t row, std::string_view key);
  Ranks ranks() const;

 private:
  std::uint32_t number_of(std::string_view beginning);
  std::vector<std::uint32_t> sorted_beginnings() const;

  KeptText text_;
  std::vector<std::string_view> beginnings_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;  // of the beginnings
  std::uint32_t last_;                                           // the number that was asked for last
  std::vector<std::uint32_t> beginning_of_;                      // by row
  std::vector<std::uint64_t> rest_of_;                           // by row
};

}  // namespace opslag::searchd
