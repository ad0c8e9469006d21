// Searches over a small index of several segments, some of whose documents are deleted.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/searcher.h"

#include <random>

#include "tests/searchd/engine/small_index.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::searchd;
using test::meeting;

namespace {

// Two committees over three segments; "gammel" was replaced, so its first segment holds deleted documents.
const test::SmallIndex& index() {
  static test::SmallIndex one;
  static const bool made = [] {
    one.put("gammel", {meeting("Byråd", "2019-05-01", {{"Forældet sag om takster", "Godkendt.", "Forældet tekst."}})});
    one.put("social", {meeting("Socialudvalg", "2023-09-29",
                               {{"Takster for botilbud",
                                 "Godkendt.",
                                 "Objektiv finansiering af botilbud. Odense Kommune.",
                                 {"godkendt"},
                                 {"Odense"},
                                 {"takster", "botilbud"},
                                 {"Notat om takster.pdf"}},
                                {"Herberg",
                                 "Udsat.",
                                 "Sagen om herberget i Svendborg Kommune. Takster nævnes.",
                                 {"udsat"},
                                 {"Svendborg"},
                                 {"botilbud"}},
                                {"Orientering",
                                 "Taget til efterretning.",
                                 "Finansiering som er objektiv.",
                                 {"taget-til-efterretning", "godkendt"},
                                 {"Odense", "Svendborg"}}})});
    one.put("teknik",
            {meeting("Teknikudvalg", "2024-02-01", {{"Cykelparkering", "Godkendt.", "Nye stativer."}}),
             meeting("Teknikudvalg", "2022-02-01", {{"Vejbelysning", "Afvist.", "Nye lamper.", {"afvist"}}})});
    one.put("gammel", {meeting("Byråd", "2019-05-01", {{"Takster for vand", "Drøftet.", "Takster.", {"droeftet"}}})});
    return true;
  }();
  (void)made;
  return one;
}

Searcher& searcher() {
  static Searcher one(index().open());
  return one;
}

SearchRequest request(std::string q) {
  SearchRequest wanted;
  wanted.q = std::move(q);
  return wanted;
}

std::string ids(const SearchResult& result) {
  std::string text;
  for (const Hit& hit : result.hits) text += (text.empty() ? "" : " ") + hit.stored.item.id;
  return text;
}

std::string counts(const SearchResult& result, corpus::Facet facet) {
  std::string text;
  for (const FacetCount& one : result.facets[static_cast<std::size_t>(facet)]) {
    text += (text.empty() ? "" : " ") + one.value + "=" + std::to_string(one.count) + (one.selected ? "*" : "");
  }
  return text;
}

std::string with_marks(const Fragment& fragment) {
  std::string text;
  std::size_t at = 0;
  for (const auto& [begin, end] : fragment.marks) {
    text += fragment.text.substr(at, begin - at) + "[" + fragment.text.substr(begin, end - begin) + "]";
    at = end;
  }
  return text + fragment.text.substr(at);
}

std::vector<std::string>& filter(SearchRequest& wanted, corpus::Facet facet) {
  return wanted.filters[static_cast<std::size_t>(facet)];
}

}  // namespace

