// Lines that the page's width broke are put together.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/flowed.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {

std::string unfolded(const std::vector<std::string>& texts) {
  std::vector<corpus::Page> pages;
  for (const std::string& text : texts) pages.push_back({static_cast<unsigned>(pages.size() + 1), text});
  return corpus::minutes::unfolded(pages);
}

TEST_CASE("lines that go on are one") {
  struct Row {
    const char *text, *whole;
  };
  for (const Row& row : std::vector<Row>{
           {"1. Bænke og lys ved \nsøen\nBeslutning", "1. Bænke og lys ved søen\nBeslutning\n"},
           {"Punktet blev drøftet med \nBeslutning", "Punktet blev drøftet med\nBeslutning\n"},
           {"Taksten følger loven. \nBeslutning: Godkendt.", "Taksten følger loven.\nBeslutning: Godkendt.\n"},
           {"Notat om takster.pdf \nBudget.pdf", "Notat om takster.pdf\nBudget.pdf\n"},
           {"Der indstilles, at \n• taksten hæves", "Der indstilles, at\n• taksten hæves\n"},
           // Each line a sentence: each a paragraph. One of many: the paragraph goes on.
           {"Forslaget faldt. \nTaksten blev godkendt.", "Forslaget faldt.\nTaksten blev godkendt.\n"},
           {"Det er dyrt. \nTaksten hæves derfor \nnæste år, når \ndet er sagt.",
            "Det er dyrt. Taksten hæves derfor næste år, når det er sagt.\n"},
           {"Sager: 89. \nGodkendelse af dagsorden", "Sager: 89. Godkendelse af dagsorden\n"},
           {"med \n\nuden", "med\n\nuden\n"},
       }) {
    INFO(row.text);
    CHECK(unfolded({row.text}) == row.whole);
  }
}

TEST_CASE("pages stand apart, unless a sentence goes on") {
  CHECK(unfolded({"Beslutning\nGodkendt.", "Eventuelt"}) == "Beslutning\nGodkendt.\n\nEventuelt\n");
  CHECK(unfolded({"Forvaltningen har set på det samlede behov for", "\n\npladser."}) ==
        "Forvaltningen har set på det samlede behov for pladser.\n");
  CHECK(unfolded({"Forvaltningen indstiller over for udvalget, at:", "taksten hæves"}) ==
        "Forvaltningen indstiller over for udvalget, at:\n\ntaksten hæves\n");
  CHECK(unfolded({"", "", "Eventuelt", ""}) == "Eventuelt\n\n");
  CHECK(unfolded({}).empty());
}

TEST_CASE("what stands at the foot of pages is no text of minutes") {
  corpus::Extraction extraction;
  extraction.pages = {{1, "Eventuelt\n\nBeslutning med \nfoden\n\n\fHavnegade 1"}, {2, "Slut"}};
  extraction.media_type = "text/html";
  CHECK(corpus::minutes::minutes_text(extraction) == "Eventuelt\n\nBeslutning med \nfoden\n\n\nSlut\n");
  extraction.media_type = "application/pdf";
  CHECK(corpus::minutes::minutes_text(extraction) == "Eventuelt\n\nBeslutning med foden\n\n\nSlut\n");
}

}  // namespace
}  // namespace opslag::tests
