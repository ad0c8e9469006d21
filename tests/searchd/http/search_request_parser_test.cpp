// Parameters → requests, and requests → links.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/search_request_parser.h"

#include "searchd/problem.h"
#include "searchd/request_head.h"
#include "tests/support/catch.h"

using namespace opslag::searchd;

namespace {

// "ok", or "STATUS parameter".
std::string verdict(const std::string& query, ParameterUse use = ParameterUse::search) {
  try {
    parse_search(parse_query_string(query), use);
    return "ok";
  } catch (const Problem& problem) {
    return std::to_string(problem.status) + " " + problem.parameter;
  }
}

}  // namespace

TEST_CASE("parameters are taken, or refused by name") {
  const std::pair<const char*, const char*> table[] = {
      {"", "ok"},
      {"q=", "ok"},
      {"q=botilbud&municipality=odense&municipality=vejle", "ok"},
      {"q=a&q=b", "400 q"},
      {"municipality=does-not-exist", "ok"},
      {"municipality=%3Cscript%3E%00%FF", "ok"},
      {"kind=book", "ok"},
      {"year=2023", "ok"},
      {"year=23", "400 year"},
      {"year=20x3", "400 year"},
      {"year=", "400 year"},
      {"from=2023-09-29&to=2024-02-29", "ok"},
      {"from=2023-02-29", "400 from"},
      {"from=", "400 from"},
      {"to=29-09-2023", "400 to"},
      {"to=2023-9-29", "400 to"},
      {"to=2023-09-29T00:00", "400 to"},
      {"from=2023-01-01&from=2023-01-02", "400 from"},
      {"sort=newest", "ok"},
      {"sort=best", "400 sort"},
      {"limit=0", "ok"},
      {"limit=100", "ok"},
      {"limit=101", "400 limit"},
      {"limit=-1", "400 limit"},
      {"limit=%2B1", "400 limit"},
      {"limit=1.5", "400 limit"},
      {"limit=99999999999999999999999", "400 limit"},
      {"limit=", "400 limit"},
      {"offset=0", "ok"},
      {"offset=1000000", "ok"},
      {"offset=1000001", "400 offset"},
      {"facet_limit=1000", "ok"},
      {"facet_limit=1001", "400 facet_limit"},
      {"lang=en", "ok"},
      {"lang=fr", "400 lang"},
      {"explain=1&exact=0", "ok"},
      {"recency=0", "ok"},
      {"recency=2", "400 recency"},
      {"explain=yes", "400 explain"},
      {"page=2", "400 page"},
      {"Q=a", "400 Q"},
      {"%3Cb%3E=1", "400 ?b?"},
      {"=1", "400 "},
      {"format=csv", "400 format"},
  };
  for (const auto& [query, expected] : table) {
    INFO(query);
    CHECK(verdict(query) == expected);
  }
}

TEST_CASE("a page passes over empty fields and trackers, an export over its format") {
  CHECK(verdict("q=&from=&to=&fbclid=xyz&year=", ParameterUse::page) == "ok");
  CHECK(verdict("from=2023-13-01", ParameterUse::page) == "400 from");
  CHECK(verdict("q=a&format=csv", ParameterUse::exports) == "ok");
}

TEST_CASE("values become valid UTF-8 and repeats count once") {
  const auto request = parse_search(parse_query_string("q=a%FFb&topic=x&topic=x&topic=y"));
  CHECK(request.q ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(request.filters[static_cast<std::size_t>(opslag::corpus::Facet::topic)] == std::vector<std::string>{"x", "y"});
}

TEST_CASE("a link gives the request again") {
  for (const std::string query :
       {"", "q=%C3%B8%26%3D%23+%25", "q=a&year=2020&year=2021&kind=item&from=2020-01-01&to=2021-01-01",
        "q=a&sort=oldest&offset=20&exact=1&recency=0&lang=en", "sort=newest&topic=%22%3E%3Cb%3E"}) {
    INFO(query);
    const auto request = parse_search(parse_query_string(query));
    const auto link = link_to(request);
    CHECK(link.find_first_of("<>\"' ") == std::string::npos);
    const auto question = link.find('?');
    const auto again = parse_search(parse_query_string(question == std::string::npos ? "" : link.substr(question + 1)));
    CHECK(link_to(again) == link);
    CHECK(again.q == request.q);
    CHECK(again.filters == request.filters);
    CHECK(again.from == request.from);
    CHECK(again.offset == request.offset);
  }
  CHECK(link_to({}, "/api/v1/export?format=csv") == "/api/v1/export?format=csv");
  SearchRequest request;
  request.q = "a b";
  CHECK(link_to(request, "/api/v1/export?format=csv") == "/api/v1/export?format=csv&q=a%20b");
}

TEST_CASE("other routes allow only what they know, once") {
  CHECK_NOTHROW(allow_only({{"lang", "da"}}, "lang limit"));
  CHECK_THROWS_AS(allow_only({{"lang", "da"}, {"lang", "da"}}, "lang"), Problem);
  CHECK_THROWS_AS(allow_only({{"lan", "da"}}, "lang"), Problem);
  CHECK_THROWS_AS(allow_only({{"lang limit", "da"}}, "lang limit"), Problem);
  CHECK_THROWS_AS(allow_only({{"", "da"}}, "lang"), Problem);
}
