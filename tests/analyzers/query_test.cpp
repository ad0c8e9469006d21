// Queries: which words they have, what may stand for each, and what they find.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analyzers/analyzers.h"
#include "tests/support/catch.h"

using namespace opslag::analyzers;

namespace {

std::string words_of(std::string_view query) {
  std::string line;
  for (const QueryWord& word : shared_analyzer().analyze_query(query))
    line += (line.empty() ? "" : " | ") + word.text + (word.says_little ? "~" : "");
  return line;
}

}  // namespace

TEST_CASE("a query's words are what a person means by one thing") {
  const std::pair<std::string, std::string> rows[] = {
      {"", ""},
      {"((( \" ' - * 😀", ""},
      {"hvad er en sag", "hvad~ | er~ | en~ | sag~"},
      {"Langeland Kommune", "Langeland | Kommune~"},
      {"§ 107", "§ 107"},
      {"SEL § 85, stk. 2", "SEL § 85, stk. 2"},
      {"herberg § 110", "herberg | § 110"},
      {"§ 107 i serviceloven", "§ 107 i serviceloven"},
      {"29. september 2023", "29. september 2023"},
      {"møde 29/9-2023 kl. 8:30", "møde~ | 29/9-2023 | kl.~ | 8:30"},
      {"Faaborg-Midtfyn budget", "Faaborg-Midtfyn | budget"},
      {"2025-2026", "2025-2026"},
      {"sag 25/26257", "sag~ | 25/26257"},
      {"2.322 kr.", "2.322 | kr.~"},
      {"x OR y", "x | OR | y"},
  };
  for (const auto& [query, words] : rows) CHECK(words_of(query) == words);
}

TEST_CASE("queries find other spellings, forms and names of the same") {
  const std::pair<std::string, std::string> rows[] = {
      {"paragraf 107", "efter § 107"},
      {"§ 107", "Servicelovens § 107"},
      {"SEL § 107", "Servicelovens § 107"},
      {"servicelovens § 85", "SEL § 85"},
      {"4717", "4.717"},
      {"5,51 procent", "5,51%"},
      {"251.600.000", "251,6 mio. kr."},
      {"1. oktober", "den 1. oktober 2024"},
      {"oktober 2024", "01.10.2024"},
      {"8.30", "kl. 8:30"},
      {"Rene", "René"},
      {"René", "Rene"},
      {"aabenraa", "Åbenrå"},
      {"Åbenrå", "Aabenraa"},
      {"DK2020", "DK 2020"},
      {"DK 2020", "DK2020"},
      {"Rammeaftale 2025-2026", "Rammeaftale 2025 2026"},
      {"diagnose", "dobbeltdiagnosetilbud"},
      {"sagsbehandling", "sagsbehandlingstider"},
      {"SDF", "Socialdirektørforum"},
      {"Socialdirektørforum", "SDF"},
      {"Kommunernes Landsforening", "KL’s udspil"},
      {"KL", "Kommunernes Landsforening"},
      {"herberg", "et forsorgshjem"},
      {"herberg", "efter § 110"},
      {"midlertidigt botilbud", "pladser efter § 107"},
      {"dobbeltdiagnose", "psykisk lidelse og samtidig rusmiddelproblematik"},
      {"psykisk sygdom og samtidig rusmiddelproblematik", "borgere med dobbeltdiagnoser"},
      {"millioner", "3 mio. kr."},
      {"økonomistyring", "økonomisk styring"},
      {"lokalplaan", "lokalplanforslag"},
      {"mangel på pladser", "pladsmangel"},
  };
  for (const auto& [query, text] : rows) {
    INFO(query << " → " << text);
    CHECK(finds(query, text));
  }
}

TEST_CASE("queries don't find what only looks alike") {
  const std::pair<std::string, std::string> rows[] = {
      {"bor", "bør"},
      {"bør", "bor"},
      {"§ 107", "107 pladser"},
      {"SEL § 85", "almenboligloven"},
      {"takststigning", "takst"},
      {"KL", "kl. 8"},
      {"4717", "4.718"},
      {"1. oktober", "2. oktober"},
      {"svar", "ansvar"},
      {"tid", "tidligere"},
      {"25/26257", "25/26258"},
      {"2025-2026", "2025 og 2026"},
      {"dobbeltdiagnose", "psykisk lidelse"},
      {"bog", "bogstaver"},
      {"mål", "måltidet"},
  };
  for (const auto& [query, text] : rows) {
    INFO(query << " → " << text);
    CHECK_FALSE(finds(query, text));
  }
}

TEST_CASE("alternatives are ranked, few, and typed things stay typed") {
  for (const std::string query : {"dobbeltdiagnose", "kommuner", "§ 107", "KL", "botilbudspladser", "René", "2.322"}) {
    INFO(query);
    for (const QueryWord& word : shared_analyzer().analyze_query(query)) {
      REQUIRE_FALSE(word.alternatives.empty());
      CHECK(word.alternatives.size() <= 12);
      CHECK(word.alternatives.front().rule == Rule::exact);
      double before = 1.0;
      for (const Alternative& alternative : word.alternatives) {
        CHECK(alternative.weight > 0);
        CHECK(alternative.weight <= before);
        before = alternative.weight;
      }
    }
  }
  CHECK(shared_analyzer().analyze_query("§ 107").front().alternatives.front().term.text == "par:107");
}
