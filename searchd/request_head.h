// Reads the head of an HTTP/1 request, strictly: what is malformed or over a limit is refused with its status.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "searchd/http_message.h"

namespace opslag::searchd {

inline constexpr std::size_t kMaxRequestLine = 128 * 1024;  // ten thousand pasted emoji, percent-encoded, must arrive
inline constexpr std::size_t kMaxHeaderBytes = 16 * 1024;
inline constexpr std::size_t kMaxHeaders = 64;
inline constexpr std::size_t kMaxPath = 512;
inline constexpr std::size_t kMaxParameters = 128;

// The head's length with its empty line, or npos if it is not complete yet. `from`: where the last look ended.
// A head that breaks lines with a bare LF ends too, so that it can be refused at once.
std::size_t end_of_head(std::string_view received, std::size_t from = 0);

// `head` ends with its empty line. Never throws on bad input: what is wrong stands in HttpRequest::refused.
HttpRequest parse_request_head(std::string_view head);

// %XX → byte; '+' → space if `plus`; a malformed escape stays as it is.
std::string percent_decode(std::string_view text, bool plus);
Parameters parse_query_string(std::string_view query);

}  // namespace opslag::searchd
