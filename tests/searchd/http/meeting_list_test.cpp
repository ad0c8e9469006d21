// Meetings and their neighbours.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/meeting_list.h"

#include "tests/support/catch.h"

using namespace opslag;

TEST_CASE("neighbours are of the same committee, by date") {
  std::vector<corpus::Stored> meetings;
  for (const auto& [id, committee] : {std::pair("a3", "A"), {"b2", "B"}, {"a2", "A"}, {"b1", "B"}, {"a1", "A"}}) {
    corpus::Stored stored;
    stored.meeting.id = id;
    stored.meeting.committee = committee;
    meetings.push_back(stored);
  }
  const searchd::MeetingList list(meetings);
  const auto name = [&](std::optional<std::size_t> at) { return at ? list.all()[*at].head().id : "-"; };
  std::string line;
  for (const auto& entry : list.all())
    line += name(entry.previous) + "<" + entry.head().id + "<" + name(entry.next) + " ";
  CHECK(line == "a2<a3<- b1<b2<- a1<a2<a3 -<b1<b2 -<a1<a2 ");
  CHECK(list.find("b1") == &list.all()[3]);
  CHECK(list.find("c1") == nullptr);
}

TEST_CASE("meetings are found by their ids, of equal ones the first") {
  std::vector<corpus::Stored> meetings;
  for (const char* id : {"m", "b", "", "b", "ø", "aa", "a", "b"}) {
    corpus::Stored stored;
    stored.meeting.id = id;
    stored.meeting.title = "b m";
    meetings.push_back(stored);
  }
  const searchd::MeetingList list(meetings);
  std::string line;
  for (const char* id : {"a", "aa", "b", "m", "ø", "", "c", "aaa", "z"}) {
    const searchd::MeetingEntry* found = list.find(id);
    line += found == nullptr ? "- " : std::to_string(found - list.all().data()) + ' ';
    if (found != nullptr) CHECK(found->head().id == id);
  }
  CHECK(line == "6 5 1 0 4 2 - - - ");
  CHECK(list.doubles() == std::vector<std::string>{"b", "b"});
  CHECK(searchd::MeetingList().find("") == nullptr);
}
