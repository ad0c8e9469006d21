// Names of attachments as they come, and the files that they are, or are not, joined with.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "corpus/minutes/attachment_files.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;
namespace fs = std::filesystem;

namespace {

struct Row {
  const char* what;
  std::vector<std::string> files;   // beside referat.txt
  std::vector<std::string> names;   // one item each
  std::vector<std::string> joined;  // a file for each name; "-": none
  std::size_t warnings = 0;
};

const std::string kLong(200, 'a');

const std::vector<Row> kRows{
    {"the very name", {"Notat.pdf"}, {"Notat.pdf"}, {"Notat.pdf"}, 0},
    {"in bilag/", {"bilag/Notat.pdf"}, {"Notat.pdf"}, {"bilag/Notat.pdf"}, 0},
    {"in BILAG/, deeper", {"BILAG/punkt 1/Notat.pdf"}, {"Notat.pdf"}, {"BILAG/punkt 1/Notat.pdf"}, 0},
    {"case", {"NOTAT OM ÆRØ.PDF"}, {"Notat om Ærø.pdf"}, {"NOTAT OM ÆRØ.PDF"}, 0},
    {"NFD on disk", {"Ma\u030Al.pdf"}, {"M\u00E5l.pdf"}, {"M\u00E5l.pdf"}, 0},
    {"NFD in the minutes", {"M\u00E5l.pdf"}, {"Ma\u030Al.pdf"}, {"M\u00E5l.pdf"}, 0},
    {"underscores", {"Notat_om__havnen.pdf"}, {"Notat om havnen.pdf"}, {"Notat_om__havnen.pdf"}, 0},
    {"spaces", {"Notat om havnen.pdf"}, {" Notat  om\u00A0havnen .pdf "}, {"Notat om havnen.pdf"}, 0},
    {"a dash is a hyphen", {"Notat - kajen.pdf"}, {"Notat \u2013 kajen.pdf"}, {"Notat - kajen.pdf"}, 0},
    {"quotation marks", {"Notat kajen.pdf"}, {"Notat \u201Dkajen\u201D.pdf"}, {"Notat kajen.pdf"}, 0},
    {"a soft hyphen, a zero-width space",
     {"Havnekontoret.pdf"},
     {"Havne\u00ADkon\u200Btoret.pdf"},
     {"Havnekontoret.pdf"},
     0},
    {"Bilag 1 - on disk", {"Bilag 1 - Notat.pdf"}, {"Notat.pdf"}, {"Bilag 1 - Notat.pdf"}, 0},
    {"Bilag 1 - in the minutes", {"Notat.pdf"}, {"Bilag 1 - Notat.pdf"}, {"Notat.pdf"}, 0},
    {"bilag_01_", {"bilag_01_notat.pdf"}, {"Bilag 01: Notat.pdf"}, {"bilag_01_notat.pdf"}, 0},
    {"no extension in the minutes", {"Notat.pdf"}, {"Notat"}, {"Notat.pdf"}, 0},
    {"no extension on disk", {"Notat"}, {"Notat.pdf"}, {"Notat"}, 0},
    {"dots", {"Notat v1.2.pdf"}, {"Notat v1.2"}, {"Notat v1.2.pdf"}, 0},
    {"a slash", {"Takster 2024_25.pdf"}, {"Takster 2024/25.pdf"}, {"Takster 2024_25.pdf"}, 0},
    {"the exact goes before", {"notat.pdf", "Notat.pdf"}, {"Notat.pdf"}, {"Notat.pdf"}, 0},
    {"a long name", {kLong + ".pdf"}, {kLong}, {kLong + ".pdf"}, 0},
    {"control characters", {"Notat om kajen.pdf"}, {"Notat\tom\x01kajen.pdf"}, {"Notat om kajen.pdf"}, 0},
    {"the folder of these minutes",
     {"bilag/referat/Notat.pdf", "bilag/andet/Notat.pdf"},
     {"Notat.pdf"},
     {"bilag/referat/Notat.pdf"},
     0},
    {"the same in two items", {"Notat.pdf"}, {"Notat.pdf", "Notat.pdf"}, {"Notat.pdf", "Notat.pdf"}, 0},
    {"written in two ways", {"Notat.pdf"}, {"NOTAT.pdf", "notat.pdf"}, {"Notat.pdf", "Notat.pdf"}, 0},
    {"written in two ways, one exact", {"Notat.pdf"}, {"Notat.pdf", "notat"}, {"Notat.pdf", "Notat.pdf"}, 0},
    // Two that fit are told of, and joined with none.
    {"two kinds of one name", {"Notat.pdf", "Notat.docx"}, {"Notat"}, {"-"}, 1},
    {"two cases", {"NOTAT.pdf", "notat.pdf"}, {"Notat.pdf"}, {"-"}, 1},
    {"two folders", {"Notat.pdf", "bilag/Notat.pdf"}, {"Notat.pdf"}, {"-"}, 1},
    {"two numbers", {"Bilag 1 Notat.pdf", "Bilag 2 Notat.pdf"}, {"Notat.pdf"}, {"-"}, 1},
    {"two names, one file", {"Notat.pdf"}, {"Bilag 1 - Notat.pdf", "Bilag 2 - Notat.pdf"}, {"-", "-"}, 2},
    {"the stricter of two names", {"Notat.pdf"}, {"Bilag 2 - Notat.pdf", "Notat.pdf"}, {"-", "Notat.pdf"}, 1},
    // Nearly the same is another.
    {"letters that only look alike", {"Bår.pdf"}, {"Bør.pdf"}, {"-"}, 0},
    {"another vowel in the middle", {"Færgelejet.pdf"}, {"Førgelejet.pdf"}, {"-"}, 0},
    {"an accent", {"Ide.pdf"}, {"Idé.pdf"}, {"-"}, 0},
    {"another number", {"Bilag 12 - Notat.pdf"}, {"Bilag 1 - Notat.pdf"}, {"-"}, 0},
    {"a number's digits", {"Budget 15.pdf"}, {"Budget 1.5.pdf"}, {"-"}, 0},
    {"another year", {"Budget 2025.pdf"}, {"Budget 2024.pdf"}, {"-"}, 0},
    {"a longer name", {"Notat om kajen.pdf"}, {"Notat.pdf"}, {"-"}, 0},
    {"a shorter name", {"Notat.pdf"}, {"Notat om kajen.pdf"}, {"-"}, 0},
    {"another kind", {"Notat.docx"}, {"Notat.pdf"}, {"-"}, 0},
    {"a plus", {"Scenarie -.pdf"}, {"Scenarie +.pdf"}, {"-"}, 0},
    {"only a number is left", {"1.pdf"}, {"Bilag 1.pdf"}, {"-"}, 0},
    {"only signs", {"---.pdf"}, {"...pdf", "!!!.pdf"}, {"-", "-"}, 0},
    {"out of the folder", {"passwd.pdf"}, {"../../etc/passwd.pdf"}, {"-"}, 0},
    {"no name", {"Notat.pdf"}, {""}, {"-"}, 0},
    {"hidden", {".Notat.pdf", "bilag/.skjult/Notat.pdf"}, {"Notat.pdf"}, {"-"}, 0},
    {"broken UTF-8", {"Notat.pdf"}, {"Notat\xFF.pdf", "\xC3.pdf", "\xE2\x80.pdf"}, {"-", "-", "-"}, 0},
    // A name that says little is whose?
    {"a usual name in one item", {"Bilag 1.pdf"}, {"Bilag 1.pdf"}, {"Bilag 1.pdf"}, 0},
    {"a usual name in two items", {"Bilag 1.pdf"}, {"Bilag 1.pdf", "bilag_1"}, {"-", "-"}, 1},
    {"another number is another file",
     {"Bilag 1.pdf", "Bilag 2.pdf"},
     {"Bilag 1.pdf", "Bilag 2.pdf"},
     {"Bilag 1.pdf", "Bilag 2.pdf"},
     0},
    {"without a number", {"bilag/Dagsorden.pdf"}, {"Dagsorden", "Dagsorden.pdf"}, {"-", "-"}, 1},
    {"a date says enough",
     {"Referat 12.05.2024.pdf"},
     {"Referat 12.05.2024", "Referat 12.05.2024"},
     {"Referat 12.05.2024.pdf", "Referat 12.05.2024.pdf"},
     0},
    {"folders by item",
     {"bilag/punkt 1/Bilag 1.pdf", "bilag/02/Bilag 1.pdf"},
     {"Bilag 1.pdf", "Bilag 1.pdf", "Bilag 1.pdf"},
     {"bilag/punkt 1/Bilag 1.pdf", "bilag/02/Bilag 1.pdf", "-"},
     0},
    {"another item's folder", {"bilag/Bilag til pkt. 2/Bilag 1.pdf"}, {"Bilag 1.pdf"}, {"-"}, 0},
    {"a name that says more, in another item's folder",
     {"bilag/punkt 2/Notat.pdf"},
     {"Notat.pdf"},
     {"bilag/punkt 2/Notat.pdf"},
     0},
    {"a year is no item", {"bilag/2024/Bilag 1.pdf"}, {"Bilag 1.pdf"}, {"bilag/2024/Bilag 1.pdf"}, 0},
    {"the folder of other minutes", {"andet.txt", "bilag/andet/Notat.pdf"}, {"Notat.pdf"}, {"-"}, 0},
};

}  // namespace

