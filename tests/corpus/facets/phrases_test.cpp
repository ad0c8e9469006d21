// The notation of phrases, and the words that they are matched against.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/phrases.h"

#include <stdexcept>

#include "corpus/facets/words.h"
#include "tests/support/catch.h"

using opslag::corpus::PhraseMatch;
using opslag::corpus::PhraseSet;
using opslag::corpus::Word;
using opslag::corpus::words_of;

namespace {

// "word word | word": words in lower case, '|' where a sentence ends.
std::string shown(const std::string& text) {
  std::string line;
  for (const Word& word : words_of(text, {"kr", "nr"})) {
    if (!line.empty()) line += (word.before & opslag::corpus::kSentence) != 0 ? " | " : " ";
    line += word.text;
  }
  return line;
}

// The words of the first match, or "-".
std::string first_match(const std::string& phrase, const std::string& text) {
  PhraseSet phrases;
  phrases.add(phrase, 0);
  const std::vector<Word> words = words_of(text, {});
  const std::vector<PhraseMatch> found = phrases.find(words);
  if (found.empty()) return "-";
  std::string line;
  for (std::size_t at = found[0].begin; at < found[0].end; ++at) line += (line.empty() ? "" : " ") + words[at].text;
  return line;
}

}  // namespace

TEST_CASE("words and the ends of sentences") {
  CHECK(shown("Ærø og ÅBENRÅ.") == "ærø og åbenrå");
  CHECK(shown("Godkendt. Sagen udsættes.") == "godkendt | sagen udsættes");
  CHECK(shown("Se nr. B og kr. I alt") == "se nr b og kr i alt");
  CHECK(shown("den 3. maj og nr. 7") == "den 3 maj og nr 7");
  CHECK(shown("KL's og KL’s svar") == "kl og kl svar");
  CHECK(shown("§§ 107 og 108, §105/§85") == "§ 107 og 108 § 105 § 85");
  CHECK(shown("børne- og ungehjem") == "børne og ungehjem");
  CHECK(shown("Et\n\nTo\n • tre") == "et | to | tre");
  CHECK(shown("sagen fra\nOdense Kommune") == "sagen fra odense kommune");
  CHECK(shown("") == "");
  CHECK(shown("\xFF\xFEtakst\xC3") == "takst");
}

TEST_CASE("phrases") {
  CHECK(first_match("takst", "En takst stiger") == "takst");
  CHECK(first_match("takst", "Takster stiger") == "-");
  CHECK(first_match("takst*", "TAKSTERNE stiger") == "taksterne");
  CHECK(first_match("*takst", "døgntakst") == "døgntakst");
  CHECK(first_match("*takst*", "døgntakster") == "døgntakster");
  CHECK(first_match("SKI", "en ski") == "-");
  CHECK(first_match("SKI", "via SKI") == "ski");
  CHECK(first_match("blev|er godkendt", "Den er godkendt.") == "er godkendt");
  CHECK(first_match("blev .. godkendt", "Det blev med stor glæde godkendt") == "blev med stor glæde godkendt");
  CHECK(first_match("blev .. godkendt", "Det blev et to tre fire fem seks godkendt") == "-");
  CHECK(first_match("blev ... godkendt", "Det blev et to tre fire fem seks godkendt") ==
        "blev et to tre fire fem seks godkendt");
  CHECK(first_match("blev .. godkendt", "Det blev sent. Referatet godkendt") == "-");
  CHECK(first_match("^ intet $", "Godkendt.\nIntet.") == "intet");
  CHECK(first_match("^ intet $", "Der skete intet.") == "-");
  CHECK(first_match("^ intet $", "Intet nyt.") == "-");
  CHECK(first_match("^ .. anbefales", "Indstillingen anbefales") == "anbefales");
  CHECK(first_match("børne- og unge*", "Børne- og Ungeudvalget") == "børne og ungeudvalget");
  CHECK(first_match("{navn} {navn} udpeges", "Karin Holm udpeges") == "karin holm udpeges");
  CHECK(first_match("{navn} {navn} udpeges", "karin Holm udpeges") == "-");
  CHECK(first_match("{navn} {navn}", "Viben, Storken") == "-");
  CHECK(first_match("§ 110", "efter §110") == "§ 110");
}

TEST_CASE("a gap never skips a barrier") {
  PhraseSet phrases;
  phrases.add("blev .. godkendt", 0);
  phrases.add_barrier("ikke");
  CHECK(phrases.find(words_of("Det blev nu godkendt", {})).size() == 1);
  CHECK(phrases.find(words_of("Det blev ikke godkendt", {})).empty());
}

TEST_CASE("the longest phrase wins") {
  PhraseSet phrases;
  phrases.add("godkendt", 1);
  phrases.add("ikke godkendt", 2);
  const auto found = opslag::corpus::longest(phrases.find(words_of("ikke godkendt, men så godkendt", {})));
  REQUIRE(found.size() == 2);
  CHECK(found[0].payload == 2);
  CHECK(found[1].payload == 1);
}

TEST_CASE("wrong notation is refused") {
  for (const char* wrong : {"", "..", "takst ..", "a ^ b", "$ a", "a $ b", "|", "*", "a,b"}) {
    INFO(wrong);
    PhraseSet phrases;
    CHECK_THROWS_AS(phrases.add(wrong, 0), std::invalid_argument);
  }
}
