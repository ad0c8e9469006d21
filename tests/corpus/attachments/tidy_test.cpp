// What page layout did to the text is undone.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/extractors.h"
#include "corpus/attachments/running_key.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::Page;

std::string tidied(std::string text) {
  std::vector<Page> pages{{1, std::move(text)}};
  corpus::tidy(pages);
  return pages.front().text;
}

TEST_CASE("words broken at a line's end are whole again") {
  struct Row {
    const char *text, *tidy;
  };
  for (const Row& row : std::vector<Row>{
           {"special-\nområde", "specialområde"},
           {"special-\r\n  område", "specialområde"},
           {"børne- og ungdom", "børne- og ungdom"},
           {"børne-\nog ungdom", "børne-\nog ungdom"},
           {"Fredensborg-\nHelsingør", "Fredensborg-\nHelsingør"},
           {"2024-\n2026", "2024-\n2026"},
           {"2024- \n2026", "2024-2026"},
           {"Fredensborg- \nHelsingør", "Fredensborg-Helsingør"},
           {"special- \nområde", "specialområde"},
           {"børne- \nog ungdom", "børne- \nog ungdom"},
           {"pris - \n2026", "pris - \n2026"},
           {"special\u00AD\nområde", "specialområde"},
           {"o\uFB00entlig \uFB01skeri \uFB03", "offentlig fiskeri ffi"},
           {"A\u030A", "Å"},
           {"slut  \n\n", "slut"},
       }) {
    INFO(row.text);
    CHECK(tidied(row.text) == row.tidy);
  }
}

TEST_CASE("a hyphen that is a word's own stays where the page's width breaks the word") {
  for (const auto& [text, tidy] : std::vector<std::pair<std::string, std::string>>{
           {"EU- \nmidler til 18- \nårige og 2027- \n2028", "EU-midler til 18-årige og 2027-2028"},
           {"1- \nog 2-værelses", "1- \nog 2-værelses"},
           // The word stands elsewhere in the document, or doesn't.
           {"Et takst-årshjul. Det takst- \nårshjul", "Et takst-årshjul. Det takst-årshjul"},
           {"Et andet-årshjul. Det takst- \nårshjul", "Et andet-årshjul. Det takstårshjul"},
       }) {
    INFO(text);
    CHECK(tidied(text) == tidy);
  }
  // A document of many lines hardly one of which breaks a word does not break words.
  std::string whole, broken;
  for (int i = 0; i < 60; ++i)
    whole += "en linje der går \n", broken += i % 10 == 0 ? "en lin- \n" : "en linje der går \n";
  CHECK(tidied(whole + "takst- \nårshjul").ends_with("takst-årshjul"));
  CHECK(tidied(broken + "takst- \nårshjul").ends_with("takstårshjul"));
}

TEST_CASE("running heads are said once, other lines that repeat stay") {
  std::vector<Page> pages;
  for (unsigned i = 1; i <= 4; ++i) {
    std::string text = "Budget 2026\n";
    for (int line = 0; line < 4; ++line) text += "linje " + std::string(static_cast<std::size_t>(line) + i, 'x') + "\n";
    text += "ens midt på siden\n";
    for (int line = 0; line < 4; ++line)
      text += "efter " + std::string(static_cast<std::size_t>(line) + 9 * i, 'y') + "\n";
    pages.push_back({i, text + "Side " + std::to_string(i) + " af 4"});
  }
  corpus::tidy(pages);
  CHECK(pages[0].text.find("Budget 2026") == 0);
  for (std::size_t i = 1; i < pages.size(); ++i) {
    CHECK(pages[i].text.find("Budget") == std::string::npos);
    CHECK(pages[i].text.find("Side ") == std::string::npos);
    CHECK(pages[i].text.find("ens midt på siden") != std::string::npos);
  }
  // Decisions that happen to end two pages of three, and short pages.
  std::vector<Page> chance{{1, "Budget\nBeslutning\nIntet"}, {2, "Udvalg\nPlan\nBeslutning\nIntet"}, {3, "Eventuelt"}};
  corpus::tidy(chance);
  CHECK(chance[1].text == "Udvalg\nPlan\nBeslutning\nIntet");
  // An item a page: its headings stand behind its own title.
  std::vector<Page> items;
  for (const char* title : {"Takster", "Valg", "Bilag"})
    items.push_back({1, std::string(title) + "\nSagsfremstilling\n\nOm " + title});
  corpus::tidy(items);
  CHECK(items[2].text == "Bilag\nSagsfremstilling\n\nOm Bilag");
  std::vector<Page> few{{1, "Budget\nen"}, {2, "Budget\nto"}};
  corpus::tidy(few);
  CHECK(few[1].text == "Budget\nto");
}

TEST_CASE("only a page's own number may differ in a running line") {
  struct Row {
    const char *first, *second;
    bool same;
  };
  for (const Row& row : std::vector<Row>{
           {"Side 1 af 4", "Side 2 af 4", true},
           {"Referat s. 9", "Referat s. 10", true},
           {"- 3 -", "- 4 -", true},
           {"3/12", "4/12", true},
           {"Byrådet 12. marts 2024\t1", "Byrådet 12. marts 2024\t2", true},
           {"Nordhavn Kommune", "Nordhavn  Kommune", true},
           {"Side 1 af 4", "Side 3 af 4", false},
           {"Budget 2021", "Budget 2022", false},
           {"Skole 1", "Skole 2", false},
           {"Punkt 1", "Punkt 2", false},
           {"Skole\t111", "Skole\t222", false},
           {"Matrikel 4711", "Matrikel 4712", false},
           {"1.045", "2.045", false},
           {"12-03-2024", "13-03-2024", false},
       }) {
    INFO(row.first);
    CHECK((corpus::running_key(row.first, 7) == corpus::running_key(row.second, 8)) == row.same);
  }
}

TEST_CASE("pages that differ by numbers keep them") {
  std::vector<Page> pages;
  for (const char* number : {"2021", "2022", "2023", "2024"})
    pages.push_back({1, "Afstemning " + std::string(number) + "\nJa " + number + "\nNej"});
  corpus::tidy(pages);
  CHECK(pages[3].text.find("Afstemning 2024\nJa 2024") != std::string::npos);
}

}  // namespace
}  // namespace opslag::tests