TEST_CASE("what a query finds, in order") {
  struct Row {
    std::string q, ids;
  };
  const Row rows[] = {
      {"",
       "teknikudvalg-2024-02-01/1 socialudvalg-2023-09-29/1 socialudvalg-2023-09-29/2 socialudvalg-2023-09-29/3 "
       "teknikudvalg-2022-02-01/1 byraad-2019-05-01/1"},
      {"takster", "socialudvalg-2023-09-29/1 byraad-2019-05-01/1 socialudvalg-2023-09-29/2"},
      {"forældet", ""},
      {"botilbud takster", "socialudvalg-2023-09-29/1"},
      {"takster -botilbud", "byraad-2019-05-01/1 socialudvalg-2023-09-29/2"},
      {"cykelparkering OR vejbelysning", "teknikudvalg-2024-02-01/1 teknikudvalg-2022-02-01/1"},
      {"\"objektiv finansiering\"", "socialudvalg-2023-09-29/1"},
      {"objektiv finansiering", "socialudvalg-2023-09-29/1 socialudvalg-2023-09-29/3"},
      {"titel:takster", "byraad-2019-05-01/1 socialudvalg-2023-09-29/1"},
      {"bilag:notat", "socialudvalg-2023-09-29/1"},
      {"takster kommune:svendborg", "socialudvalg-2023-09-29/2"},
      {"takster -kommune:svendborg -år:2019", "socialudvalg-2023-09-29/1"},
      {"beslutning:efterretning", "socialudvalg-2023-09-29/3"},
      {"decision:noted", "socialudvalg-2023-09-29/3"},
      {"udvalg:teknik år:2022", "teknikudvalg-2022-02-01/1"},
      {"cykel*", "teknikudvalg-2024-02-01/1"},
      {"kommune:findesikke", ""},
      {"((((",
       "teknikudvalg-2024-02-01/1 socialudvalg-2023-09-29/1 socialudvalg-2023-09-29/2 "
       "socialudvalg-2023-09-29/3 teknikudvalg-2022-02-01/1 byraad-2019-05-01/1"},
      {"-takster", "teknikudvalg-2024-02-01/1 socialudvalg-2023-09-29/3 teknikudvalg-2022-02-01/1"},
  };
  for (const Row& row : rows) {
    INFO(row.q);
    const SearchResult result = searcher().search(request(row.q));
    CHECK(ids(result) == row.ids);
    CHECK(result.total == result.hits.size());
  }
}

TEST_CASE("sorting and paging") {
  SearchRequest wanted = request("takster");
  wanted.sort = Sort::newest;
  CHECK(ids(searcher().search(wanted)) == "socialudvalg-2023-09-29/1 socialudvalg-2023-09-29/2 byraad-2019-05-01/1");
  wanted.sort = Sort::oldest;
  CHECK(ids(searcher().search(wanted)) == "byraad-2019-05-01/1 socialudvalg-2023-09-29/1 socialudvalg-2023-09-29/2");
  wanted.limit = 1;
  wanted.offset = 1;
  const SearchResult page = searcher().search(wanted);
  CHECK(ids(page) == "socialudvalg-2023-09-29/1");
  CHECK(page.total == 3);
  wanted.offset = 9;
  CHECK(searcher().search(wanted).hits.empty());
  wanted = request("");
  wanted.from = "2022-01-01";
  wanted.to = "2023-09-29";
  CHECK(searcher().search(wanted).total == 4);
}

TEST_CASE("a facet's counts ignore its own filter and obey the others") {
  SearchRequest wanted = request("");
  CHECK(counts(searcher().search(wanted), corpus::Facet::municipality) == "odense=2 svendborg=2");
  CHECK(counts(searcher().search(wanted), corpus::Facet::kind) == "item=6 attachment=1");
  filter(wanted, corpus::Facet::municipality) = {"odense"};
  SearchResult result = searcher().search(wanted);
  CHECK(result.total == 2);
  CHECK(counts(result, corpus::Facet::municipality) == "odense=2* svendborg=2");
  CHECK(counts(result, corpus::Facet::decision) == "godkendt=2 taget-til-efterretning=1");
  filter(wanted, corpus::Facet::decision) = {"taget-til-efterretning", "nej"};
  result = searcher().search(wanted);
  CHECK(result.total == 1);
  CHECK(counts(result, corpus::Facet::municipality) == "odense=1* svendborg=1");
  CHECK(counts(result, corpus::Facet::decision) == "godkendt=2 taget-til-efterretning=1* nej=0*");
  wanted.facet_limit = 0;
  CHECK(counts(searcher().search(wanted), corpus::Facet::decision) == "taget-til-efterretning=1* nej=0*");
}

TEST_CASE("every count is the total that one gets by choosing the value") {
  for (const std::string q : {"", "takster", "objektiv", "-botilbud"}) {
    const SearchResult all = searcher().search(request(q));
    for (std::size_t f = 0; f < corpus::kFacetCount; ++f) {
      for (const FacetCount& one : all.facets[f]) {
        SearchRequest chosen = request(q);
        chosen.filters[f] = {one.value};
        INFO(q << " " << corpus::kFacetNames[f] << " " << one.value);
        CHECK(searcher().search(chosen).total == one.count);
      }
    }
  }
}

