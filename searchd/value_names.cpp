// Packs names.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/value_names.h"

#include <limits>
#include <stdexcept>

namespace opslag::searchd {

ValueNames::ValueNames(const std::vector<ValueName>& names) {
  std::size_t bytes = 0;
  for (const ValueName& name : names) bytes += name.value.size() + name.label.size();
  if (bytes > std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("a facet has more values than can be served");
  text_.reserve(bytes);
  ends_.reserve(2 * names.size());
  for (const ValueName& name : names) {
    for (const std::string_view part : {name.value, name.label}) {
      text_ += part;
      ends_.push_back(static_cast<std::uint32_t>(text_.size()));
    }
  }
}

}  // namespace opslag::searchd
