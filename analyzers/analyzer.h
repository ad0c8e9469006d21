// The Danish analyser: text → tokens, query → words with their alternatives. The same for indexing, explaining and
// highlighting.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/query_word.h"
#include "analyzers/selection.h"
#include "analyzers/token.h"

namespace opslag::analyzers {

// What is known of the language: dictionary, exceptions, thesaurus, word lists. Read from data files once, immutable,
// shared by all threads. Throws std::runtime_error, with file and line, if a data file is missing or malformed.
class Language;
std::shared_ptr<const Language> load_language();

// Identifies all that decides which terms a text gets: stemmer, dictionary, ICU and Unicode versions, options. An index
// made under another fingerprint must be made anew.
std::string fingerprint(const Language& language);

// One word as `analyze --words` shows it.
struct WordAnalysis {
  std::string word;
  std::vector<std::string> pieces;  // put together they are the word, letter by letter; one piece if it is no compound
  std::string lemma;
  std::vector<std::string> parts;  // the pieces' dictionary forms; empty if it is no compound
  std::vector<Term> terms;
};

// Not thread-safe: one per thread (it holds an ICU break iterator, a stemmer and a cache of word forms).
class Analyzer {
 public:
  explicit Analyzer(std::shared_ptr<const Language> language);
  ~Analyzer();
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;

  // Tokens of a text in order. Any bytes are taken (invalid UTF-8 separates words); offsets are into `text` as given.
  // Time linear in the text.
  void analyze(std::string_view text, const std::function<void(const TokenView&)>& sink);
  std::vector<Token> analyze(std::string_view text);

  // Of those tokens all that the selection wants, and perhaps some others; the same as analyze() makes of them, but for
  // the terms that it does not ask for. Most of
  // the text is only looked at, so that words that nobody asks for cost nothing but their letters.
  struct Selected {
    std::vector<Token> tokens;
    std::uint32_t positions = 0;  // how many the text has: all tokens' are below
    bool stopped = false;         // as the selection allows: then there are no fewer positions than that
  };
  Selected analyze(std::string_view text, Selection selection);

  // The words of a query (plain words only: quotes and operators are the query parser's business). `§ 107` is one word.
  std::vector<QueryWord> analyze_query(std::string_view text);

  WordAnalysis analyze_word(std::string_view word);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opslag::analyzers
