// Validation of search parameters, and links.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/search_request_parser.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <set>

#include "analyzers/text.h"
#include "searchd/problem.h"

namespace opslag::searchd {
namespace {

bool is_digits(std::string_view text, std::size_t size) {
  return text.size() == size && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number_in(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::string parse_date(std::string_view name, const std::string& value) {
  if (!is_date(value)) throw Problem(400, "A date must look like 2023-09-29 and exist.", std::string(name));
  return value;
}

bool parse_flag(std::string_view name, std::string_view value) {
  if (value == "1" || value == "true") return true;
  if (value == "0" || value == "false") return false;
  throw Problem(400, "The value must be 0 or 1.", std::string(name));
}

Sort parse_sort(std::string_view value) {
  if (value == "relevance") return Sort::relevance;
  if (value == "newest") return Sort::newest;
  if (value == "oldest") return Sort::oldest;
  throw Problem(400, "The sorting must be relevance, newest or oldest.", "sort");
}

void add_filter(corpus::Facet facet, std::string value, SearchRequest& request) {
  if (facet == corpus::Facet::year && !is_digits(value, 4)) throw Problem(400, "A year must have four digits.", "year");
  value = analyzers::valid_utf8(analyzers::cut_utf8(value, kMaxFilterBytes));
  auto& values = request.filters[static_cast<std::size_t>(facet)];
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(std::move(value));
}

// False if the name is not known.
bool take(const std::string& name, const std::string& value, SearchRequest& request) {
  if (name == "q")
    request.q = analyzers::valid_utf8(value);
  else if (const auto facet = corpus::facet_named(name))
    add_filter(*facet, value, request);
  else if (name == "from")
    request.from = parse_date(name, value);
  else if (name == "to")
    request.to = parse_date(name, value);
  else if (name == "sort")
    request.sort = parse_sort(value);
  else if (name == "limit")
    request.limit = parse_number(name, value, kMaxLimit);
  else if (name == "offset")
    request.offset = parse_number(name, value, kMaxOffset);
  else if (name == "facet_limit")
    request.facet_limit = parse_number(name, value, kMaxFacetLimit);
  else if (name == "lang")
    request.lang = parse_language(value);
  else if (name == "explain")
    request.explain = parse_flag(name, value);
  else if (name == "exact")
    request.exact = parse_flag(name, value);
  else if (name == "recency")
    request.recency = parse_flag(name, value);
  else
    return false;
  return true;
}

// A parameter's name as it may be repeated in an error: short, without anything strange.
std::string printable(std::string_view name) {
  std::string safe;
  for (const char c : name.substr(0, 40)) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
    safe += plain ? c : '?';
  }
  return safe;
}

void append(std::string& link, std::string_view name, std::string_view value) {
  link += link.find('?') == std::string::npos ? '?' : '&';
  link.append(name) += '=';
  link += percent_encode(value);
}

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !is_digits(text.substr(0, 4), 4) ||
      !is_digits(text.substr(5, 2), 2) || !is_digits(text.substr(8, 2), 2))
    return false;
  return std::chrono::year_month_day(std::chrono::year(number_in(text.substr(0, 4))),
                                     std::chrono::month(static_cast<unsigned>(number_in(text.substr(5, 2)))),
                                     std::chrono::day(static_cast<unsigned>(number_in(text.substr(8, 2)))))
      .ok();
}

std::size_t parse_number(std::string_view name, std::string_view value, std::size_t most) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error == std::errc() && end == value.data() + value.size() && number <= most) return number;
  throw Problem(400, "The value must be a whole number from 0 to " + std::to_string(most) + ".", std::string(name));
}

Language parse_language(std::string_view value) {
  if (value == "da") return Language::da;
  if (value == "en") return Language::en;
  throw Problem(400, "The language must be da or en.", "lang");
}

std::string value_of(const Parameters& parameters, std::string_view name) {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const auto& entry) { return entry.first == name; });
  return found == parameters.end() ? "" : found->second;
}

void allow_only(const Parameters& parameters, std::string_view names) {
  const std::string list = " " + std::string(names) + " ";
  std::set<std::string_view> seen;
  for (const auto& [name, value] : parameters) {
    if (name.empty() || name.find(' ') != std::string::npos || list.find(" " + name + " ") == std::string::npos)
      throw Problem(400, "The parameter is not known here.", printable(name));
    if (!seen.insert(name).second) throw Problem(400, "The parameter may stand only once.", name);
  }
}

SearchRequest parse_search(const Parameters& parameters, ParameterUse use) {
  SearchRequest request;
  std::set<std::string_view> seen;
  for (const auto& [name, value] : parameters) {
    if (use == ParameterUse::page && value.empty()) continue;
    if (use == ParameterUse::exports && name == "format") continue;
    if (!take(name, value, request)) {
      if (use == ParameterUse::page) continue;
      throw Problem(400, "The parameter is not known.", printable(name));
    }
    if (!corpus::facet_named(name) && !seen.insert(name).second && use != ParameterUse::page)
      throw Problem(400, "The parameter may stand only once.", name);
  }
  return request;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~')
      encoded += c;
    else
      (encoded += '%').append({kHex[byte >> 4], kHex[byte & 15]});
  }
  return encoded;
}

std::string link_to(const SearchRequest& request, std::string_view path) {
  std::string link(path);
  if (!request.q.empty()) append(link, "q", request.q);
  for (std::size_t facet = 0; facet < corpus::kFacetCount; ++facet)
    for (const auto& value : request.filters[facet]) append(link, corpus::kFacetNames[facet], value);
  if (request.from) append(link, "from", *request.from);
  if (request.to) append(link, "to", *request.to);
  if (request.sort != Sort::relevance) append(link, "sort", request.sort == Sort::newest ? "newest" : "oldest");
  if (request.offset > 0) append(link, "offset", std::to_string(request.offset));
  if (request.exact) append(link, "exact", "1");
  if (!request.recency) append(link, "recency", "0");
  if (request.lang == Language::en) append(link, "lang", "en");
  return link;
}

}  // namespace opslag::searchd
