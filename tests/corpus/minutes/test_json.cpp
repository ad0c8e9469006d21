// Tests of the model as JSON, both ways.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/json.h"
#include "corpus/minutes/json_lines.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;
using Json = nlohmann::ordered_json;

namespace {

Meeting example() {
  Meeting meeting;
  meeting.id = "byraadet-2030-09-12";
  meeting.committee = "Byrådet";
  meeting.date = "2030-09-12";
  meeting.start = "2030-09-12T17:00";
  meeting.layout = "website";
  meeting.source = "a/b.txt";
  AgendaItem item;
  item.id = meeting.id + "/3";
  item.number = 3;
  item.title = "Takster";
  item.audience = Audience::internal;
  item.case_number = "25/1";
  item.sections = {{std::nullopt, "Før."}, {"Beslutning", "Godkendt.\nUden afstemning."}};
  item.decision = Decision{"Godkendt.\nUden afstemning.", {"godkendt"}};
  item.municipalities = {"Ærø"};
  item.topics = {"budget"};
  item.attachments = {{item.id + "/bilag/1", "Notat.pdf", "bilag/Notat.pdf", "application/pdf"}, {"", "Kort", {}, {}}};
  meeting.items = {item, {}};
  meeting.items[1].number = std::string("3.1");
  return meeting;
}

std::string error_of(const char* text) {
  try {
    meeting_from_json(Json::parse(text));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "-";
}

}  // namespace

TEST_CASE("a meeting comes back as it went") {
  const Meeting meeting = example();
  CHECK(meeting_from_json(Json::parse(to_line(to_json(meeting)))) == meeting);
  CHECK(item_from_json(to_json(meeting.items[0])) == meeting.items[0]);
  CHECK(head_from_json(to_json(static_cast<const MeetingHead&>(meeting))) == static_cast<const MeetingHead&>(meeting));
}

TEST_CASE("keys stand in the contract's order") {
  const auto keys_of = [](const Json& json) {
    std::string keys;
    for (auto at = json.begin(); at != json.end(); ++at) keys += at.key() + " ";
    return keys;
  };
  CHECK(keys_of(to_json(example())) ==
        "id organisation committee type title date start end place published layout source source_url audience items ");
  CHECK(keys_of(to_json(example().items[0])) ==
        "id number title audience case_number sections decision municipalities topics attachments ");
}

TEST_CASE("errors name the field") {
  CHECK(error_of(R"({"items":[{},{"number":1.5}]})") == "items[1].number: must be a whole number or a string");
  CHECK(error_of(R"({"items":[{"number":99999999999999999999}]})") != "-");
  CHECK(error_of(R"({"date":"i går"})") == "date: must be written as 2023-09-29");
  CHECK(error_of(R"({"start":"kl. 9"})") == "start: must be written as 2023-09-29T08:15");
  CHECK(error_of(R"({"type":"notat"})").starts_with("type: "));
  CHECK(error_of(R"({"audience":"hemmelig"})").starts_with("audience: "));
  CHECK(error_of(R"({"items":[{"sections":[{"text":3}]}]})") == "items[0].sections[0].text: must be a string");
  CHECK(error_of(R"({"items":[{"attachments":[{"name":"a"},3]}]})") == "items[0].attachments[1]: must be an object");
  CHECK(error_of(R"({"items":[{"decision":{"codes":[1]}}]})") == "items[0].decision.codes[0]: must be a string");
  CHECK(error_of(R"({"items":[{},{},{},{"title":7}]})") == "items[3].title: must be a string");
  CHECK(error_of(R"({"items":[{"decision":{"codes":["godkendt","fint"]}}]})") ==
        "items[0].decision.codes[1]: must be a decision code (docs/minutes.schema.json)");
  CHECK(error_of(R"({"date":"2023-02-29"})") == "date: must be a time that exists");
  CHECK(error_of(R"({"start":"2023-02-28T24:00"})") == "start: must be a time that exists");
  CHECK(error_of(R"({"items":{}})") == "items: must be a list");
  CHECK(error_of(R"([])") == "the line: must be an object");
  CHECK(error_of(R"({"unknown":1,"date":"2024-02-29","start":"2024-02-29T23:59:59+01:00","items":[]})") == "-");
}

TEST_CASE("invalid UTF-8 is replaced, not thrown") {
  MeetingHead head;
  head.title = "Ugyldig \xFF byte";
  CHECK(to_line(to_json(head)).find("\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("a bad line is named and the others are read") {
  const std::string text =
      "{\"items\":[]}\nikke json\n\n{\"date\":3,\"items\":[]}\n{\"items\":[],\"committee\":\"X\"}\n" +
      std::string(200, '[') + "\n";
  const ReadResult result = minutes::read_json_lines(text);
  CHECK(result.meetings.size() == 2);
  CHECK(result.meetings[0].layout == "jsonl");
  REQUIRE(result.warnings.size() == 3);
  CHECK(result.warnings[0] == "line 2: is no valid JSON from byte 1 on");
  CHECK(result.warnings[1] == "line 4: date: must be a string");
  CHECK(result.warnings[2].starts_with("line 6: "));
  CHECK_THROWS_AS(minutes::read_json_lines("{}\n"), SourceError);
  const std::string one = "{\"title\":\"et\u2028møde\",\"items\":[]}";
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const ReadResult two = minutes::read_json_lines(one + end + end + one);
    REQUIRE(two.meetings.size() == 2);
    CHECK(two.meetings[1].title == "et\u2028møde");  // no line ends there
    CHECK(two.warnings.empty());
  }
}

TEST_CASE("however many lines are wrong, the others are read") {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "{\"items\":7}\n";
  const ReadResult result = minutes::read_json_lines(text + "{\"items\":[]}\n");
  CHECK(result.meetings.size() == 1);
  REQUIRE(result.warnings.size() == 1001);
  CHECK(result.warnings[999] == "line 1000: items: must be a list");
  CHECK(result.warnings[1000] == "as many as 3000 lines are wrong; these were the first");
}
