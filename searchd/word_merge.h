// The words of several indexes as one list: by their bytes, the counts of equal ones added up.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace opslag::searchd {

// `lists`: texts as corpus/word_list.h describes them. Throws corpus::IndexError if one is malformed.
void each_word_of(const std::vector<std::string_view>& lists,
                  const std::function<void(std::string_view word, std::uint32_t documents)>& visit);

}  // namespace opslag::searchd
