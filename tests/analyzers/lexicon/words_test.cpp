// Words related, repaired, unfolded.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "analyzers/morphology.h"
#include "tests/support/catch.h"

using opslag::analyzers::Morphology;

namespace {

const Morphology& morphology() {
  static const auto instance = Morphology::open();
  return *instance;
}

bool holds(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Pair {
  const char* first;
  const char* second;
};

}  // namespace

TEST_CASE("derivation relates verbs, their nouns and participles, both ways", "[lexicon]") {
  const Pair pairs[] = {{"godkende", "godkendelse"},   {"lukke", "lukning"},
                        {"evaluere", "evaluering"},    {"hjemløs", "hjemløshed"},
                        {"ansøge", "ansøgning"},       {"visitere", "visitation"},
                        {"diagnose", "diagnosticere"}, {"dobbeltdiagnose", "dobbeltdiagnosticere"},
                        {"planlægge", "planlægning"},  {"beslutte", "beslutning"},
                        {"indgå", "indgåelse"},        {"bæredygtig", "bæredygtighed"},
                        {"tilbyde", "tilbud"},         {"gennemgå", "gennemgang"},
                        {"økonomi", "økonomisk"},      {"politik", "politisk"},
                        {"historie", "historisk"},     {"person", "personlig"},
                        {"psykiatri", "psykiatrisk"},  {"menneske", "menneskelig"},
                        {"mangel", "mangle"},          {"socialpsykiatri", "socialpsykiatrisk"}};
  for (const auto& [first, second] : pairs) {
    INFO(first << " ~ " << second);
    CHECK(holds(morphology().related(first), second));
    CHECK(holds(morphology().related(second), first));
  }
  CHECK(holds(morphology().related("udviklingshæmmet"), "udviklingshæmning"));
}

TEST_CASE("derivation leaves apart what only looks alike", "[lexicon]") {
  const Pair pairs[] = {{"kommune", "kommunal"}, {"tid", "tidlig"},      {"leder", "ledig"}, {"leder", "ledelse"},
                        {"stille", "stilling"},  {"plads", "placering"}, {"svar", "ansvar"}, {"psykiatri", "psykisk"},
                        {"energi", "energisk"},  {"dag", "daglig"},      {"dej", "dejlig"},  {"udvalg", "udvalgt"},
                        {"vilkår", "vilkårlig"}, {"borger", "borgerlig"}};
  for (const auto& [first, second] : pairs) {
    INFO(first << " ~ " << second);
    CHECK_FALSE(holds(morphology().related(first), second));
    CHECK_FALSE(holds(morphology().related(second), first));
  }
}

TEST_CASE("misspellings of texts are mended", "[lexicon]") {
  const Pair pairs[] = {{"kommunne", "kommune"},
                        {"regnskapet", "regnskabet"},
                        {"sagsbehnadling", "sagsbehandling"},
                        {"daginstititioner", "daginstitutioner"},
                        {"fjernvarmeforsynning", "fjernvarmeforsyning"},
                        {"dobbeltdiagmostiserede", "dobbeltdiagnosticerede"},
                        {"lokalplansforslagget", "lokalplansforslaget"},
                        {"gronne", "grønne"},
                        {"borggmesteren", "borgmesteren"}};
  for (const auto& [written, meant] : pairs) {
    const auto repair = morphology().repair(written, false);
    INFO(written << " → " << (repair ? repair->word : "-"));
    REQUIRE(repair);
    CHECK(repair->word == meant);
    CHECK(repair->confidence > 0.4);
    CHECK(repair->confidence <= 1.0);
  }
}

TEST_CASE("known words, names and foreign words are not mended", "[lexicon]") {
  for (const auto* word : {"kommune", "botilbudspladser", "middelfart", "genbesøges", "whistleblower", "a", "", "x25",
                           "\xFF\xFE\xFF\xFE\xFF\xFE", "sagsssssssss"})
    CHECK_FALSE(morphology().repair(word, false));
  for (const auto* name : {"dahler", "toftekær", "kjærsgaard", "mogensen", "schrøder", "abdullahi"})
    CHECK_FALSE(morphology().repair(name, true));
}

TEST_CASE("a misspelt compound is cut where the right one is", "[lexicon]") {
  const auto form = morphology().analyze("dobeltdiagnosebehandling");
  CHECK_FALSE(form.known);
  CHECK(form.pieces == std::vector<std::string>{"dobelt", "diagnose", "behandling"});
  CHECK(form.parts == std::vector<std::string>{"dobbelt", "diagnose", "behandling"});
}

TEST_CASE("words typed without Danish letters are spelt with them", "[lexicon]") {
  const Pair pairs[] = {
      {"maalgruppe", "målgruppe"}, {"boern", "børn"}, {"hoeringssvar", "høringssvar"}, {"aeldrepleje", "ældrepleje"}};
  for (const auto& [typed, meant] : pairs) CHECK(morphology().unfold(typed) == std::vector<std::string>{meant});
  for (const auto* word : {"kommune", "museer", "beboere", "aabenraaxyz", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    CHECK(morphology().unfold(word).empty());
}
