// A facet's values and their labels, packed: every meeting is a value, and a large index has a hundred thousand.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::searchd {

// Views live as long as what they were taken from.
struct ValueName {
  std::string_view value;  // stable slug
  std::string_view label;  // what people read; empty: the vocabulary knows it
};

// By code. Immutable.
class ValueNames {
 public:
  ValueNames() = default;
  // Copies the texts. Throws std::length_error if they are more than 4 GB.
  explicit ValueNames(const std::vector<ValueName>& names);

  std::size_t size() const { return ends_.size() / 2; }
  ValueName operator[](std::size_t code) const {
    const std::uint32_t begin = code == 0 ? 0 : ends_[2 * code - 1], middle = ends_[2 * code],
                        end = ends_[2 * code + 1];
    const std::string_view all(text_);
    return {all.substr(begin, middle - begin), all.substr(middle, end - middle)};
  }

 private:
  std::string text_;                 // each value, its label behind it
  std::vector<std::uint32_t> ends_;  // two of each value: where it ends, where its label
};

}  // namespace opslag::searchd
