// FirstAgenda's JSON, in pieces as the facts describe them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "corpus/portals/firstagenda.h"
#include "corpus/source.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;
namespace fs = std::filesystem;

namespace {

const std::string kHead =
    R"("Udvalg":{"Navn":"Havneudvalget"},"Id":"11111111-2222-3333-4444-555555555555",
    "Moede":{"Dato":"2026-05-05T15:30:00+02:00","MeetingEndUtc":"2026-05-05T17:00:00+02:00","Sted":"Salen ","Navn":")";

std::string meeting(const std::string& type, const std::string& items) {
  return "{" + kHead + type + R"(","Afsluttet":true},"Dagsordenpunkter":[)" + items + "]}";
}

Meeting read(const std::string& json) {
  std::vector<std::string> warnings;
  return read_firstagenda(json, "/nowhere", {}, warnings);
}

std::string item_with(const std::string& html) {
  return R"({"Punktnummer":"7","Navn":"Ny mole","IsOpen":true,"SagsNummer":"26/9","Felter":[{"Html":")" + html +
         R"("}]})";
}

std::string printed(const AgendaItem& item) {
  std::string line;
  for (const Section& section : item.sections) line += "[" + section.heading.value_or("-") + "] " + section.text + " ";
  return line;
}

// A folder that is gone afterwards.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("opslag-portal-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path / name) << text; }
};

}  // namespace

TEST_CASE("a meeting's head is read, local times keep their hour") {
  const Meeting read_meeting = read(meeting("Referat", ""));
  CHECK(read_meeting.committee == "Havneudvalget");
  CHECK(read_meeting.type == "referat");
  CHECK(read_meeting.date == "2026-05-05");
  CHECK(read_meeting.start == "2026-05-05T15:30");
  CHECK(read_meeting.end == "2026-05-05T17:00");
  CHECK(read_meeting.place == "Salen");
}

TEST_CASE("a name tells a supplement, whatever its flag says") {
  CHECK(read(meeting("Tillægsdagsorden", "")).type == "tillaegsdagsorden");
  CHECK(read(meeting("Dagsorden", "")).type == "dagsorden");
  CHECK(read(meeting("", "")).type == "referat");
}

TEST_CASE("headings are children of the container or its wrapper; deeper ones are text") {
  const Meeting read_meeting = read(meeting(
      "Referat",
      item_with("<div><div id='sagsfremstillingContainer'><div><h3>Beslutninger</h3><span>Godkendt.</span></div>"
                "<h3>Sagsfremstilling:</h3><span><title>Dagsordenspunkt</title><div><p>Molen er "
                "gammel.</p><h3><span>Pris</span></h3>"
                "<p>To mio. kr.</p></div></span></div></div>")));
  REQUIRE(read_meeting.items.size() == 1);
  CHECK(printed(read_meeting.items[0]) ==
        "[Beslutninger] Godkendt. [Sagsfremstilling] Molen er gammel.\n\nPris\n\nTo mio. kr. ");
  CHECK(read_meeting.items[0].decision->text == "Godkendt.");
  CHECK(read_meeting.items[0].case_number == "26/9");
  CHECK(std::get<int>(read_meeting.items[0].number) == 7);
}

TEST_CASE("an earlier committee's decision is not this meeting's") {
  struct Row {
    std::string heading, decision;
  };
  const auto row = GENERATE(Row{"Beslutning i Havneudvalget den 05-05-2026", "Udsat."},
                            Row{"Beslutning i Havneudvalget den 07-04-2026", ""},
                            Row{"Beslutning i Byrådet den 05-05-2026", ""}, Row{"Beslutning", "Udsat."},
                            Row{"Beslutningspunkter", ""}, Row{"Beslutningstema", ""}, Row{"Sagsforløb", ""});
  CAPTURE(row.heading);
  const Meeting read_meeting = read(meeting("Referat", item_with("<div id='sagsfremstillingContainer'><h3>" +
                                                                 row.heading + "</h3><span>Udsat.</span></div>")));
  CHECK(read_meeting.items[0].decision->text == row.decision);
}

TEST_CASE("an agenda has no decisions") {
  const Meeting read_meeting = read(
      meeting("Dagsorden", item_with("<div id='sagsfremstillingContainer'><h3>Beslutning</h3><span>X</span></div>")));
  CHECK(!read_meeting.items[0].decision);
}

