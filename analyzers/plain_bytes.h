// Whether bytes need no decoding.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace opslag::analyzers {

// True: decode() (analyzers/text.h) would return the bytes as they are, as UTF-8. False: perhaps.
bool decodes_as_it_is(std::string_view bytes);

}  // namespace opslag::analyzers
