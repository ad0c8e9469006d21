// Any bytes as a query: parsed, and what the tree prints parses to the same tree.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/analyzer.h"
#include "searchd/query_parser.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static opslag::analyzers::Analyzer analyzer(opslag::analyzers::load_language());
  const opslag::searchd::WordReader read_words = [](std::string_view text) { return analyzer.analyze_query(text); };
  const auto parsed = opslag::searchd::parse_query(opslag::fuzz::text_of(data, size), read_words);
  if (!parsed.notices.empty()) return 0;  // cut at its limits: the rest need not parse alike
  const auto printed = opslag::searchd::to_string(parsed.root);
  const auto again = opslag::searchd::parse_query(printed, read_words);
  opslag::fuzz::must(!again.notices.empty() || opslag::searchd::to_string(again.root) == printed,
                     "a printed query parses to the same tree");
  return 0;
}