TEST_CASE("an item whose text is a PDF that can't be had says so") {
  const Folder folder;
  fs::create_directories(folder.path / "bilag");
  const std::string id = "aaaaaaaa-2222-4333-8444-555555555555";
  const std::string json = meeting("Referat", R"({"Punktnummer":"7","Navn":"Ny mole","IsOpen":true,"Felter":[{"Html":"",
      "DocumentId":")" + id + R"("}],"Bilag":[{"Navn":" ","Id":")" +
                                                  id + R"("},{"Id":"none"}]})");
  Extraction extraction;
  extraction.status = ExtractionStatus::failed;
  extraction.reason = "it is encrypted";
  const auto extract = [&](const fs::path&) { return extraction; };
  std::vector<std::string> warnings;
  const auto items = [&] {
    warnings.clear();
    return read_firstagenda(json, folder.path, extract, warnings).items;
  };
  CHECK(items().at(0).attachments.empty());  // neither name nor file
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0] == "item 7, Ny mole, has its text only in bilag/" + id + ".pdf, which is not there");

  folder.write("bilag/" + id + ".pdf", "%PDF-");
  const auto unread = items();
  CHECK(unread.at(0).sections.empty());
  REQUIRE(unread[0].attachments.size() == 1);
  CHECK(unread[0].attachments[0].name == kNamelessAttachment);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].ends_with(".pdf, which can't be read: it is encrypted"));

  extraction.pages.push_back({1, "Molen bliver længere."});
  extraction.status = ExtractionStatus::partial;
  extraction.reason.clear();
  CHECK(printed(items().at(0)) == "[-] Molen bliver længere. ");
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].ends_with("which can be read in part only"));

  extraction.status = ExtractionStatus::ok;
  CHECK(items().at(0).sections.size() == 1);
  CHECK(warnings.empty());
}

TEST_CASE("a closed item keeps its title only") {
  const Meeting read_meeting =
      read(meeting("Referat", R"({"Number":"3","Caption":"Lukket: Køb af kran","IsOpen":false,"CaseNumber":"26/1",
                     "Felter":[{"Html":"<p>hemmeligt</p>"}],"Bilag":[{"Navn":"Pris","Id":"5d196ce3-eac8-4088-87fa-d0436097f4e0"}]})"));
  const AgendaItem& item = read_meeting.items.at(0);
  CHECK(item.audience == Audience::internal);
  CHECK(item.title == "Køb af kran");
  CHECK(item.sections.empty());
  CHECK(item.attachments.empty());
}

TEST_CASE("a list's meetings are read; a Referat takes its Dagsorden's place; what lacks is named") {
  const Folder folder;
  const auto row = [](const std::string& id, const std::string& name, const std::string& date) {
    return R"({"Id":")" + id + R"(","Navn":")" + name + R"(","Dato":")" + date + R"(T10:00:00+01:00"})";
  };
  const std::string a(8, 'a'), rest = "-0000-0000-0000-000000000001";
  folder.write("udvalgsliste.json", R"({"Udvalg":{"2026-2029":[{"Navn":"Byrådet","Moeder":[)" +
                                        row("aaaaaaaa" + rest, "Dagsorden", "2026-01-01") + "," +
                                        row("bbbbbbbb" + rest, "Referat", "2026-01-01") + "," +
                                        row("cccccccc" + rest, "Dagsorden", "2026-02-02") + "," +
                                        row("dddddddd" + rest, "Referat", "2026-03-03") + "]}]}}");
  for (const std::string id : {"aaaaaaaa", "bbbbbbbb", "cccccccc"})
    folder.write("dagsorden-" + id + rest + ".json", "{}");
  const FirstAgendaFolder found = list_firstagenda(folder.path);
  CHECK(found.meetings ==
        std::vector<std::string>{"dagsorden-bbbbbbbb" + rest + ".json", "dagsorden-cccccccc" + rest + ".json"});
  CHECK(found.superseded == std::vector<std::string>{"dagsorden-aaaaaaaa" + rest + ".json"});
  CHECK(found.missing == std::vector<std::string>{"Byrådet 2026-03-03 (dagsorden-dddddddd" + rest + ".json)"});
}

TEST_CASE("hostile JSON is a source error or an empty meeting, never a crash") {
  const std::string deep(100000, '[');
  const auto text = GENERATE_COPY(std::string("[]"), std::string("{"), std::string(R"({"Moede":7})"), deep,
                                  std::string(R"({"Dagsordenpunkter":[7,null,{"Felter":"x","Bilag":{"a":1}}]})"));
  CAPTURE(text.substr(0, 60));
  std::size_t items = 0;
  std::string reason;
  try {
    items = read(text).items.size();
  } catch (const SourceError& error) {
    reason = error.what();
  }
  CHECK((items == 1) != !reason.empty());
}

TEST_CASE("the shared example is read whole", "[shared]") {
  const fs::path folder = fs::path(OPSLAG_SHARED_DIR) / "imports/firstagenda";
  if (!fs::exists(folder)) {
    WARN("skipped: no ../shared");
    return;
  }
  const Listing listing = list_sources({folder.string()});
  CHECK(listing.failures.empty());
  REQUIRE(listing.files.size() == 2);
  const Meeting council = read_source(listing.files[0]).meetings.at(0);
  CHECK(council.items.size() == 6);
  CHECK(council.items[1].decision->text.starts_with("Byrådet vedtog lokalplanen endeligt"));
  CHECK(council.items[1].attachments.size() == 3);
  CHECK(council.items[3].attachments.at(0).file == "bilag/4458f6de-8e58-41bc-a337-dc59cf2945e1.pdf");
  CHECK(council.items[5].audience == Audience::internal);
  const Meeting committee = read_source(listing.files[1]).meetings.at(0);
  CHECK(committee.type == "dagsorden");
  CHECK(!committee.items.at(1).decision);
}
