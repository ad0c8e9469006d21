// What the places of a page's words say of its lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/page_layout.h"

#include "corpus/attachments/running_lines.h"

#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::PrintedWord;

constexpr double kLetter = 5, kHeight = 10, kPageWidth = 500;

// Words 5 points apart, 5 points a letter.
void print(std::vector<PrintedWord>& words, double left, double top, std::string_view line, int font = 0) {
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    const double begin = left + kLetter * static_cast<double>(at), width = kLetter * static_cast<double>(end - at);
    words.push_back({std::string(line.substr(at, end - at)), begin, begin + width, top, top + kHeight, font});
    at = end + 1;
  }
}

std::string arranged(std::string_view text, const std::vector<PrintedWord>& words) {
  return corpus::PageLayout().arrange(corpus::printed_lines(text, words), kPageWidth);
}

struct Placed {
  double left, top;
  const char* text;
  int font = 0;
};

std::string arranged(const std::vector<Placed>& lines) {
  std::vector<PrintedWord> words;
  std::string text;
  for (const Placed& line : lines) {
    print(words, line.left, line.top, line.text, line.font);
    (text += line.text) += '\n';
  }
  return arranged(text, words);
}

// 80 letters fill a line from 50 to 450 points.
const char* const kFull = "Forvaltningen har i samarbejde med de 18 kommuner set paa det samlede behov for";

TEST_CASE("a line that the next word did not fit in goes on, a shorter one ends") {
  CHECK(arranged({{50, 100, kFull}, {50, 112, "pladser til borgere."}, {50, 124, "Budgettet holder."}}) ==
        std::string(kFull) + " \npladser til borgere.\nBudgettet holder.");
  // Letters that change, or another column, begin something else.
  CHECK(arranged({{50, 100, kFull, 1}, {50, 112, "pladser", 0}}) == std::string(kFull) + "\npladser");
  CHECK(arranged({{50, 100, kFull}, {300, 112, "pladser"}}) == std::string(kFull) + "\npladser");
}

TEST_CASE("the margin is learnt from the lines that go on") {
  // All lines end well before an even margin would be.
  const std::vector<Placed> narrow{{50, 100, "Forvaltningen har i samarbejde med de"},
                                   {50, 112, "mange kommuner set paa det samlede"},
                                   {50, 124, "behov for pladser til de borgere der"},
                                   {50, 136, "venter paa en bolig."},
                                   {50, 148, "Budgettet holder."}};
  CHECK(arranged(narrow) ==
        "Forvaltningen har i samarbejde med de \nmange kommuner set paa det samlede \nbehov for pladser til de borgere "
        "der "
        "\nventer paa en bolig.\nBudgettet holder.");
}

TEST_CASE("lines that stand apart have an empty line between them") {
  CHECK(arranged({{50, 100, "Beslutning"}, {50, 112, "Godkendt."}, {50, 136, "Bilag"}, {50, 148, "Notat"}}) ==
        "Beslutning\nGodkendt.\n\nBilag\nNotat");
  // As far apart as all lines of the page are: no gap.
  CHECK(arranged({{50, 100, "Et"}, {50, 115, "To"}, {50, 130, "Tre"}}) == "Et\nTo\nTre");
}

TEST_CASE("cells of a row are parted by tabs") {
  std::vector<PrintedWord> words;
  print(words, 50, 100, "1 Takster");
  print(words, 200, 100, "Godkendt.");
  CHECK(arranged("1 Takster Godkendt.", words) == "1 Takster\tGodkendt.");
  // A word that stands just where another row's cell begins, though hardly apart.
  print(words, 50, 112, "2 Et lidt laengere navn paa en");
  words.back().right = 197;
  print(words, 200, 112, "Udsat.");
  CHECK(arranged("1 Takster Godkendt.\n2 Et lidt laengere navn paa en Udsat.", words) ==
        "1 Takster\tGodkendt.\n2 Et lidt laengere navn paa en\tUdsat.");
  // A gap that is neither one space nor two, as all others are, is a tab's.
  for (const auto& [gap, text] : std::vector<std::pair<double, const char*>>{
           {9, "3 Valg af medlem\tUdsat."}, {10, "3 Valg af medlem Udsat."}, {5, "3 Valg af medlem Udsat."}}) {
    std::vector<PrintedWord> row;
    print(row, 50, 100, "3 Valg af medlem");
    print(row, row.back().right + gap, 100, "Udsat.");
    CHECK(arranged("3 Valg af medlem Udsat.", row) == text);
  }
  // All of a justified line's gaps are wide.
  std::vector<PrintedWord> justified;
  print(justified, 50, 100, "Naturraadet har en ledig plads");
  for (int i = 0; i < 4; ++i) print(justified, 50 + 60 * i, 112, "vederlag"), justified.back().right += 12;
  CHECK(arranged("Naturraadet har en ledig plads\nvederlag vederlag vederlag vederlag", justified) ==
        "Naturraadet har en ledig plads\nvederlag vederlag vederlag vederlag");
  // Cells that wrap, in the order in which they are read: cell by cell.
  CHECK(
      arranged(
          {{50, 100, "1 Baenkene og lysene ved"}, {50, 112, "soeen"}, {200, 100, "Godkendt."}, {50, 130, "2 Valg"}}) ==
      "1 Baenkene og lysene ved \nsoeen\tGodkendt.\n\n2 Valg");
}

TEST_CASE("a list of contents keeps its lines though page numbers reach the margin") {
  std::vector<PrintedWord> words;
  for (int i = 0; i < 3; ++i) {
    print(words, 50, 100 + 12 * i, "1. Takster");
    print(words, 445, 100 + 12 * i, std::to_string(3 + i));
  }
  CHECK(arranged("1. Takster 3\n1. Takster 4\n1. Takster 5", words) == "1. Takster\t3\n1. Takster\t4\n1. Takster\t5");
}

