// What the morphology says of words: lemmas, pieces, parts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/morphology.h"

#include "tests/support/catch.h"

using opslag::analyzers::Morphology;
using opslag::analyzers::WordForm;

namespace {

const Morphology& morphology() {
  static const auto instance = Morphology::open();
  return *instance;
}

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

struct Row {
  const char* word;
  const char* expected;
};

}  // namespace

TEST_CASE("the dictionary form of a word", "[lexicon]") {
  const Row rows[] = {{"kommunerne", "kommune"},
                      {"kapaciteten", "kapacitet"},
                      {"pladser", "plads"},
                      {"kommunalt", "kommunal"},
                      {"drøftede", "drøfte"},
                      {"gik", "gå"},
                      {"børnene", "barn"},
                      {"bøgernes", "bog"},
                      {"deltog", "deltage"},
                      {"taksten", "takst"},
                      {"modellen", "model"},
                      {"rusmidler", "rusmiddel"},
                      {"botilbudspladserne", "botilbudsplads"},
                      {"leder", "leder lede"}};
  for (const auto& [word, expected] : rows) {
    INFO(word);
    const auto form = morphology().analyze(word);
    CHECK(form.known);
    CHECK(joined(form.lemmas, " ") == expected);
  }
}

TEST_CASE("compounds are cut, simple words stay whole", "[lexicon]") {
  const Row rows[] = {{"botilbudspladserne", "bo|tilbuds|pladserne"},
                      {"sagsbehandlingstiden", "sags|behandlings|tiden"},
                      {"skolebørn", "skole|børn"},
                      {"kommuneplanstillæg", "kommune|plans|tillæg"},
                      {"spildevandsplan", "spilde|vands|plan"},
                      {"nødstilfælde", "nøds|tilfælde"},
                      {"ventilatorremme", "ventilator|remme"},
                      {"partnerskabsmålgruppe", "partnerskabs|mål|gruppe"},
                      {"akutteam", "akut|team"},
                      {"pårørendegruppen", "pårørende|gruppen"},
                      {"ejendomsretten", "ejendoms|retten"},
                      {"diskret", "diskret"},
                      {"mellemstykket", "mellemstykket"},
                      {"køberkommuner", "køber|kommuner"},
                      {"taksten", "taksten"},
                      {"modellen", "modellen"},
                      {"kortlægge", "kortlægge"},
                      {"middelfart", "middelfart"},
                      {"gennemgang", "gennemgang"},
                      {"beskæftigelse", "beskæftigelse"},
                      {"kultur", "kultur"}};
  for (const auto& [word, expected] : rows) CHECK(joined(morphology().analyze(word).pieces, "|") == expected);
}

TEST_CASE("parts are dictionary forms", "[lexicon]") {
  CHECK(joined(morphology().analyze("botilbudspladserne").parts, " ") == "bo tilbud plads");
  CHECK(joined(morphology().analyze("børnehaverne").parts, " ") == "barn have");
  // The linking e belongs to the noun; byggesag is none of byg.
  CHECK(joined(morphology().analyze("hundeskoven").parts, " ") == "hund skov");
  CHECK(joined(morphology().analyze("skatteprocent").parts, " ") == "skat procent");
  CHECK(joined(morphology().analyze("byggesag").parts, " ") == "bygge sag");
}

TEST_CASE("pieces are the word, whatever the word", "[lexicon]") {
  for (const std::string word :
       {"", "a", "å", "ååååååååååååå", "\xC3", "\xFF\xFE", "x\xC3\xC3y", "sagssssssss", "e-mail",
        "kommunekommunekommunekommunekommunekommunekommunekommunekommunekommunekommunekommunen"}) {
    const auto form = morphology().analyze(word);
    CHECK(joined(form.pieces, "") == word);
    CHECK_FALSE(form.lemmas.empty());
  }
}