TEST_CASE("attachments are found by their names, as themselves if asked for") {
  SearchRequest wanted = request("notat");
  SearchResult result = searcher().search(wanted);
  REQUIRE(ids(result) == "socialudvalg-2023-09-29/1");
  CHECK(result.hits[0].matched_in == std::vector<std::string>{"attachment"});
  REQUIRE(result.hits[0].attachments.size() == 1);
  CHECK(result.hits[0].attachments[0].matched);
  filter(wanted, corpus::Facet::kind) = {"attachment"};
  result = searcher().search(wanted);
  REQUIRE(result.hits.size() == 1);
  CHECK(result.hits[0].stored.kind == corpus::DocumentKind::attachment);
  filter(wanted, corpus::Facet::kind) = {"attachment", "item"};
  CHECK(searcher().search(wanted).total == 2);
}

TEST_CASE("where nothing matches all the words") {
  const SearchResult relaxed = searcher().search(request("hvor er elefanter cykelparkering stativer"));
  CHECK(ids(relaxed) == "teknikudvalg-2024-02-01/1");
  CHECK(relaxed.relaxed);
  CHECK_FALSE(relaxed.unmatched.empty());
  for (const std::string q : {"Langeland Kommune", "svømmehal takster", "elefanter", "kommune"}) {
    INFO(q);
    const SearchResult nothing = searcher().search(request(q));
    if (q == "kommune") {
      CHECK_FALSE(nothing.relaxed);
    } else {
      CHECK(nothing.total == 0);
    }
  }
  SearchRequest exact = request("hvor er elefanter cykelparkering stativer");
  exact.exact = true;
  CHECK(searcher().search(exact).total == 0);
}

TEST_CASE("a fallback leaves nothing behind that ranks the next query's hits") {
  const auto generation = index().open();
  Searcher used(generation), fresh(index().open());
  const SearchResult before = used.search(request("elefanter (stativer OR -takster) (lamper OR -takster)"));
  REQUIRE(before.relaxed);
  for (const char* q : {"takster", "finansiering", "OR nye", "orientering objektiv"}) {
    INFO(q);
    const SearchResult mine = used.search(request(q)), theirs = fresh.search(request(q));
    CHECK(ids(mine) == ids(theirs));
    REQUIRE(mine.hits.size() == theirs.hits.size());
    for (std::size_t i = 0; i < mine.hits.size(); ++i) CHECK(mine.hits[i].score == theirs.hits[i].score);
  }
}

TEST_CASE("a list of attachments is no snippet") {
  test::SmallIndex other;
  test::ItemText item{"Evaluering", "Godkendt.", "Notat om herberget.pdf"};
  item.attachments = {"Notat om herberget.pdf"};
  other.put("a", {meeting("Udvalg", "2023-09-29", {item})});
  Searcher one(other.open());
  const SearchResult found = one.search(request("herberget"));
  REQUIRE(found.hits.size() == 1);
  CHECK(found.hits[0].snippet.text == "Godkendt.");
}

TEST_CASE("compounds that nothing holds, and dates") {
  test::SmallIndex other;
  other.put("a", {meeting("Udvalg", "2023-09-29",
                          {{"Ny ledelse", "Godkendt.", "Der var et skifte af formand i maj."},
                           {"Specialeplanlægning", "Godkendt.", "Planen."},
                           {"Formandens beretning", "Godkendt.", "Vagternes arbejde med holdets skifte."}})});
  other.put("b", {meeting("Udvalg", "2023-10-02", {{"Takster", "Godkendt.", "Fra den 29. september 2023."}})});
  Searcher two(other.open());
  struct Row {
    std::string q, ids;
  };
  const Row rows[] = {
      {"formandsskifte", "udvalg-2023-09-29/1"},
      {"specialplanlægning", "udvalg-2023-09-29/2"},
      {"cykelsti", ""},
      {"møde 2. oktober 2023", "udvalg-2023-10-02/1"},
  };
  for (const Row& row : rows) {
    INFO(row.q);
    CHECK(ids(two.search(request(row.q))) == row.ids);
  }
  CHECK(two.search(request("referat fra 29. september 2023")).total == 3);
  CHECK(two.search(request("29. september 2023")).total == 4);
  CHECK(two.search(request("oktober 2023")).total == 1);
}

