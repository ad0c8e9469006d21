// JSON written straight into text is the library's JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/json_writer.h"

#include <nlohmann/json.hpp>
#include <random>

#include "tests/support/catch.h"

using namespace opslag::searchd;
using Json = nlohmann::ordered_json;

namespace {

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string written(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

TEST_CASE("strings are escaped as the library escapes them") {
  for (const std::string text : {"", "botilbud", "\"q\\ /", "a\n\r\t\b\f\x01\x1F\x7F", "æøå ÆØÅ é", "€ 日本 😀", "\xFF",
                                 "a\xC3", "\xC3(", "\xE2\x82", "\xE2\x82\"", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                                 "\xF4\x90\x80\x80", "\xC0\x80", "\xE0\x9F\x80", "x\xF0\x9F\x98"}) {
    INFO(text);
    CHECK(written(text) == dumped(text));
  }
  std::mt19937 random(3);
  const std::vector<std::string> pieces = {"a",    "\"",   "\\",   "\n",   "ø",    "€",   "😀",
                                           "\xC3", "\xE2", "\x82", "\xF0", "\x9F", "\x98"};
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i)
      text += round % 2 ? pieces[random() % pieces.size()] : std::string(1, static_cast<char>(random()));
    REQUIRE(written(text) == dumped(text));
  }
}

TEST_CASE("values stand where they belong") {
  JsonWriter json;
  json.begin_object();
  json.key("text").value("a").key("none").value(std::optional<std::string>());
  json.key("some").value(std::optional<unsigned>(7)).key("yes").value(true);
  json.key("empty").begin_array().end_array();
  json.key("list").value(std::vector<std::string>{"[", ",", ":"});
  json.key("objects").begin_array();
  for (int i = 0; i < 2; ++i) json.begin_object().key("i").value(i).end_object();
  json.end_array().key("nothing").begin_object().end_object();
  json.key("score").value(1.5).key("whole").value(3.0).key("small").value(1.25e-7).key("large").value(-1e300);
  CHECK(json.end_object().take() ==
        R"({"text":"a","none":null,"some":7,"yes":true,"empty":[],"list":["[",",",":"],"objects":[{"i":0},{"i":1}],)"
        R"("nothing":{},"score":1.5,"whole":3.0,"small":1.25e-07,"large":-1e+300})");
}
