// What a person is asked when a word is not found: "did you mean …".
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/spelling.h"

#include "analyzers/lexicon/edit_distance.h"
#include "analyzers/lexicon/skeleton.h"
#include "tests/support/catch.h"

using namespace opslag::analyzers;

namespace {

const std::shared_ptr<const Morphology>& morphology() {
  static const auto instance = Morphology::open();
  return instance;
}

std::string suggestion(const SpellingIndex& index, std::string_view word) {
  const auto found = index.suggest(word);
  return found ? found->word : "";
}

}  // namespace

TEST_CASE("slips are counted, a swap of neighbours as one", "[spelling]") {
  CHECK(edit_distance(U"skole", U"skole", 2) == 0);
  CHECK(edit_distance(U"sklole", U"skole", 2) == 1);
  CHECK(edit_distance(U"sokle", U"skole", 2) == 1);
  CHECK(edit_distance(U"skoler", U"skåle", 2) == 2);
  CHECK(edit_distance(U"skole", U"vejen", 2) == 3);
  CHECK(edit_distance(U"", U"ab", 2) == 2);
  CHECK(slip_cost(U"malgruppe", U"målgruppe") < slip_cost(U"milgruppe", U"målgruppe"));
}

TEST_CASE("skeletons forget Danish letters and habits of spelling", "[spelling]") {
  CHECK(skeleton(U"målgruppe", false) == U"malgruppe");
  CHECK(skeleton(U"maalgruppe", false) == U"malgruppe");
  CHECK(skeleton(U"æble", true) == U"eble");
  CHECK(sound_skeleton(U"gunderroth") == sound_skeleton(U"gunderod"));
  CHECK(sound_skeleton(U"philip") == sound_skeleton(U"filip"));
}

TEST_CASE("corrections come from the words of the index", "[spelling]") {
  const SpellingIndex index(morphology(), {{"dobbeltdiagnose", 12},
                                           {"målgruppe", 40},
                                           {"gunderød", 3},
                                           {"sagsbehandling", 9},
                                           {"sagsbehandlling", 1},
                                           {"herberg", 5},
                                           {"kommune", 300},
                                           {"ruths", 2},
                                           {"middelfart", 9},
                                           {"hjemløs", 2},
                                           {"tilsyn", 7},
                                           {"kvægtorv", 1}});
  struct Row {
    const char* typed;
    const char* expected;
  };
  const Row rows[] = {{"dobeltdiagnose", "dobbeltdiagnose"},
                      {"dobbletdiagnose", "dobbeltdiagnose"},
                      {"malgruppe", "målgruppe"},
                      {"gunderroth", "gunderød"},
                      {"komune", "kommune"},
                      {"komunne", "kommune"},
                      {"sagsbehanling", "sagsbehandling"},
                      {"middelfrat", "middelfart"},
                      {"tilsny", "tilsyn"},
                      {"tlisyn", "tilsyn"},
                      {"kvægtrov", "kvægtorv"},
                      {"hjemløs", ""},
                      {"kommune", ""},
                      {"daginstitutioner", ""},
                      {"xyzzyq", ""},
                      {"1234", ""},
                      {"", ""},
                      {"\xFF\xC3", ""}};
  for (const auto& [typed, expected] : rows) {
    INFO(typed);
    CHECK(suggestion(index, typed) == expected);
  }
}

TEST_CASE("a misspelling that stands in one text is no target", "[spelling]") {
  const SpellingIndex index(morphology(), {{"referrat", 1}, {"referat", 20}});
  CHECK(suggestion(index, "referrrat") == "referat");
}

TEST_CASE("a word that the dictionary knows is never corrected", "[spelling]") {
  const SpellingIndex index(morphology(), {{"døgninstitutioner", 9}, {"henvisning", 9}, {"kost", 50}});
  for (const auto* word : {"daginstitutioner", "anvisning", "kyst", "borne", "skolekøkkenet"})
    CHECK(suggestion(index, word).empty());
}

TEST_CASE("an index without words answers from the dictionary", "[spelling]") {
  const SpellingIndex index(morphology(), {});
  CHECK(suggestion(index, "dobeltdiagnose") == "dobbeltdiagnose");
}