TEST_CASE("snippets show the best stretch, with what was found marked") {
  const SearchResult result = searcher().search(request("herberget takster"));
  REQUIRE(result.hits.size() == 1);
  CHECK(with_marks(result.hits[0].snippet) == "Sagen om [herberget] i Svendborg Kommune. [Takster] nævnes.");
  const SearchResult decided = searcher().search(request("cykelparkering"));
  REQUIRE(decided.hits.size() == 1);
  CHECK(with_marks(decided.hits[0].snippet) == "Godkendt.");
  CHECK(decided.hits[0].matched_in == std::vector<std::string>{"title"});
}

TEST_CASE("items, attachments and meetings by their ids") {
  CHECK(searcher().item("socialudvalg-2023-09-29/2")->item.title == "Herberg");
  CHECK_FALSE(searcher().item("socialudvalg-2023-09-29/9"));
  CHECK_FALSE(searcher().item("socialudvalg-2023-09-29"));
  CHECK(searcher().attachment("socialudvalg-2023-09-29/1/bilag/1"));
  CHECK_FALSE(searcher().attachment("socialudvalg-2023-09-29/1"));
  CHECK(searcher().meeting("teknikudvalg-2024-02-01"));
  std::vector<corpus::Stored> all;
  searcher().each_meeting([&](corpus::Stored meeting) { all.push_back(std::move(meeting)); });
  REQUIRE(all.size() == 4);
  CHECK(all.front().meeting.id == "teknikudvalg-2024-02-01");
  CHECK(all.back().meeting.id == "byraad-2019-05-01");
}

TEST_CASE("every hit of an export") {
  std::size_t total = 0;
  std::string order;
  searcher().each_hit(
      request("takster"), [&](const SearchResult& header) { total = header.total; },
      [&](const Hit& hit) {
        order += hit.stored.item.id + " ";
        return order.size() < 30;
      });
  CHECK(total == 3);
  CHECK(order == "socialudvalg-2023-09-29/1 byraad-2019-05-01/1 ");
}

TEST_CASE("the page of an item has its texts marked") {
  const auto stored = searcher().item("socialudvalg-2023-09-29/1");
  REQUIRE(stored);
  const std::vector<Fragment> whole = searcher().highlight(*stored, "takst \"objektiv finansiering\" -botilbud");
  REQUIRE(whole.size() == corpus::field_texts(*stored).size());
  CHECK(with_marks(whole[0]) == "[Takster] for botilbud");
  std::string all;
  for (const Fragment& fragment : whole) all += with_marks(fragment) + "\n";
  CHECK(all.find("[Objektiv finansiering] af botilbud") != std::string::npos);
}

TEST_CASE("any string is answered") {
  std::mt19937 random(11);
  const std::string_view pieces[] = {"\"",         "(",     ")",      "-",        "*",    " OR ",
                                     " AND ",      " NOT ", "titel:", "kommune:", "år:",  " ",
                                     "takster",    "æøå",   "§ 107",  "\xff",     "\xc3", std::string_view("\0", 1),
                                     "”",          "og",    ":",      "tak*",     "x*",   "botilbud",
                                     "2023-09-29", "'",     "<mark>", "odense"};
  std::uniform_int_distribution<std::size_t> pick(0, std::size(pieces) - 1), length(0, 16);
  for (int round = 0; round < 2000; ++round) {
    std::string query;
    for (std::size_t i = length(random); i > 0; --i) query += pieces[pick(random)];
    INFO(query);
    SearchRequest wanted = request(query);
    wanted.explain = true;
    const SearchResult result = searcher().search(wanted);
    CHECK(result.total >= result.hits.size());
    for (const Hit& hit : result.hits) {
      std::size_t at = 0;
      bool right = true;
      for (const auto& [begin, end] : hit.snippet.marks) {
        right = right && begin >= at && begin < end && end <= hit.snippet.text.size();
        at = end;
      }
      CHECK(right);
    }
  }
}
