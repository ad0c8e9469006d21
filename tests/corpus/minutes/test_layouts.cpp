// Tests of the readers on invented minutes in the layouts of the wild, each beside what it says in a few lines; and on
// the real ones of ../shared, where they are. SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "corpus/minutes/lines.h"
#include "corpus/minutes/reader.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;
namespace fs = std::filesystem;

namespace {

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string one_line(const std::string& text) {
  std::istringstream words(text);
  std::string out;
  for (std::string word; words >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

// "layout | committee | date | type", then "number | title | decision | audience" a line.
std::string summary(const Meeting& meeting) {
  std::string out = meeting.layout + " | " + meeting.committee.value_or("-") + " | " + meeting.date.value_or("-") +
                    " | " + meeting.type + "\n";
  for (const AgendaItem& item : meeting.items) {
    const std::string number = to_string(item.number);
    out += (number.empty() ? "-" : number) + " | " + item.title + " | " +
           (item.decision ? one_line(item.decision->text) : "-") + " | " +
           (item.audience == Audience::internal ? "internal" : "public") + "\n";
  }
  return out;
}

std::vector<fs::path> files_in(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  return files;
}

const fs::path kLayouts = fs::path(OPSLAG_SOURCE_DIR) / "tests/corpus/minutes/layouts";

}  // namespace

TEST_CASE("every invented layout is read") {
  const auto files = files_in(kLayouts, ".txt");
  CHECK(files.size() >= 35);
  for (const fs::path& file : files) {
    INFO(file.filename().string());
    const auto meeting = minutes::read_minutes(contents(file));
    REQUIRE(meeting);
    CHECK(summary(*meeting) == contents(fs::path(file).replace_extension(".expected")));
  }
}

TEST_CASE("what is cut off anywhere is read without complaint") {
  for (const fs::path& file : files_in(kLayouts, ".txt")) {
    const std::string text = contents(file);
    for (std::size_t size = 0; size < text.size(); size += 1 + text.size() / 23) {
      INFO(file.filename().string() << " cut at " << size);
      const auto meeting = minutes::read_minutes(text.substr(0, size));
      if (meeting) CHECK_FALSE(meeting->layout.empty());
      CHECK_NOTHROW(minutes::read_minutes(text.substr(size)));
    }
  }
}

TEST_CASE("a text with neither date nor decision is no minutes") {
  CHECK_FALSE(minutes::read_minutes("Opskrift på boller.\n\n1. Bland mel og gær\n2. Ælt dejen\n"));
  CHECK_FALSE(minutes::read_minutes(""));
  const auto meeting = minutes::read_minutes("Vi mødtes den 3. maj 2020 og talte om vejret.");
  REQUIRE(meeting);
  CHECK(meeting->layout == "last-resort");
  CHECK(meeting->items.size() == 1);
}

TEST_CASE("an earlier meeting's decision is not this one's") {
  const std::string text =
      "UDVALG\n\nByrådet\n\nMØDE\n\nReferat\n\nSTARTTIDSPUNKT\n\n12-09-2030 15:00:00\n\nPUNKTER\n\n1. Takster\n\n1. "
      "Takster\n\n"
      "Beslutning i Økonomiudvalget den 01-09-2030\nAnbefales.\nBeslutning i Byrådet den 12-09-2030\nVedtaget.\n";
  const auto meeting = minutes::read_minutes(text);
  REQUIRE(meeting);
  REQUIRE(meeting->items.size() == 1);
  CHECK(meeting->items[0].decision->text == "Vedtaget.");
  CHECK(meeting->items[0].sections.size() == 2);
}

TEST_CASE("a repeated title closes the decision and is no section") {
  const std::string text =
      "UDVALG\n\nByrådet\n\nMØDE\n\nMøde i Byrådet den 12. september 2030\n\nPUNKTER\n\n1. Takster for "
      "madordningen\n\n2. Eventuelt\n\n\n"
      "1. Takster for madordningen\n\nBeslutning\n\nGodkendt.\n\nTakster for madordningen\n\nPriserne er "
      "steget.\n\nBilag\n\n"
      "Takster for madordningen.pdf\n\n2. Eventuelt\n\nEventuelt\n";
  const auto meeting = minutes::read_minutes(text);
  REQUIRE(meeting);
  REQUIRE(meeting->items.size() == 2);
  const AgendaItem& item = meeting->items[0];
  CHECK(item.decision->text == "Godkendt.");
  REQUIRE(item.sections.size() == 3);
  CHECK(item.sections[1] == Section{std::nullopt, "Priserne er steget."});
  REQUIRE(item.attachments.size() == 1);
  CHECK(item.attachments[0].media_type == "application/pdf");
  CHECK(meeting->items[1].sections.empty());
}

TEST_CASE("an item that the list names but the text lacks is an item") {
  const std::string text =
      "UDVALG\n\nByrådet\n\nMØDE\n\nMøde i Byrådet den 12. september 2030\n\nPUNKTER\n\n1. Takster\n2. Closed item\n3. "
      "Eventuelt\n\n"
      "1. Takster\n\nBeslutning\n\nGodkendt.\n\n3. Eventuelt\n\nBeslutning\n\nIntet.\n";
  const auto meeting = minutes::read_minutes(text);
  REQUIRE(meeting);
  REQUIRE(meeting->items.size() == 3);
  CHECK(meeting->items[1].audience == Audience::internal);
  CHECK(meeting->items[1].decision->text.empty());
  CHECK(meeting->items[2].decision->text == "Intet.");
}

TEST_CASE("a closed item that the layout hides stays closed") {
  const std::string head = "Havneudvalget\n\nReferat 12. september 2030\n\n";
  const std::string first = "1. Takster\n\nBeslutning\nGodkendt.\n\nBilag\nKort over kajen.pdf\n\n";
  const std::string last = "4. Eventuelt\n\nBeslutning\nIntet.\n";
  for (const std::string line : {"3 (Lukket) Salg af hytten", "3) Lukket: Salg af hytten", "3 - Lukket Salg af hytten",
                                 "3 Salg af hytten (Lukket sag)"}) {
    for (const std::string body : {"\n\nBeslutning\nHemmeligt.\n\n", "\nHemmeligt.\n1. Hemmeligt\n2. Hemmeligt\n\n"}) {
      INFO(line << body);
      std::string between = first;
      between += "2. Belysning\n\nBeslutning\nUdsat.\n\n";
      const auto meeting = minutes::read_minutes(head + between + line + body + last);
      REQUIRE(meeting);
      int seen = 0;
      for (const AgendaItem& item : meeting->items) {
        if (item.audience == Audience::internal) continue;
        ++seen;
        std::string all = item.title;
        for (const Section& section : item.sections) all += section.heading.value_or("") + section.text;
        for (const auto& attachment : item.attachments) all += attachment.name;
        CHECK(all.find("hytten") == std::string::npos);
        CHECK(all.find("Hemmeligt") == std::string::npos);
      }
      CHECK(seen == 3);
    }
  }
}

TEST_CASE("a text of which no reader knows the items keeps closed ones closed") {
  const auto meeting = minutes::read_minutes(
      "Mødet den 12. september 2030\n\nVi talte om kajen.\n\n3 (Lukket) Salg af hytten\n\nHemmeligt.\n\n"
      "4 (Åben) Eventuelt\n\nIntet.\n");
  REQUIRE(meeting);
  for (const AgendaItem& item : meeting->items) {
    if (item.audience == Audience::internal) continue;
    for (const Section& section : item.sections) CHECK(section.text.find("emmeligt") == std::string::npos);
    CHECK(item.title.find("hytten") == std::string::npos);
  }
  CHECK(meeting->items.back().title == "Eventuelt");
  CHECK(meeting->items.back().audience == Audience::everyone);
}

TEST_CASE("a decision on its heading's line is one in every layout") {
  const std::string head = "UDVALG\n\nByrådet\n\nMØDE\n\nReferat 12. september 2030\n\nPUNKTER\n\n1. Takster\n\n";
  const std::pair<const char*, const char*> rows[] = {
      {"Sagsfremstilling: Priserne steg.\nIndstilling: Prisen hæves.\nBeslutning: Vedtaget.\n", "Vedtaget."},
      {"BESLUTNING: Vedtaget\nmed ti stemmer.\n", "Vedtaget\nmed ti stemmer."},
      {"**Beslutning:** Vedtaget.\n", "Vedtaget."},
      {"Udvalgets beslutning: Vedtaget.\n", "Vedtaget."},
      {"Priserne steg efter rådets\nBeslutning: Nu er de høje.\n", ""},
      {"Beslutning: sådan kaldes det.\n", ""},
      {"- Beslutning: Anbefales\n", ""},
      {"Beslutning: Gammel tekst.\n\nBeslutning\n\nVedtaget.\n", "Vedtaget."},
  };
  for (const auto& [body, decision] : rows) {
    for (const std::string& start :
         {head + "1. Takster\n\n", std::string("Byrådet 12. september 2030\n\nPunkt 1: Takster\n\n")}) {
      INFO(start << body);
      const auto meeting = minutes::read_minutes(start + body);
      REQUIRE(meeting);
      REQUIRE(meeting->items.size() == 1);
      CHECK(meeting->items[0].decision->text == decision);
    }
  }
  const auto markdown = minutes::read_minutes(
      "Byrådet\n\nReferat 12. september 2030\n\n1. Takster\n\n**Beslutning:** Vedtaget.\n\n"
      "2. Eventuelt\n\n**Beslutning:** Intet.\n");
  REQUIRE(markdown);
  REQUIRE(markdown->items.size() == 2);
  CHECK(markdown->items[1].decision->text == "Intet.");
}

TEST_CASE("real minutes keep their number of items") {
  const fs::path folder = fs::path(OPSLAG_SHARED_DIR) / "minutes";
  if (!fs::exists(folder)) return;
  const std::pair<const char*, std::size_t> expected[] = {{"000", 7}, {"001", 9}, {"002", 23}, {"003", 9}};
  for (const fs::path& file : files_in(folder, ".txt")) {
    for (const auto& [start, count] : expected) {
      if (!file.filename().string().starts_with(start)) continue;
      INFO(file.filename().string());
      const auto meeting = minutes::read_minutes(contents(file));
      REQUIRE(meeting);
      CHECK(meeting->items.size() == count);
      CHECK(meeting->committee == "Socialdirektørforum");
    }
  }
}
