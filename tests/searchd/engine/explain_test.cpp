// `opslag-searchd explain`: which texts a query finds, and by which rule.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/explain.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/catch.h"

using namespace opslag;

namespace {

std::vector<nlohmann::json> explained(const std::string& lines) {
  std::istringstream in(lines);
  std::ostringstream out;
  searchd::explain(analyzers::load_language(), in, out);
  std::vector<nlohmann::json> answers;
  std::istringstream read(out.str());
  for (std::string line; std::getline(read, line);) answers.push_back(nlohmann::json::parse(line));
  return answers;
}

std::string rules(const nlohmann::json& answer) {
  std::string text;
  for (const auto& one : answer["by"]) {
    text += (text.empty() ? "" : " ") + one["query_word"].get<std::string>() + "=" +
            one["text_word"].get<std::string>() + ":" + one["rule"].get<std::string>();
  }
  return text;
}

}  // namespace

TEST_CASE("texts that a query finds, and those that it does not") {
  struct Row {
    std::string query, text;
    bool matches;
    std::string by;
  };
  const Row rows[] = {
      {"takst", "En takst.", true, "takst=takst:exact"},
      {"Takst", "TAKST", true, "Takst=TAKST:exact"},
      {"takst", "møde", false, ""},
      {"takst møde", "Et møde om en takst", true, "takst=takst:exact møde=møde:exact"},
      {"takst møde", "Et møde", false, ""},
      {"takst -møde", "En takst", true, "takst=takst:exact"},
      {"takst -møde", "Et møde om en takst", false, ""},
      {"-møde", "En takst", true, ""},
      {"takst OR møde", "Et møde", true, "møde=møde:exact"},
      {"\"et møde\"", "Der er et møde i dag", true, "et møde=et møde:phrase"},
      {"\"et møde\"", "Et langt møde", false, ""},
      {"\"møde et\"", "Et møde", false, ""},
      {"mød*", "Dette mødested", true, "mød*=mødested:prefix"},
      {"moed*", "Dette mødested", true, "moed*=mødested:prefix"},
      {"mødested*", "Dette mødested", true, "mødested*=mødested:prefix"},
      {"titel:møde", "Et møde", true, "møde=møde:field"},
      {"kommune:Odense", "Odense Kommune", true, "Odense=Odense:field"},
      {"", "Et møde", true, ""},
      {"møde", "", false, ""},
  };
  std::string lines;
  for (const Row& row : rows) lines += row.query + "\t" + row.text + "\n";
  const auto answers = explained(lines);
  REQUIRE(answers.size() == std::size(rows));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    INFO(rows[i].query + " / " + rows[i].text);
    CHECK(answers[i]["matches"] == rows[i].matches);
    CHECK(rules(answers[i]) == rows[i].by);
  }
}

TEST_CASE("every line is answered, whatever it holds") {
  const auto answers = explained("uden tabulator\n\n\xff\xfe\t\xff\n((((\tæ\n\"\t\"\r\na\tb\tc\n");
  CHECK(answers.size() == 6);
}
