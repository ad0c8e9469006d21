// Explains matches of single texts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/explain.h"

#include <algorithm>
#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "analyzers/text.h"
#include "searchd/query_parser.h"
#include "searchd/text_matcher.h"

namespace opslag::searchd {
namespace {
using Json = nlohmann::ordered_json;

// There is no index here that knows a facet's values: the words of the value are looked for in the text.
void facets_to_words(QueryNode& node, const WordReader& read_words) {
  for (QueryNode& child : node.children) facets_to_words(child, read_words);
  if (node.kind != NodeKind::facet) return;
  QueryNode words;
  for (analyzers::QueryWord& word : read_words(node.text)) {
    QueryNode leaf;
    leaf.kind = NodeKind::word;
    leaf.facet = node.facet;
    leaf.text = word.text;
    leaf.words.push_back(std::move(word));
    words.children.push_back(std::move(leaf));
  }
  if (!words.children.empty()) node = std::move(words);
}

std::string shown(const QueryNode& leaf) {
  return leaf.kind == NodeKind::prefix ? leaf.text + "*" : leaf.text;
}

Json explain_line(analyzers::Analyzer& analyzer, const std::string& query, const std::string& text) {
  const WordReader read_words = [&](std::string_view words) { return analyzer.analyze_query(words); };
  ParsedQuery parsed = parse_query(query, read_words);
  facets_to_words(parsed.root, read_words);
  const TextMatcher matcher(parsed.root);
  const std::vector<TextMatch> found = matcher.find(analyzer.analyze(text), text);
  std::vector<const TextMatch*> best(matcher.leaves().size(), nullptr);
  for (const TextMatch& match : found) {
    const TextMatch*& so_far = best[match.leaf];
    if (so_far == nullptr || match.weight > so_far->weight) so_far = &match;
  }
  Json by = Json::array();
  for (std::size_t i = 0; i < best.size(); ++i) {
    if (best[i] == nullptr || matcher.excluded()[i]) continue;
    const QueryNode& leaf = *matcher.leaves()[i];
    const std::string_view rule = leaf.field || leaf.facet ? "field" : best[i]->rule;
    by.push_back({{"query_word", shown(leaf)},
                  {"text_word", text.substr(best[i]->span_begin, best[i]->span_end - best[i]->span_begin)},
                  {"rule", rule},
                  {"weight", best[i]->weight}});
  }
  const bool matches = holds(parsed.root, [&](std::size_t leaf) { return best[leaf] != nullptr; });
  return {{"query", query}, {"text", text}, {"matches", matches}, {"by", matches ? by : Json::array()}};
}

}  // namespace

void explain(std::shared_ptr<const analyzers::Language> language, std::istream& in, std::ostream& out) {
  analyzers::Analyzer analyzer(std::move(language));
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::size_t tab = line.find('\t');
    const std::string query = line.substr(0, tab);
    const std::string text = tab == std::string::npos ? "" : line.substr(tab + 1);
    out << explain_line(analyzer, query, text).dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
  out.flush();
}

}  // namespace opslag::searchd
