// opslag-indexer analyze: what the analyser makes of a text, or of words.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <iterator>

#include "analyzers/analyzer.h"
#include "corpus/json.h"
#include "indexer/commands.h"

namespace opslag::indexer {
namespace {
using Json = nlohmann::ordered_json;

Json terms_of(const std::vector<analyzers::Term>& terms) {
  Json list = Json::array();
  for (const analyzers::Term& term : terms) list.push_back(analyzers::to_string(term));
  return list;
}

void analyze_words(analyzers::Analyzer& analyzer, std::istream& in) {
  for (std::string word; std::getline(in, word);) {
    if (word.ends_with('\r')) word.pop_back();
    const analyzers::WordAnalysis analysis = analyzer.analyze_word(word);
    std::cout << corpus::to_line({{"word", analysis.word},
                                  {"pieces", analysis.pieces},
                                  {"lemma", analysis.lemma},
                                  {"parts", analysis.parts},
                                  {"terms", terms_of(analysis.terms)}})
              << '\n';
  }
}

void analyze_text(analyzers::Analyzer& analyzer, const std::string& text) {
  analyzer.analyze(text, [&](const analyzers::TokenView& token) {
    std::cout << corpus::to_line({{"token", text.substr(token.begin, token.end - token.begin)},
                                  {"begin", token.begin},
                                  {"end", token.end},
                                  {"position", token.position},
                                  {"terms", terms_of(*token.terms)}})
              << '\n';
  });
}

}  // namespace

int analyze_command(const Options& options) {
  analyzers::Analyzer analyzer(analyzers::load_language());
  std::string text;
  for (const std::string& argument : options.arguments) {
    if (!text.empty()) text += options.words ? '\n' : ' ';
    text += argument;
  }
  if (options.words && options.arguments.empty()) {
    analyze_words(analyzer, std::cin);
  } else if (options.words) {
    std::istringstream in(text);
    analyze_words(analyzer, in);
  } else {
    if (options.arguments.empty()) text.assign(std::istreambuf_iterator<char>(std::cin), {});
    analyze_text(analyzer, text);
  }
  return kDone;
}

}  // namespace opslag::indexer