TEST_CASE("attachments' names are joined with their files or with none") {
  const fs::path root = fs::temp_directory_path() / ("opslag-joins-" + std::to_string(::getpid()));
  for (const Row& row : kRows) {
    INFO(row.what);
    fs::remove_all(root);
    fs::create_directories(root);
    std::ofstream(root / "referat.txt") << "x";
    for (const std::string& file : row.files) {
      fs::create_directories((root / file).parent_path());
      std::ofstream out(root / file);
      REQUIRE(out << "x");
    }
    std::vector<Meeting> meetings(1);
    for (const std::string& name : row.names) {
      AgendaItem item;
      item.number = static_cast<int>(meetings[0].items.size()) + 1;
      item.attachments.push_back({"", name, {}, {}});
      meetings[0].items.push_back(item);
    }
    std::vector<std::string> warnings;
    minutes::join_attachments({root / "referat.txt", root.string(), "referat.txt"}, meetings, warnings);
    std::vector<std::string> joined;
    for (const AgendaItem& item : meetings[0].items) joined.push_back(item.attachments[0].file.value_or("-"));
    CHECK(joined == row.joined);
    CHECK(warnings.size() == row.warnings);
    for (const AgendaItem& item : meetings[0].items) {
      CHECK(item.attachments[0].path.empty() == !item.attachments[0].file);
      if (!item.attachments[0].path.empty()) CHECK(fs::is_regular_file(item.attachments[0].path));
    }
  }
  fs::remove_all(root);
}

