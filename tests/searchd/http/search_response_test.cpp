// The JSON of answers, key by key.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/search_response.h"

#include "corpus/json.h"
#include "searchd/problem.h"
#include "tests/searchd/http/example.h"
#include "tests/support/catch.h"

using namespace opslag::searchd;
using opslag::corpus::Facet;

namespace {

const Labels& labels() {
  static const Labels instance(*opslag::corpus::load_vocabularies());
  return instance;
}

std::string keys(const Json& json) {
  std::string list;
  for (const auto& entry : json.items()) list += (list.empty() ? "" : " ") + entry.key();
  return list;
}

// A hit's object, which must be written as the library would write it.
Json parsed(const Hit& hit, Language language) {
  const auto text = hit_json(hit, labels(), language);
  const auto json = Json::parse(text);
  CHECK(opslag::corpus::to_line(json) == text);
  return json;
}

}  // namespace

TEST_CASE("a search answers with the contract's keys") {
  SearchRequest request;
  request.q = "bo\xFFtilbud";
  request.filters[static_cast<std::size_t>(Facet::year)] = {"2024"};
  SearchResult result;
  result.generation = 7;
  result.total = 1;
  result.did_you_mean = "botilbud";
  result.notices = {{"query-cut", "Søgningen er afkortet."}};
  result.hits = {example::hit()};
  result.facets[static_cast<std::size_t>(Facet::year)] = {{"2024", "2024", 1, true}};
  const auto text = search_json(request, result, 1.25, labels());
  const auto json = Json::parse(text);
  CHECK(keys(json) ==
        "query generation shards total took_ms did_you_mean corrected_to relaxed unmatched notices hits facets");
  CHECK(keys(json["query"]) == "q interpreted filters from to sort");
  CHECK(keys(json["facets"]) == "organisation committee meeting year municipality topic decision kind");
  CHECK(json["query"]["filters"].dump() == R"({"year":["2024"]})");
  CHECK(json["query"]["from"].is_null());
  CHECK(json["corrected_to"].is_null());
  CHECK(json["unmatched"].dump() == "[]");
  CHECK(json["facets"]["year"].dump() == R"([{"value":"2024","label":"2024","count":1,"selected":true}])");
  CHECK(json["notices"][0]["code"] == "query-cut");
  CHECK(opslag::corpus::to_line(json) == text);
}

TEST_CASE("a hit has what a list of results needs") {
  const auto json = parsed(example::hit(), Language::da);
  CHECK(keys(json) ==
        "id kind score title number url meeting decision municipalities topics snippet matched_in attachments");
  CHECK(json["url"] == "/moeder/socialudvalget-2024-03-05/3");
  CHECK(json["number"] == 3);
  CHECK(json["snippet"] == "et &lt;<mark>botilbud</mark>&gt; her");
  CHECK(json["decision"]["codes"].dump() == R"([{"value":"godkendt","label":"Godkendt"}])");
  CHECK(json["meeting"]["committee"]["label"] == "Socialudvalget");
  CHECK(json["municipalities"][1].dump() == R"({"value":"aeroe","label":"Ærø"})");
  REQUIRE(json["attachments"].size() == 2);
  CHECK(json["attachments"][0].dump() ==
        R"({"id":"socialudvalget-2024-03-05/3/bilag/1","name":"plan.pdf","matched":false,"page":null,"snippet":null})");
  CHECK(json["attachments"][1]["page"] == 7);
  CHECK(json["attachments"][1]["snippet"] == "i <mark>bilag</mark>");
  CHECK(parsed(example::hit(), Language::en)["decision"]["codes"][0]["label"] == "Approved");
}

TEST_CASE("an attachment's hit names its item") {
  auto hit = example::hit();
  hit.stored.kind = opslag::corpus::DocumentKind::attachment;
  hit.stored.attachment = 1;
  const auto json = parsed(hit, Language::da);
  CHECK(json["id"] == "socialudvalget-2024-03-05/3/bilag/2");
  CHECK(json["title"] == "=bilag.xlsx");
  CHECK(json["url"] == "/moeder/socialudvalget-2024-03-05/3#bilag-2");
  CHECK(keys(json["item"]) == "id number title url");
}

TEST_CASE("an item answers with show's object, facets labelled, and its neighbours") {
  const auto json = item_json(example::item(), labels(), Language::da);
  for (const char* key : {"id", "number", "title", "audience", "case_number", "sections", "decision", "municipalities",
                          "topics", "attachments", "url", "meeting", "previous", "next"}) {
    INFO(key);
    CHECK(json.contains(key));
  }
  CHECK(json["decision"]["codes"][0]["label"] == "Godkendt");
  CHECK(json["previous"]["url"] == "/moeder/socialudvalget-2024-03-05/2");
  CHECK(json["next"].is_null());
  CHECK(json["meeting"]["committee"]["value"] == "socialudvalget");
}

TEST_CASE("ids are safe in links") {
  CHECK(url_of_id("moede-1/3.1") == "/moeder/moede-1/3.1");
  CHECK(url_of_id("a/b?c#d") == "/moeder/a/b%3Fc%23d");
  CHECK(url_of_id("a/\"><script>") == "/moeder/a/%22%3E%3Cscript%3E");
}

TEST_CASE("problems are problem documents") {
  CHECK(to_json_text(Problem(400, "No.", "year")) ==
        R"({"type":"about:blank","title":"Bad request","status":400,"detail":"No.","parameter":"year"})");
  CHECK(to_json_text(Problem(404, "Gone.")) ==
        R"({"type":"about:blank","title":"Not found","status":404,"detail":"Gone."})");
}
