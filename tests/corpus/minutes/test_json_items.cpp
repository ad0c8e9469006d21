// Items are told apart without parsing, or not at all.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "corpus/minutes/json_items.h"
#include "tests/support/catch.h"

using namespace opslag::corpus::minutes;

namespace {

// "name=value;name=value", or "-".
std::string members(std::string_view object) {
  const auto told = json_members(object);
  if (!told) return "-";
  std::string text;
  for (const auto& [name, value] : *told) (((text += name) += '=') += value) += ';';
  return text;
}

std::string elements(std::string_view list) {
  const auto told = json_elements(list);
  if (!told) return "-";
  std::string text;
  for (const std::string_view element : *told) (text += element) += ';';
  return text;
}

}  // namespace

TEST_CASE("an object's members and a list's elements are told as they are written") {
  struct Case {
    const char *text, *told;
  };
  for (const Case& each : {
           Case{R"({})", ""},
           Case{R"( { "a" : 1 , "b":"x,}" , "c": [ {"d":"]"} ] } )", R"(a=1;b="x,}";c=[ {"d":"]"} ];)"},
           Case{R"({"a":"\"","b":"\\","c":"\\\"}"})", R"(a="\"";b="\\";c="\\\"}";)"},
           Case{R"({"a":null,"b":true,"c":-1.5e3})", "a=null;b=true;c=-1.5e3;"},
           Case{R"({"a":1,"a":2})", "-"},
           Case{R"({"\u0061":1})", "-"},
           Case{R"({"a":1} x)", "-"},
           Case{R"({"a":1)", "-"},
           Case{R"({"a":"x)", "-"},
           Case{R"({"a":{"b":1})", "-"},
           Case{R"({"a"})", "-"},
           Case{R"({"a":})", "-"},
           Case{R"({"a":1,})", "-"},
           Case{R"([1])", "-"},
           Case{"", "-"},
       }) {
    INFO(each.text);
    CHECK(members(each.text) == each.told);
  }
  for (const Case& each : {Case{"[]", ""}, Case{R"([ {"a":[1,2]} , "b,]", null ])", R"({"a":[1,2]};"b,]";null;)"},
                           Case{"[1,]", "-"}, Case{"[1", "-"}, Case{"[[1]", "-"}, Case{"{}", "-"}}) {
    INFO(each.text);
    CHECK(elements(each.text) == each.told);
  }
}

TEST_CASE("an item's hash is of its text and of what the line says beside the items") {
  const auto hashes = [](const std::string& line) {
    const auto texts = item_texts(line);
    REQUIRE(texts);
    return texts->hashes;
  };
  const auto before = hashes(R"({"id":"m","items":[{"a":1},{"b":2}],"place":"x"})");
  REQUIRE(before.size() == 2);
  CHECK(before[0] != before[1]);
  const auto spaced = hashes(R"({"id":"m","items":[ {"a":1} , {"b":3} ],"place":"x"})");
  CHECK(spaced[0] == before[0]);
  CHECK(spaced[1] != before[1]);
  CHECK(hashes(R"({"id":"m","items":[{"a":1},{"b":2}],"place":"y"})")[0] != before[0]);
  CHECK(hashes(R"({"id":"n","items":[{"a":1},{"b":2}],"place":"x"})")[0] != before[0]);
  CHECK_FALSE(item_texts(R"({"id":"m"})"));
  CHECK_FALSE(item_texts(R"({"id":"m","items":{}})"));
}

TEST_CASE("a list that can't be items is not collected") {
  std::string many = R"({"id":"m","items":[{})";
  for (int i = 0; i < 1000; ++i) many += ",{}";
  CHECK_FALSE(item_texts(many + "]}"));
  for (const char* items : {"[0,0,0]", "[null]", R"(["a"])", "[[]]", R"([{"a":1,"b":2},0])", R"([{"a":1,"b":2},])"}) {
    INFO(items);
    CHECK_FALSE(item_texts(std::string(R"({"id":"m","items":)") + items + "}"));
  }
  const auto none = item_texts(R"({"id":"m","items":[]})");
  REQUIRE(none);
  CHECK(none->hashes.empty());
}

TEST_CASE("a line without some of its items is what it was but for these") {
  const std::string line = R"({"id":"m","items":[{"a":"]"},{"b":2},{"c":3}],"place":"x"})";
  const auto texts = item_texts(line);
  REQUIRE(texts);
  CHECK(line_of(line, *texts, {true, true, true}) == line);
  CHECK(line_of(line, *texts, {false, true, false}) == R"({"id":"m","items":[null,{"b":2},null],"place":"x"})");
}