TEST_CASE("the same item in a dagsorden and in its referat is one, two meetings are two") {
  const fs::path root = fs::temp_directory_path() / ("opslag-places-" + std::to_string(::getpid()));
  fs::create_directories(root);
  std::ofstream(root / "Bilag 1.pdf") << "x";
  struct Dates {
    std::optional<std::string> first, second;
    bool joined;
  };
  const auto dates = GENERATE(Dates{"2024-05-12", "2024-05-12", true}, Dates{"2024-05-12", "2024-06-12", false},
                              Dates{std::nullopt, std::nullopt, false});
  std::vector<Meeting> meetings(2);
  meetings[0].date = dates.first;
  meetings[1].date = dates.second;
  for (Meeting& meeting : meetings) {
    AgendaItem item;
    item.number = 3;
    item.attachments.push_back({"", "Bilag 1.pdf", {}, {}});
    meeting.items.push_back(item);
  }
  std::vector<std::string> warnings;
  minutes::join_attachments({root / "referat.txt", root.string(), "referat.txt"}, meetings, warnings);
  for (const Meeting& meeting : meetings) CHECK(meeting.items[0].attachments[0].path.empty() != dates.joined);
  CHECK(warnings == (dates.joined ? std::vector<std::string>{}
                                  : std::vector<std::string>{"Bilag 1.pdf is joined with none of the items 3, 3, which "
                                                             "all list a file of that name"}));
  fs::remove_all(root);
}