TEST_CASE("columns of a page are no cells") {
  std::vector<Placed> lines;
  for (int i = 0; i < 20; ++i) lines.push_back({50, 100.0 + 12 * i, "venstre"});
  for (int i = 0; i < 20; ++i) lines.push_back({260, 100.0 + 12 * i, "hoejre"});
  const std::string text = arranged(lines);
  CHECK(text.find("venstre\n\nhoejre") != std::string::npos);
  CHECK(text.find('\t') == std::string::npos);
}

TEST_CASE("heads and feet are the outermost lines that stand at the same place of other pages") {
  const auto page = [](const std::vector<Placed>& lines) {
    std::vector<PrintedWord> words;
    std::string text;
    for (const Placed& line : lines) {
      print(words, line.left, line.top, line.text);
      (text += line.text) += '\n';
    }
    return corpus::PrintedPage{corpus::printed_lines(text, words), kPageWidth, 800, 0};
  };
  const auto shown = [](std::vector<corpus::PrintedPage> pages) {
    std::string all;
    for (std::size_t i = 0; i < pages.size(); ++i) pages[i].number = i;
    corpus::RunningLines running;
    for (std::size_t i = 0; i < pages.size(); ++i) {
      const corpus::PageParts parts = running.parts(pages, i, true);
      for (const auto& line : parts.heads) all += "<" + line.text + ">";
      for (const auto& line : parts.text) all += line.text + "|";
      for (const auto& line : parts.feet) all += "(" + line.text + ")";
      all += "\n";
    }
    return all;
  };
  const auto first = page({{50, 30, "Nordhavn Kommune"},
                           {50, 80, "Referat"},
                           {50, 90, "Beslutning"},
                           {50, 740, "Godkendt."},
                           {50, 750, "Udsat."},
                           {50, 770, "Side 1 af 2"}});
  const auto numbered = [&](const char* foot) {
    return page({{50, 30, "Nordhavn Kommune"},
                 {50, 80, "Bilag"},
                 {50, 90, "Beslutning"},
                 {50, 740, "Godkendt."},
                 {50, 770, foot}});
  };
  const auto next = numbered("Side 2 af 2"), third = numbered("Side 3 af 2");
  const auto last = page({{50, 80, "Eventuelt"}});
  const std::string whole = "<Nordhavn Kommune>Referat|Beslutning|Godkendt.|Udsat.|(Side 1 af 2)\n";
  CHECK(shown({first, next}) == whole + "Bilag|Beslutning|Godkendt.|\n");
  CHECK(shown({first, next, third, last}) ==
        whole + "Bilag|Beslutning|Godkendt.|\nBilag|Beslutning|Godkendt.|\nEventuelt|\n");
  CHECK(shown({first, last, next}).starts_with("Nordhavn Kommune|Referat|"));  // of three pages two say nothing
  const auto single = page({{50, 30, "Nordhavn Kommune"},
                            {50, 100, "Referat"},
                            {50, 112, "Godkendt."},
                            {50, 750, "Havnegade 1"},
                            {50, 764, "Side 1"}});
  CHECK(shown({single}) == "<Nordhavn Kommune>Referat|Godkendt.|(Havnegade 1)(Side 1)\n");
  // An item a page: each has its headings at one place, behind its own title.
  const auto item = [&](const char* title) {
    return page({{50, 40, title}, {50, 70, "Sagsfremstilling"}, {50, 90, "Tekst"}});
  };
  CHECK(shown({item("1. Takster"), item("2. Valg"), item("3. Bilag")}) ==
        "1. Takster|Sagsfremstilling|Tekst|\n2. Valg|Sagsfremstilling|Tekst|\n3. Bilag|Sagsfremstilling|Tekst|\n");
  // Lines that differ in numbers other than the page's are text: each says something else.
  const auto year = [&](const char* top) { return page({{50, 30, top}, {50, 100, "x"}}); };
  CHECK(shown({year("Budget 2021"), year("Budget 2022"), year("Budget 2023")}) ==
        "Budget 2021|x|\nBudget 2022|x|\nBudget 2023|x|\n");
  // Amounts that stand at one place of two pages are no head.
  const auto amounts = page({{50, 30, "1.045 2.300"}, {50, 100, "x"}});
  CHECK(shown({amounts, amounts}).starts_with("1.045 2.300|"));
}

TEST_CASE("text stays as it is where its place is not known") {
  std::vector<PrintedWord> words;
  print(words, 50, 100, "helt andre ord");
  CHECK(arranged("Beslutning  \nGodkendt.", words) == "Beslutning  \nGodkendt.");
  CHECK(arranged("Beslutning\nGodkendt.", {}) == "Beslutning\nGodkendt.");
  CHECK(arranged("", words).empty());
}

TEST_CASE("words are found in whatever order their boxes come, each once") {
  std::vector<PrintedWord> words;
  print(words, 50, 130, "Beslutning");
  print(words, 50, 112, "Godkendt.");
  print(words, 50, 100, "Beslutning");
  const auto lines = corpus::printed_lines("Beslutning\nGodkendt.\nBeslutning", words);
  REQUIRE(lines.size() == 3);
  for (const corpus::PrintedLine& line : lines) CHECK(line.placed);
  CHECK(lines[0].top != lines[2].top);
  // A page of one word a thousand times is read in no time.
  std::vector<PrintedWord> many;
  std::string text;
  for (int i = 0; i < 20000; ++i) print(many, 50 + i % 7, i, "x"), text += i % 3 == 0 ? "x y\n" : "x\n";
  CHECK(corpus::printed_lines(text, many).size() == 20000);
}

}  // namespace
}  // namespace opslag::tests
