// Parameters → SearchRequest: all validation of what a client asks for, in one place; and back to a link.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "searchd/http_message.h"
#include "searchd/search_request.h"

namespace opslag::searchd {

enum class ParameterUse {
  search,   // every parameter of a search
  exports,  // search's, and format; limit, offset and facet_limit are checked and have no effect
  page,     // search's for people: empty fields and unknown parameters (trackers add them) are passed over
};

inline constexpr std::size_t kMaxOffset = 1'000'000;
inline constexpr std::size_t kMaxFilterBytes = 200;  // a facet value longer than that can't exist

// Throws Problem(400) that names the parameter if it is unknown, malformed, out of range, or repeated though only
// facets may be. Values become valid UTF-8. An unknown facet value is no error.
SearchRequest parse_search(const Parameters& parameters, ParameterUse use = ParameterUse::search);

// Throws Problem(400) if a parameter is not among the names, separated by spaces, or stands twice.
void allow_only(const Parameters& parameters, std::string_view names);
// The first value of that name, or "".
std::string value_of(const Parameters& parameters, std::string_view name);
// Throws Problem(400) naming the parameter if the value is no number from 0 to `most`.
std::size_t parse_number(std::string_view name, std::string_view value, std::size_t most);
Language parse_language(std::string_view value);
bool is_date(std::string_view text);  // 2023-09-29, a day that exists

// The link to a search: `path` and those parameters that differ from their defaults, percent-encoded. parse_search of
// it gives `request` again (limit, facet_limit and explain are left out).
std::string link_to(const SearchRequest& request, std::string_view path = "/");
std::string percent_encode(std::string_view text);

}  // namespace opslag::searchd
