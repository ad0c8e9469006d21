// The query language: what is understood of what people type.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/query_parser.h"

#include <random>

#include "analyzers/analyzer.h"
#include "searchd/query_lexer.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::searchd;

namespace {

analyzers::Analyzer& analyzer() {
  static analyzers::Analyzer one(analyzers::load_language());
  return one;
}

ParsedQuery parse(std::string_view query) {
  return parse_query(query, [](std::string_view text) { return analyzer().analyze_query(text); });
}

// The tree with every group in parentheses and the kind of each leaf visible.
std::string shape(const QueryNode& node) {
  std::string text;
  const auto children = [&](std::string_view name) {
    text = std::string(name) + "(";
    for (const QueryNode& child : node.children) text += (text.back() == '(' ? "" : " ") + shape(child);
    return text + ")";
  };
  switch (node.kind) {
    case NodeKind::all:
      return children("all");
    case NodeKind::any:
      return children("any");
    case NodeKind::exclude:
      return children("not");
    case NodeKind::phrase:
      text = "phrase";
      break;
    case NodeKind::prefix:
      text = "prefix";
      break;
    case NodeKind::facet:
      text = std::string(corpus::name_of(*node.facet));
      break;
    case NodeKind::word:
      break;
  }
  if (node.field) text += (text.empty() ? "" : "@") + std::string(corpus::spec(*node.field).name);
  return text.empty() ? node.text : text + "=" + node.text;
}

std::vector<std::string> codes(const ParsedQuery& parsed) {
  std::vector<std::string> list;
  for (const Notice& one : parsed.notices) list.push_back(one.code);
  return list;
}

}  // namespace

TEST_CASE("what is typed becomes a tree") {
  struct Row {
    std::string_view query, tree;
  };
  const Row rows[] = {
      {"", "all()"},
      {"   \t ", "all()"},
      {"botilbud", "botilbud"},
      {"botilbud kapacitet", "all(botilbud kapacitet)"},
      {"botilbud botilbud", "botilbud"},
      {"\"objektiv finansiering\"", "phrase=objektiv finansiering"},
      {"”objektiv finansiering” takst", "all(phrase=objektiv finansiering takst)"},
      {"»objektiv finansiering«", "phrase=objektiv finansiering"},
      {"„objektiv finansiering“", "phrase=objektiv finansiering"},
      {"botilbud -takst", "all(botilbud not(takst))"},
      {"-takst", "not(takst)"},
      {"botilbud NOT takst", "all(botilbud not(takst))"},
      {"botilbud AND takst", "all(botilbud takst)"},
      {"botilbud OR herberg", "any(botilbud herberg)"},
      {"botilbud OR herberg OR takst", "any(botilbud herberg takst)"},
      {"kapacitet botilbud OR herberg", "all(kapacitet any(botilbud herberg))"},
      {"botilbud OR herberg kapacitet", "all(any(botilbud herberg) kapacitet)"},
      {"(botilbud kapacitet) OR herberg", "any(all(botilbud kapacitet) herberg)"},
      {"-(botilbud OR herberg) takst", "all(not(any(botilbud herberg)) takst)"},
      {"botilbud OR -herberg", "any(botilbud not(herberg))"},
      {"børn*", "prefix=børn"},
      {"børn* unge", "all(prefix=børn unge)"},
      {"titel:takst", "title=takst"},
      {"title:takst bilag:notat", "all(title=takst attachment=notat)"},
      {"titel:\"objektiv finansiering\"", "phrase@title=objektiv finansiering"},
      {"titel:børn*", "prefix@title=børn"},
      {"kommune:odense", "municipality=odense"},
      {"Kommune:Odense,", "municipality=Odense"},
      {"kommune:\"Ærø Kommune\"", "municipality=Ærø Kommune"},
      {"-kommune:odense takst", "all(not(municipality=odense) takst)"},
      {"udvalg:social emne:takster beslutning:godkendt år:2023",
       "all(committee=social topic=takster decision=godkendt year=2023)"},
      {"committee:social topic:takster decision:approved year:2023",
       "all(committee=social topic=takster decision=approved year=2023)"},
  };
  for (const Row& row : rows) {
    INFO(row.query);
    CHECK(shape(parse(row.query).root) == row.tree);
  }
}

