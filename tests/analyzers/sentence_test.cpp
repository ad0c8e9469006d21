// Sentences are cut where nothing crosses, and what is behind the last word asked for is read only where it must be.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/sentence.h"

#include <algorithm>
#include <random>
#include <set>

#include "analyzers/doubt.h"
#include "analyzers/text.h"
#include "tests/analyzers/analyzers.h"
#include "tests/support/catch.h"

using namespace opslag::analyzers;

namespace {

// Each sentence with how many words it has, if that is all there is to it: "2 Mødet hævet.|- I 2010 …".
std::string sentences(std::string_view text) {
  std::string all;
  for (std::size_t at = 0; at < text.size();) {
    const Sentence sentence = next_sentence(text, at, at, text.size(), Spellings());
    if (!all.empty()) all += '|';
    all += (sentence.plain ? std::to_string(sentence.words) : "-") + " ";
    all += text.substr(at, sentence.end - at);
    at = sentence.end;
  }
  return all;
}

// All breaks of a text with the positions before them, and its end.
std::vector<TextPlace> places_of(std::string_view text, const std::vector<Token>& tokens) {
  std::vector<TextPlace> places;
  for (std::size_t at = next_break(text, 1);; at = next_break(text, at + 1)) {
    std::uint32_t position = 0;
    for (const Token& token : tokens) position = token.begin < at ? token.position + 1 : position;
    places.push_back({at, position});
    if (at == text.size()) return places;
  }
}

const std::vector<std::string> kTexts = {
    "Mødet blev hævet. Udvalget godkendte, at budgettet øges.\nIngen bemærkninger.",
    "Efter servicelovens § 107, stk. 2, og §§ 108-110 ydes hjælp. Loven gælder. Paragraf 82 a i lov om social service.",
    "Den 3. maj. 2023 kl. 8.30-9.15 og klokken. 8 - 9. Beløbet er 4.717.000 kr., dvs. ca. 5,2 mio. kr. i alt.",
    "Social- og sundhedsudvalget samt botilbud og -pladser. Børne-\nhaven er kom\u00ADmunens. Udbyg-\r\nning følger.",
    "(styrings)udfordringer og udfordring(er) drøftes. K22, CO₂ og Lars's notat – 50 % af sagerne. Procent tæller.",
    "Punktet er lukket... “Udvalget” siger ‘nej’. www.kommune.dk er væk. Sag 27.00.00-G01-1-21 er afsluttet! Slut.",
    "Udvalget (nye) og \"kommunen\": Det er kl. otte - eller ni – og dvs. ca. nu; ja? Nej! Bl.a. (bl.a.) er med. Slut",
    "Budget - (kommunen). \nKommunen) (udvalg) -\nkommune –\nudvalg (kommu\nnen) \"bud\"get (la)ver la(ver) (la) (s).",
    "KOMMUNEN kommunen Kommunen. \xC3 \xC3( \xE2\x82 udvalget. \xFFudvalget. æble Æble ÆBLE. Ordet er ord\u200Det. "
    "Udvalg\u2011et.",
};

}  // namespace

TEST_CASE("sentences end behind a longer word and a point") {
  CHECK(sentences("") == "");
  CHECK(sentences("Mødet hævet. Tak, alle") == "2 Mødet hævet.|2  Tak, alle");
  CHECK(sentences("I 2010 steg det. Ja.") == "- I 2010 steg det. Ja.");
  CHECK(sentences("klokken. 8 den 3. sept. 2020 bliver. X") == "- klokken. 8 den 3. sept. 2020 bliver.|1  X");
  CHECK(sentences("Se nr. (ny) eller \"nu\" : og - så; ja? Nej! Ord.") ==
        "10 Se nr. (ny) eller \"nu\" : og - så; ja? Nej! Ord.");
  CHECK(sentences("Forslaget – som aftalt (ja). Det kan.") == "6 Forslaget – som aftalt (ja). Det kan.");
  CHECK(sentences("ord(er) ny") == "- ord(er) ny");
  CHECK(sentences("(ord)er ny") == "- (ord)er ny");
  CHECK(sentences("og -pladser") == "- og -pladser");
  CHECK(sentences("udvalget.dk er væk, længere.\nNy") == "- udvalget.dk er væk, længere.|1 \nNy");
}

TEST_CASE("no word that may be asked for by its spelling is passed over") {
  for (const std::string& text : kTexts) {
    INFO(text);
    const std::vector<Token> tokens = shared_analyzer().analyze(text);
    const std::vector<TextPlace> places = places_of(text, tokens);
    std::set<std::string> surfaces;
    for (const Token& token : tokens) {
      for (const Term& term : *token.terms)
        if (term.kind == TermKind::surface && term.text.find_first_of("0123456789") == std::string::npos)
          surfaces.insert(term.text);  // numbers are found by other terms, which have positions
    }
    for (const std::string& surface : surfaces) {
      INFO(surface);
      Spellings spellings;
      spellings.add_word(surface);
      const Term wanted{TermKind::surface, surface};
      for (std::uint32_t last = 0; last <= tokens.back().position; ++last) {
        const std::vector<std::uint32_t> positions{last};
        for (const auto& known : {std::vector<TextPlace>(), places}) {
          const auto selected =
              shared_analyzer().analyze(text, Selection(positions, 0, spellings, known.empty(), known)).tokens;
          for (const Token& token : tokens) {
            const bool asked = token.position == last ||
                               std::find(token.terms->begin(), token.terms->end(), wanted) != token.terms->end();
            if (!asked) continue;
            REQUIRE(std::any_of(selected.begin(), selected.end(), [&](const Token& other) {
              return other.begin == token.begin && other.end == token.end && other.position == token.position &&
                     *other.terms == *token.terms;
            }));
          }
        }
      }
    }
  }
}

