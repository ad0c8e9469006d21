// Where a meeting's items lie in its line of JSON, told without parsing: so that those that an index knows need not be.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus::minutes {

// By name, each value as it is written. Views into the text.
using JsonMembers = std::map<std::string_view, std::string_view>;

// The members of a JSON object. nullopt where they can't be told with certainty: it is no object, a name comes twice or
// holds an escape, brackets don't fit. What is told is JSON only if the text is.
std::optional<JsonMembers> json_members(std::string_view object);
// The same of the elements of a list.
std::optional<std::vector<std::string_view>> json_elements(std::string_view list);

// A line's items, and what else it says.
struct ItemTexts {
  JsonMembers members;  // of the line
  std::vector<std::string_view> items;
  std::vector<std::uint64_t> hashes;  // of each, with all that the line says beside its items; never 0
};
// nullopt also where an item is no object, or there are more than their bytes can hold: items have ten or more.
std::optional<ItemTexts> item_texts(std::string_view line);
// The line with `null` in the place of those items that are not wanted.
std::string line_of(std::string_view line, const ItemTexts& texts, const std::vector<bool>& wanted);

}  // namespace opslag::corpus::minutes