TEST_CASE("what can't be parsed is plain words") {
  struct Row {
    std::string_view query, tree;
  };
  const Row rows[] = {
      {"((((", "all()"},
      {"\"", "all()"},
      {"\"botilbud", "botilbud"},
      {"botilbud \"", "botilbud"},
      {"(botilbud", "botilbud"},
      {"botilbud)", "botilbud"},
      {")botilbud(", "botilbud"},
      {"botilbud OR", "all(botilbud OR)"},
      {"OR botilbud", "all(OR botilbud)"},
      {"botilbud -", "botilbud"},
      {"botilbud - takst", "all(botilbud takst)"},
      {"*", "all()"},
      {"-", "all()"},
      {"--", "all()"},
      {"()", "all()"},
      {"\"\"", "all()"},
      {"sag: botilbud", "all(sag botilbud)"},
      {"kommune:", "kommune"},
      {"ukendt:botilbud", "all(ukendt botilbud)"},
  };
  for (const Row& row : rows) {
    INFO(row.query);
    CHECK(shape(parse(row.query).root) == row.tree);
  }
  CHECK(shape(parse("AND OR NOT").root) == "any(AND NOT)");
}

TEST_CASE("what is over the limits is cut, and a notice says so") {
  struct Row {
    std::string query;
    std::string_view code;
  };
  std::string many_words, deep, phrases, long_phrase = "\"";
  for (int i = 0; i < 40; ++i) many_words += "ord" + std::to_string(i) + "x ";
  for (int i = 0; i < 20; ++i) deep += "(";
  deep += "botilbud";
  for (int i = 0; i < 20; ++i) deep += ")";
  for (int i = 0; i < 6; ++i) phrases += "\"en sætning" + std::to_string(i) + "\" ";
  for (int i = 0; i < 20; ++i) long_phrase += "ord" + std::to_string(i) + "x ";
  const Row rows[] = {
      {std::string(10'000, 'a'), "query-cut"},
      {many_words, "too-many-words"},
      {deep, "too-deep"},
      {phrases, "too-many-phrases"},
      {long_phrase + "\"", "phrase-cut"},
      {"x* botilbud", "prefix-too-short"},
      {"bor* sag* møde*", "too-many-prefixes"},
  };
  for (const Row& row : rows) {
    INFO(row.query);
    const ParsedQuery parsed = parse(row.query);
    CHECK(codes(parsed) == std::vector<std::string>{std::string(row.code)});
    CHECK_FALSE(to_string(parsed.root).empty());
  }
  CHECK(shape(parse(deep).root) == "botilbud");
}

TEST_CASE("a tree prints itself, and reads back as the same") {
  const std::string_view queries[] = {
      "botilbud",
      "botilbud kapacitet",
      "botilbud \"objektiv finansiering\" -takst",
      "kapacitet (botilbud OR herberg)",
      "(botilbud kapacitet) OR herberg",
      "-(botilbud OR herberg)",
      "-(botilbud herberg) takst",
      "titel:takst bilag:notat* udvalg:\"social og sundhed\"",
      "kommune:odense -år:2023",
      "§ 107 OR § 108",
      "takst -(§ 107)",
      "((a b) OR (c -(d OR e))) f",
      "botilbud or and not",
  };
  for (const std::string_view query : queries) {
    INFO(query);
    const QueryNode once = parse(query).root;
    const std::string printed = to_string(once);
    INFO(printed);
    CHECK(shape(parse(printed).root) == shape(once));
    CHECK(to_string(parse(printed).root) == printed);
  }
}

TEST_CASE("any bytes are a query") {
  std::mt19937 random(7);
  const std::string_view pieces[] = {"\"",       "(",     ")",      "-",        "*",     " OR ",
                                     " AND ",    " NOT ", "titel:", "kommune:", "år:",   " ",
                                     "botilbud", "æøå",   "§ 107",  "\xff",     "\xc3",  std::string_view("\0", 1),
                                     "”",        "«",     ":",      "x*",       "børn*", "\u00A0",
                                     "2023",     ".",     "'",      "&",        "%00"};
  std::uniform_int_distribution<std::size_t> pick(0, std::size(pieces) - 1), length(0, 40);
  for (int round = 0; round < 3000; ++round) {
    std::string query;
    for (std::size_t i = length(random); i > 0; --i) query += pieces[pick(random)];
    const ParsedQuery parsed = parse(query);
    const std::string printed = to_string(parsed.root);
    INFO(query);
    INFO(printed);
    std::size_t leaves = 0;
    each_leaf(parsed.root, [&](const QueryNode&, bool) { ++leaves; });
    CHECK(leaves <= kMaxQueryWords);
  }
}
