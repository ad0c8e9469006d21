// The pages: what they say, where they link, and that nothing of a minute or a query is markup.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/item_page.h"
#include "searchd/search_page.h"
#include "tests/searchd/http/example.h"
#include "tests/support/catch.h"

using namespace opslag::searchd;
using opslag::corpus::Facet;

namespace {

struct Fixture {
  WebFiles files;
  Labels labels{*opslag::corpus::load_vocabularies()};
  PageContext page{Language::da, files, labels};
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

SearchResult one_hit() {
  SearchResult result;
  result.total = 1;
  result.hits = {example::hit()};
  return result;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a hit links to its item with the query and shows what was found") {
  SearchRequest request;
  request.q = "bo & <tilbud>";
  const auto html = hit_html(example::hit(), request, page).str();
  CHECK(holds(html, "href=\"/moeder/socialudvalget-2024-03-05/3?q=bo%20%26%20%3Ctilbud%3E\""));
  CHECK(holds(html, "Botilbud &quot;Åen&quot; &lt;b&gt;"));
  CHECK(holds(html, "5. marts 2024"));
  CHECK(holds(html, "et &lt;<mark>botilbud</mark>&gt; her"));
  CHECK(holds(html, "#bilag-2\">=bilag.xlsx</a>"));
  CHECK(holds(html, "side 7"));
}

TEST_CASE_METHOD(Fixture, "what was changed about a query is said, and can be undone") {
  SearchRequest request;
  request.q = "botilbudd";
  auto result = one_hit();
  result.corrected_to = "botilbud";
  auto html = messages_html(request, result, page).str();
  CHECK(holds(html, "Viser resultater for <strong>botilbud</strong>"));
  CHECK(holds(html, "href=\"/?q=botilbudd&amp;exact=1\""));
  result = one_hit();
  result.relaxed = true;
  result.unmatched = {"<x>", "y"};
  html = messages_html(request, result, page).str();
  CHECK(holds(html, "<s>&lt;x&gt;</s>, <s>y</s>"));
  CHECK(holds(html, "exact=1"));
  result = one_hit();
  result.did_you_mean = "botilbud";
  CHECK(holds(messages_html(request, result, page).str(), "href=\"/?q=botilbud\""));
  CHECK(messages_html(request, one_hit(), page).empty());
}

TEST_CASE_METHOD(Fixture, "each chosen filter can be removed by itself") {
  SearchRequest request;
  request.q = "a";
  request.offset = 20;
  request.filters[static_cast<std::size_t>(Facet::year)] = {"2023", "2024"};
  request.from = "2023-01-02";
  auto result = one_hit();
  result.facets[static_cast<std::size_t>(Facet::year)] = {{"2023", "2023", 2, true}, {"2022", "2022", 5, false}};
  const auto html = search_page(request, result, page);
  CHECK(holds(html, "href=\"/?q=a&amp;year=2024&amp;from=2023-01-02\""));
  CHECK(holds(html, "href=\"/?q=a&amp;year=2023&amp;year=2024\""));
  CHECK(holds(html, "Fra: 2. januar 2023"));
  CHECK(holds(html, "href=\"/?q=a&amp;year=2023&amp;year=2024&amp;year=2022&amp;from=2023-01-02\""));
}

TEST_CASE_METHOD(Fixture, "no hits come with advice") {
  SearchRequest request;
  request.q = "findesikke";
  CHECK(holds(search_page(request, {}, page), "Vi fandt ikke noget"));
  request.filters[0] = {"x"};
  CHECK(holds(search_page(request, {}, page), "href=\"/?q=findesikke\">Søg uden afgrænsninger"));
}

TEST_CASE_METHOD(Fixture, "paging knows its ends") {
  SearchRequest request;
  request.q = "a";
  auto result = one_hit();
  result.total = 25;
  auto html = search_page(request, result, page);
  CHECK(holds(html, "Side 1 af 3"));
  CHECK(holds(html, "rel=\"next\" href=\"/?q=a&amp;offset=10\""));
  CHECK_FALSE(holds(html, "rel=\"prev\""));
  request.offset = 20;
  html = search_page(request, result, page);
  CHECK(holds(html, "Side 3 af 3"));
  CHECK(holds(html, "rel=\"prev\" href=\"/?q=a&amp;offset=10\""));
  CHECK_FALSE(holds(html, "rel=\"next\""));
}

TEST_CASE_METHOD(Fixture, "an item's page shows its decision once, marked, and escapes all") {
  const auto item = example::item();
  std::vector<Fragment> fragments;
  for (const auto& text : opslag::corpus::field_texts(item)) fragments.push_back({std::string(text.text), {{0, 3}}});
  const auto html = item_page(item, fragments, "bot", page);
  CHECK(holds(html, "<mark>Bot</mark>ilbud &quot;Åen&quot; &lt;b&gt;"));
  CHECK(holds(html, "<mark>God</mark>kendt."));
  CHECK(html.find("kendt.<br>") == html.rfind("kendt.<br>"));
  CHECK(holds(html, "<li>punkt &lt;i&gt;</li>"));
  CHECK(holds(html, "href=\"/?municipality=aeroe\">Ærø</a>"));
  CHECK(holds(html, "id=\"bilag-2\""));
  CHECK(html.find(">Bilag</h2>") == html.rfind(">Bilag</h2>"));  // the section that only lists them is not repeated
  CHECK(holds(html, "Forrige &lt;punkt&gt;"));
  CHECK_FALSE(holds(html, "<b>"));
  CHECK_FALSE(holds(html, "<i>"));
}

TEST_CASE_METHOD(Fixture, "an agenda's item says that it has no decision yet") {
  auto item = example::item();
  CHECK_FALSE(holds(item_page(item, {}, "", page), "fra en dagsorden"));
  item.meeting.type = "dagsorden";
  item.item.decision.reset();
  CHECK(holds(item_page(item, {}, "", page), "fra en dagsorden"));
}

TEST_CASE_METHOD(Fixture, "a source is linked to only if it is a web address") {
  auto item = example::item();
  item.meeting.source_url = "javascript:alert(1)";
  CHECK_FALSE(holds(item_page(item, {}, "", page), "javascript:"));
  item.meeting.source_url = "https://example.dk/\"x";
  CHECK(holds(item_page(item, {}, "", page), "href=\"https://example.dk/&quot;x\""));
}

TEST_CASE_METHOD(Fixture, "a meeting's page lists its items; the list of meetings its years") {
  opslag::corpus::Stored meeting;
  meeting.kind = opslag::corpus::DocumentKind::meeting;
  meeting.meeting = example::item().meeting;
  meeting.items = {{"socialudvalget-2024-03-05/2", 2, "To"},
                   {"socialudvalget-2024-03-05/3", std::string("3.1"), "Tre <b>"}};
  auto older = meeting;
  older.meeting.id = "socialudvalget-2023-01-01";
  older.meeting.date = "2023-01-01";
  const MeetingList list({meeting, older});
  const auto html = meeting_page(meeting, list, page);
  CHECK(holds(html, "Tre &lt;b&gt;"));
  CHECK(holds(html, "kl. 8.05"));
  CHECK(holds(html, "Forrige møde"));
  CHECK_FALSE(holds(html, "Næste møde"));
  const auto all = meetings_page(list, "", page);
  CHECK(holds(all, "<h2>2024</h2>"));
  CHECK(holds(all, "<h2>2023</h2>"));
  CHECK_FALSE(holds(all, "/moeder?year="));
  const auto one = meetings_page(list, "2023", page);
  CHECK_FALSE(holds(one, "<h2>2024</h2>"));
  CHECK(holds(one, "href=\"/moeder?year=2024\""));
}

TEST_CASE_METHOD(Fixture, "errors are told in plain words") {
  CHECK(holds(message_page(404, page), "Siden findes ikke"));
  CHECK(holds(message_page(503, page), "Der er travlt"));
  CHECK(holds(message_page(503, page, true), "ikke klar endnu"));
  CHECK(holds(message_page(500, {Language::en, files, labels}), "Something went wrong"));
}