TEST_CASE("no word that begins as asked for is passed over") {
  for (const std::string& text : kTexts) {
    const std::vector<Token> tokens = shared_analyzer().analyze(text);
    for (const std::string beginning : {"ko", "kom", "kommun", "udv", "æb", "aeb", "la", "bud", "s", "pro", "sund"}) {
      INFO(beginning << " in " << text);
      Spellings spellings;
      spellings.add_beginning(beginning, fold(beginning));
      const auto selected = shared_analyzer().analyze(text, Selection({}, 0, spellings, true)).tokens;
      for (const Token& token : tokens) {
        const bool asked = std::any_of(token.terms->begin(), token.terms->end(), [&](const Term& term) {
          return term.kind == TermKind::surface &&
                 (term.text.starts_with(beginning) || fold(term.text).starts_with(fold(beginning)));
        });
        if (!asked) continue;
        REQUIRE(std::any_of(selected.begin(), selected.end(), [&](const Token& other) {
          return other.begin == token.begin && other.end == token.end && *other.terms == *token.terms;
        }));
      }
    }
  }
}

TEST_CASE("doubt comes no later than the word that is asked for") {
  const std::vector<std::string> kPieces = {
      "kommunen", "Kommunen", "KOMMUNE", "kom",    "æble", "Æbler",   "é",      "n",        "udvalget", "udvalgets",
      " ",        " ",        " ",       ". ",     "-",    "-\n",     "\n",     " -",       "%",        "50 %",
      "\xC3",     "\x80",     "\xE2",    "\u00AD", "–",    "\u2011",  "\u200D", "4",        ", ",       "(",
      ")",        "'",        "’s",      "×",      "ñ",    "o\u0308", "中文",   "procent ", "og ",      "/"};
  std::mt19937 random(17);
  std::size_t met = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string text;
    for (auto pieces = 1 + random() % 30; pieces > 0; --pieces) text += kPieces[random() % kPieces.size()];
    const std::vector<Token> tokens = shared_analyzer().analyze(text);
    for (const std::string asked : {"kommunen", "æble", "udvalgets", "procent", "ko*", "kommu*", "ae*", "udvalg*"}) {
      Spellings spellings;
      const std::string beginning = asked.substr(0, asked.find('*'));
      if (beginning == asked) {
        spellings.add_word(asked);
      } else {
        spellings.add_beginning(beginning, beginning);
      }
      for (const Token& token : tokens) {
        const Term& term = token.terms->front();
        if (term.kind != TermKind::surface) continue;
        if (beginning == asked ? term.text != asked : !fold(term.text).starts_with(beginning)) continue;
        ++met;
        INFO(asked << " in " << text);
        REQUIRE(first_doubt(text, 0, text.size(), spellings) < token.end);
      }
    }
  }
  CHECK(met > 1000);
  Spellings spellings;
  spellings.add_word("udvalget");
  const std::string text =
      "Byudvalget – og UDVALGETS møde i kommunens (nye) bygning, den 4. - " + std::string(100, '.');
  CHECK(first_doubt(text, 0, text.size(), spellings) == text.size());
  CHECK(first_doubt(text + " Udvalget", 0, text.size() + 9, spellings) == text.size() + 1);
  CHECK(first_doubt(text + " Udvalget", 0, text.size() + 1, spellings) == text.size() + 1);
}

TEST_CASE("a break is where a sentence ends, whatever is before it") {
  const auto breaks = [](std::string_view text) {
    std::string all;
    for (std::size_t at = next_break(text, 0); at < text.size(); at = next_break(text, at + 1)) {
      CHECK(is_break(text, at));
      all += std::to_string(at) + " ";
    }
    return all;
  };
  CHECK(breaks("Mødet hævet. Ja. I 2010 steg det. kl. 8 klokken. 8 den 3. sept. 2020 ændrede. X.") == "14 80 ");
  CHECK(breaks("Xklokken. 8") == "9 ");
  CHECK(breaks("") == "");
  CHECK(next_break("Udvalg klokken. 8", 9) == 17);  // within the word
  CHECK(next_break("Mødet hævet. Ja", 14) == 14);
  CHECK(next_break("Mødet hævet. Ja", 15) == 17);
  CHECK_FALSE(is_break("Mødet hævet. Ja", 13));
  CHECK_FALSE(is_break("hævet.", 99));
}

TEST_CASE("a text is left where nothing more is asked for") {
  const std::string text = "Udvalget godkendte. Mødet blev hævet. Der var 3 afbud.";
  const std::vector<std::uint32_t> positions{1};
  Spellings spellings;
  spellings.add_word("udvalget");
  const auto stopped = shared_analyzer().analyze(text, Selection(positions, 0, spellings, true));
  CHECK(stopped.stopped);
  CHECK(stopped.positions == 2);
  const auto counted = shared_analyzer().analyze(text, Selection(positions, 0, spellings));
  CHECK_FALSE(counted.stopped);
  CHECK(counted.positions == 9);
  spellings.add_word("afbud");
  CHECK_FALSE(shared_analyzer().analyze(text, Selection(positions, 0, spellings, true)).stopped);
}
