// Escaping, marking and paragraphs, also with hostile text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/html.h"

#include <filesystem>
#include <fstream>

#include "tests/support/catch.h"

using namespace opslag::searchd;

namespace {

bool is_inert(const std::string& html) {
  return html.find_first_of("<>\"'") == std::string::npos;
}

}  // namespace

TEST_CASE("nothing escaped can end a text or an attribute") {
  const std::pair<const char*, const char*> table[] = {
      {"a < b & c > d", "a &lt; b &amp; c &gt; d"},
      {"\"x\" 'y'", "&quot;x&quot; &#39;y&#39;"},
      {"&lt;", "&amp;lt;"},
      {"rød grød\n\t", "rød grød\n\t"},
      {"a\x01\x1B[0mb\r", "a\xEF\xBF\xBD\xEF\xBF\xBD[0mb\xEF\xBF\xBD"},
      {"\xFF\xC3", "\xEF\xBF\xBD\xEF\xBF\xBD"},
  };
  for (const auto& [text, expected] : table) CHECK(escape(text) == expected);
}

TEST_CASE("hostile strings are inert in text and in attributes") {
  std::size_t lines = 0;
  for (const std::string folder : {"/hostile/web-payloads", "/hostile/naughty-strings"}) {
    const std::filesystem::path path = OPSLAG_SHARED_DIR + folder;
    if (!std::filesystem::exists(path)) continue;
    for (const auto& file : std::filesystem::directory_iterator(path)) {
      std::ifstream in(file.path(), std::ios::binary);
      for (std::string line; std::getline(in, line); ++lines) {
        INFO(line);
        CHECK(is_inert(escape(line)));
        Fragment fragment{line, {{0, line.size() / 2}}};
        auto html = marked(fragment).str();
        for (const std::string tag : {"<mark>", "</mark>"})
          if (const auto at = html.find(tag); at != std::string::npos) html.erase(at, tag.size());
        CHECK(is_inert(html));
      }
    }
  }
  if (lines == 0) WARN("../shared/hostile is not here: skipped");
}

TEST_CASE("patterns escape what is put into them, pieces stay") {
  Html out;
  out.put("<a href=\"{}\">{}</a> {} {}", "x\"onclick=", "<b>", 42, html("<br>"));
  CHECK(out.str() == "<a href=\"x&quot;onclick=\">&lt;b&gt;</a> 42 <br>");
  CHECK(Html().put("{} {}", "{}", "b").str() == "{} b");
}

TEST_CASE("marks become <mark>, whatever they are") {
  const auto mark = [](std::string text, std::vector<std::pair<std::size_t, std::size_t>> marks) {
    return marked({std::move(text), std::move(marks)}).str();
  };
  CHECK(mark("en to tre", {{3, 5}}) == "en <mark>to</mark> tre");
  CHECK(mark("<to>", {{1, 3}}) == "&lt;<mark>to</mark>&gt;");
  CHECK(mark("abc", {{0, 1}, {1, 2}, {2, 9}}) == "<mark>a</mark><mark>b</mark><mark>c</mark>");
  CHECK(mark("abc", {{2, 1}, {5, 9}}) == "abc");
  CHECK(mark("abcd", {{1, 3}, {0, 2}, {2, 4}}) == "a<mark>bc</mark><mark>d</mark>");
  CHECK(marked({"abcdef", {{1, 5}}}, 2, 4).str() == "<mark>cd</mark>");
  CHECK(mark("", {}).empty());
}

TEST_CASE("a section's lines become paragraphs and lists") {
  const std::pair<const char*, const char*> table[] = {
      {"en\nto\n\ntre", "<p>en<br>\nto</p>\n<p>tre</p>\n"},
      {"før\n • en\n • to\nefter", "<p>før</p>\n<ul>\n<li>en</li>\n<li>to</li>\n</ul>\n<p>efter</p>\n"},
      {"- en\n- to", "<ul>\n<li>en</li>\n<li>to</li>\n</ul>\n"},
      {"-5 grader", "<p>-5 grader</p>\n"},
      {"•", "<p>•</p>\n"},
      {"", ""},
      {"\n\n", ""},
  };
  for (const auto& [text, expected] : table) {
    INFO(text);
    CHECK(paragraphs({text, {}}).str() == expected);
  }
  // A paragraph a line, as websites have it; a heading above it; lines broken to fit a page.
  const std::string whole(130, 'a'), part(90, 'b');
  CHECK(paragraphs({whole + ".\n" + whole, {}}).str() == "<p>" + whole + ".</p>\n<p>" + whole + "</p>\n");
  CHECK(paragraphs({"kort: \n" + whole, {}}).str() == "<p>kort: </p>\n<p>" + whole + "</p>\n");
  CHECK(paragraphs({"Lånepulje\n" + whole, {}}).str() == "<p>Lånepulje<br>\n" + whole + "</p>\n");
  CHECK(paragraphs({part + ".\n" + part, {}}).str() == "<p>" + part + ".<br>\n" + part + "</p>\n");
  CHECK(paragraphs({"ab\n- cd", {{1, 6}}}).str() == "<p>a<mark>b</mark></p>\n<ul>\n<li><mark>c</mark>d</li>\n</ul>\n");
}

TEST_CASE("what has no letter to show is called something else") {
  CHECK(named("titel", "uden titel") == "titel");
  CHECK(named("", "uden titel") == "uden titel");
  CHECK(named(" \t\n", "uden titel") == "uden titel");
}
