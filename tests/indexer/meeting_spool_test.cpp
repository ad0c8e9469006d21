// Meetings come back from the spool as they went, from memory and from its file.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/meeting_spool.h"

#include "indexer/meeting_bytes.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

corpus::Meeting full_meeting() {
  corpus::Meeting meeting;
  meeting.id = "id";
  meeting.organisation = "organisation";
  meeting.committee = "committee";
  meeting.type = "dagsorden";
  meeting.title = "title";
  meeting.date = "2024-01-02";
  meeting.start = "2024-01-02T08:00";
  meeting.end = "2024-01-02T09:00";
  meeting.place = "place";
  meeting.published = "2024-01-03";
  meeting.layout = "layout";
  meeting.source = "source";
  meeting.source_url = "url";
  meeting.audience = corpus::Audience::internal;
  for (const corpus::ItemNumber& number : {corpus::ItemNumber{}, corpus::ItemNumber{-7}, corpus::ItemNumber{"3.1"}}) {
    corpus::AgendaItem item;
    item.id = "id/1";
    item.number = number;
    item.title = std::string("title\0with zero", 15);
    item.audience = corpus::Audience::internal;
    item.case_number = "26.00";
    item.sections = {{std::nullopt, "text"}, {"heading", ""}};
    item.decision = corpus::Decision{"decided", {"godkendt", "udsat"}};
    item.municipalities = {"Ærø"};
    item.topics = {"a", "b"};
    item.attachments = {
        {"id/1/bilag/1", "name", "file", "application/pdf", "sha", "/a/path", true, corpus::Original::withheld},
        {"", "", {}, {}, "", ""}};
    meeting.items.push_back(item);
  }
  meeting.items.emplace_back();
  return meeting;
}

}  // namespace

TEST_CASE("a meeting comes back as it went") {
  CHECK((indexer::meeting_from_bytes(indexer::to_bytes(full_meeting())) == full_meeting()));
  CHECK((indexer::meeting_from_bytes(indexer::to_bytes({})) == corpus::Meeting{}));
  CHECK_THROWS_AS(indexer::meeting_from_bytes("x"), std::runtime_error);
}

TEST_CASE("a spool goes on in a file without a name when memory is full") {
  TemporaryFolder folder;
  const fs::path file = folder.path() / "spool";
  {
    indexer::MeetingSpool spool(file, 1000);
    std::vector<indexer::MeetingSpool::Place> places;
    for (int i = 0; i < 50; ++i) {
      corpus::Meeting meeting = full_meeting();
      meeting.place = std::string(static_cast<std::size_t>(i), 'x');
      places.push_back(spool.put(meeting));
    }
    CHECK_FALSE(fs::exists(file));  // it has no name from the first
    for (std::size_t i = 0; i < places.size(); ++i) CHECK(spool.take(places[i]).place == std::string(i, 'x'));
    CHECK(places.front().on_disk == false);
    CHECK(places.back().on_disk == true);
    CHECK((spool.take(places[40]).items == full_meeting().items));
  }
}
