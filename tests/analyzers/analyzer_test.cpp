// Texts and what the analyser makes of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/analyzer.h"

#include "tests/support/catch.h"

using namespace opslag::analyzers;

namespace {

Analyzer& analyzer() {
  static Analyzer shared(load_language());
  return shared;
}

bool has(const std::vector<Token>& tokens, const std::string& term) {
  for (const Token& token : tokens) {
    for (const Term& each : *token.terms) {
      if (to_string(each) == term) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("references and numbers get typed terms") {
  CHECK(has(analyzer().analyze("efter § 107"), "X:par:107"));
  CHECK(has(analyzer().analyze("4.717 pladser"), "X:num:4717"));
  CHECK(has(analyzer().analyze("KL siger"), "X:acr:kl"));
  CHECK_FALSE(has(analyzer().analyze("kl. 8"), "X:acr:kl"));
}

TEST_CASE("a query finds the inflected form by its lemma") {
  const std::vector<QueryWord> query = analyzer().analyze_query("kommunerne");
  REQUIRE(query.size() == 1);
  bool found = false;
  for (const Alternative& alternative : query[0].alternatives)
    found = found || has(analyzer().analyze("kommunen"), to_string(alternative.term));
  CHECK(found);
}
