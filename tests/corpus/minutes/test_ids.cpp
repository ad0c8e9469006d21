// Tests of the ids that meetings, items and attachments get.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/source.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;

namespace {

Meeting meeting(const char* committee, const char* date, const char* start = nullptr) {
  Meeting made;
  if (*committee != '\0') made.committee = committee;
  if (*date != '\0') made.date = date;
  if (start != nullptr) made.start = start;
  return made;
}

std::string id_of(Meeting made) {
  std::vector<Meeting> meetings{std::move(made)};
  IdGiver().assign(meetings, "a.txt");
  return meetings[0].id;
}

}  // namespace

TEST_CASE("ids of meetings") {
  CHECK(id_of(meeting("Socialdirektørforum", "2023-09-29")) == "socialdirektoerforum-2023-09-29");
  CHECK(id_of(meeting("", "2023-09-29")) == "ukendt-2023-09-29");
  CHECK(id_of(meeting("Byrådet", "")) == "byraadet-ukendt");
  Meeting with_organisation = meeting("Byrådet", "2026-03-24");
  with_organisation.organisation = "Ishøj Kommune";
  CHECK(id_of(with_organisation) == "ishoej-kommune-byraadet-2026-03-24");
  with_organisation.type = "dagsorden";
  CHECK(id_of(with_organisation) == "ishoej-kommune-byraadet-2026-03-24-dagsorden");
  CHECK(id_of(meeting(std::string(500, 'x').c_str(), "2026-03-24")).size() < 120);
}

TEST_CASE("further meetings of a day are counted by start time") {
  std::vector<Meeting> meetings{meeting("Byrådet", "2030-01-01", "2030-01-01T18:00"),
                                meeting("Byrådet", "2030-01-01", "2030-01-01T09:00")};
  IdGiver ids;
  ids.assign(meetings, "a.txt");
  CHECK(meetings[1].id == "byraadet-2030-01-01");
  CHECK(meetings[0].id == "byraadet-2030-01-01-2");
  std::vector<Meeting> other{meeting("Byrådet", "2030-01-01")};
  ids.assign(other, "b.txt");
  CHECK(other[0].id == "byraadet-2030-01-01-3");
}

TEST_CASE("an id that was given is kept, and never taken from another source") {
  IdGiver ids;
  ids.reserve("byraadet-2030-01-01", "gone-before.txt");
  ids.reserve("byraadet-2030-01-01-2", "a.txt");
  std::vector<Meeting> meetings{meeting("Byrådet", "2030-01-01")};
  ids.assign(meetings, "a.txt", {"byraadet-2030-01-01-2"});
  CHECK(meetings[0].id == "byraadet-2030-01-01-2");
  std::vector<Meeting> renamed{meeting("Økonomiudvalget", "2030-01-01")};
  ids.assign(renamed, "a.txt", {"byraadet-2030-01-01-2"});
  CHECK(renamed[0].id == "oekonomiudvalget-2030-01-01");
}

TEST_CASE("ids of a source are kept if unique and safe") {
  for (const auto& [given, expected] :
       std::vector<std::pair<std::string, std::string>>{{"mit-eget.id_1", "mit-eget.id_1"},
                                                        {"../x", "byraadet-2030-01-01"},
                                                        {"a/b", "byraadet-2030-01-01"},
                                                        {"..", "byraadet-2030-01-01"},
                                                        {"æ", "byraadet-2030-01-01"},
                                                        {std::string(300, 'a'), "byraadet-2030-01-01"}}) {
    Meeting made = meeting("Byrådet", "2030-01-01");
    made.id = given;
    CHECK(id_of(made) == expected);
  }
  Meeting twin = meeting("Byrådet", "2030-01-01");
  twin.id = "samme";
  std::vector<Meeting> twins{twin, twin};
  IdGiver().assign(twins, "a.txt");
  CHECK(twins[0].id == "samme");
  CHECK(twins[1].id == "byraadet-2030-01-01");
}

TEST_CASE("ids of items and attachments") {
  Meeting made = meeting("Byrådet", "2030-01-01");
  made.items.resize(7);
  made.items[0].number = 1;
  made.items[1].number = 1;
  made.items[3].number = std::string("3.1");
  made.items[4].number = std::string("4 a/b");
  made.items[5].id = "byraadet-2030-01-01/egen";
  made.items[6].number = std::string("p3");
  made.items[1].attachments.resize(2);
  std::vector<Meeting> meetings{made};
  IdGiver().assign(meetings, "a.txt");
  std::string all;
  for (const AgendaItem& item : meetings[0].items) all += item.id.substr(item.id.find('/') + 1) + " ";
  CHECK(all == "1 1-2 p3 3.1 4-a-b egen p3-2 ");
  CHECK(meetings[0].items[1].attachments[1].id == "byraadet-2030-01-01/1-2/bilag/2");
  Meeting kept = made;
  kept.id = "m";
  kept.items[5].id = "m/egen";
  meetings = {kept};
  IdGiver().assign(meetings, "a.txt");
  CHECK(meetings[0].items[5].id == "m/egen");
}
