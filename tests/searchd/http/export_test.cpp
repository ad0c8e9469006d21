// CSV cells and lines; formulas made harmless.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/export.h"

#include <fstream>

#include "corpus/facets/facet_reader.h"
#include "tests/searchd/http/example.h"
#include "tests/support/catch.h"

using namespace opslag::searchd;

TEST_CASE("cells are quoted where needed and never formulas") {
  const std::pair<const char*, const char*> table[] = {
      {"", ""},
      {"Rød grød", "Rød grød"},
      {"a;b", "\"a;b\""},
      {"en \"to\"", "\"en \"\"to\"\"\""},
      {"a\nb", "\"a\nb\""},
      {"=1+1", "'=1+1"},
      {"+45 12", "'+45 12"},
      {"-5", "'-5"},
      {"@SUM(1;2)", "\"'@SUM(1;2)\""},
      {"  =1", "'  =1"},
      {"\t=1", "\"'\t=1\""},
      {"\rx", "\"'\rx\""},
      {"\n=1", "\"'\n=1\""},
      {"＝1", "'＝1"},
      {"\xC2\xA0+1", "'\xC2\xA0+1"},
      {"\xEF\xBB\xBF=1", "'\xEF\xBB\xBF=1"},
      {"a=1", "a=1"},
      {" luft ", "\" luft \""},
      {"\xFF", "\xEF\xBF\xBD"},
  };
  for (const auto& [text, expected] : table) {
    INFO(text);
    CHECK(csv_cell(text) == expected);
  }
  CHECK(csv_cell(std::string("a\0=b", 4)) == "a=b");
  CHECK(csv_cell(std::string("\0=b", 3)) == "'=b");
}

TEST_CASE("known payloads don't begin like a formula") {
  std::ifstream in(OPSLAG_SHARED_DIR "/hostile/csv-injection/csv-payload.txt");
  if (!in) WARN("../shared/hostile is not here: skipped");
  for (std::string line; std::getline(in, line);) {
    auto cell = csv_cell(line);
    if (cell.rfind('"', 0) == 0) cell.erase(0, 1);
    INFO(line);
    CHECK(std::string("=+-@\t\r").find(cell.front()) == std::string::npos);
  }
}

TEST_CASE("the file begins as Danish Excel wants it") {
  CHECK(csv_head() ==
        "\xEF\xBB\xBFid;committee;date;number;title;decision_codes;decision;municipalities;topics;attachments;url\r\n");
}

TEST_CASE("a hit is one line") {
  const Labels labels(*opslag::corpus::load_vocabularies());
  Hit hit;
  hit.stored = example::item();
  CHECK(csv_line(hit, labels, Language::da) ==
        "socialudvalget-2024-03-05/3;Socialudvalget;2024-03-05;3;\"Botilbud \"\"Åen\"\" <b>\";godkendt;"
        "\"Godkendt.\nMed bemærkninger; se bilag.\";Odense | Ærø;;plan.pdf | "
        "=bilag.xlsx;/moeder/socialudvalget-2024-03-05/3\r\n");
  const auto line = ndjson_line(hit, labels, Language::da);
  CHECK(line.back() == '\n');
  CHECK(line.find('\n') == line.size() - 1);
}
