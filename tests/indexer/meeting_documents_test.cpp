// What a meeting becomes: which documents, in which order.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/meeting_documents.h"

#include "indexer/document_builder.h"

#include "corpus/facet_values.h"
#include "corpus/json.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;

namespace {

std::string describe(const corpus::Stored& stored) {
  std::string line = std::string(corpus::name_of(stored.kind)) + ' ';
  if (stored.kind == corpus::DocumentKind::meeting) {
    for (const corpus::ItemReference& item : stored.items) line += '[' + corpus::to_string(item.number) + ']';
    return line;
  }
  line += corpus::to_string(stored.item.number);
  if (stored.kind == corpus::DocumentKind::attachment)
    return line + ' ' + stored.item.attachments[stored.attachment].name;
  return line;
}

std::string plan(const std::vector<std::string>& bodies, corpus::Audience audience = corpus::Audience::everyone) {
  corpus::Meeting meeting =
      corpus::meeting_from_json(nlohmann::ordered_json::parse(tests::meeting_json("2024-01-01", bodies)));
  meeting.audience = audience;
  const indexer::MeetingDocuments plan = indexer::plan_documents(meeting);
  std::string text;
  for (const indexer::PlannedDocument& document : plan.documents) {
    text += describe(document.stored) + " @" + std::to_string(document.position) + "; ";
  }
  return text + std::to_string(plan.withheld) + " withheld";
}

}  // namespace

TEST_CASE("a meeting becomes its own document, its items and their attachments") {
  CHECK(plan({"a", "b+x.pdf", "c"}) ==
        "meeting [1][2][3] @0; item 1 @1; item 2 @2; attachment 2 x.pdf @2; item 3 @3; 0 withheld");
  CHECK(plan({}) == "meeting  @0; 0 withheld");
}

TEST_CASE("closed items leave no trace") {
  CHECK(plan({"a", "!b+x.pdf", "c", "!d"}) == "meeting [1][3] @0; item 1 @1; item 3 @2; 2 withheld");
  CHECK(plan({"a", "b"}, corpus::Audience::internal) == "2 withheld");
}

TEST_CASE("the content hash ignores the source's path, the whole hash does not; neighbours count for neither") {
  corpus::Stored stored;
  stored.item.title = "punkt";
  const indexer::ContentHash before = indexer::content_hash(stored, 1);
  stored.next = corpus::ItemReference{"m/2", 2, "andet"};
  CHECK(indexer::content_hash(stored, 1).whole == before.whole);
  stored.meeting.source = "flyttet.txt";
  const indexer::ContentHash after = indexer::content_hash(stored, 1);
  CHECK(before.content == after.content);
  CHECK(before.whole != after.whole);
  CHECK(indexer::content_hash(stored, 2).whole != after.whole);
  stored.meeting.place = "Online";
  CHECK(indexer::content_hash(stored, 1).content != after.content);
  CHECK(indexer::unpack_content_hash(indexer::pack(after)).whole == after.whole);
  CHECK(indexer::unpack_content_hash("short").whole.empty());
}
