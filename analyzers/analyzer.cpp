// The chain: atoms → units → tokens, and queries.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/analyzer.h"

#include <algorithm>
#include <unordered_map>

#include "analyzers/language.h"
#include "analyzers/scanner.h"
#include "analyzers/text.h"
#include "analyzers/word_forms.h"

namespace opslag::analyzers {
namespace {

constexpr std::size_t kBlockBytes = 64 * 1024;

}  // namespace

struct Analyzer::State {
  explicit State(std::shared_ptr<const Language> shared) : language(std::move(shared)), forms(language) {}

  void run(std::string_view text, const std::function<void(const Token&)>& sink);
  void run_block(std::string_view text, const std::function<void(const Token&)>& sink);
  std::size_t number(std::string_view text, std::size_t at, const std::function<void(const Token&)>& sink);
  QueryWord query_word(const Token& token, std::string_view text);

  std::shared_ptr<const Language> language;
  WordForms forms;
  Scanner scanner;
  std::vector<Atom> atoms;
  std::uint32_t position = 0;
  std::size_t law_begin = std::string_view::npos;  // of a § sign whose numbers are being read
};

void Analyzer::State::run(std::string_view text, const std::function<void(const Token&)>& sink) {
  position = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = Scanner::block_end(text, from, kBlockBytes);
    forms.trim();
    atoms.clear();
    scanner.scan(text, from, to, atoms);
    run_block(text, sink);
    from = to;
  }
}

// A number with its groups ("4.717", "251,6"); behind a § also as a reference to a law.
std::size_t Analyzer::State::number(std::string_view text, std::size_t at,
                                    const std::function<void(const Token&)>& sink) {
  std::size_t last = at;
  while (last + 2 < atoms.size() && (atoms[last + 1].code == '.' || atoms[last + 1].code == ',') &&
         atoms[last + 1].gap == Gap::none && atoms[last + 2].kind == AtomKind::number &&
         atoms[last + 2].gap == Gap::none)
    last += 2;
  const bool law = law_begin != std::string_view::npos;
  const std::string_view written = text.substr(atoms[at].begin, atoms[last].end - atoms[at].begin);
  std::string value(written);
  value.erase(std::remove(value.begin(), value.end(), '.'), value.end());
  std::vector<Term> terms{make_term(TermKind::surface, written), make_term(TermKind::typed, "num:" + value)};
  if (law) terms.push_back(make_term(TermKind::typed, "par:" + value));
  sink({law ? law_begin : atoms[at].begin, atoms[last].end, position++, term_list(std::move(terms))});
  law_begin = std::string_view::npos;
  return last;
}

void Analyzer::State::run_block(std::string_view text, const std::function<void(const Token&)>& sink) {
  law_begin = std::string_view::npos;
  for (std::size_t at = 0; at < atoms.size(); ++at) {
    const Atom& atom = atoms[at];
    if (atom.kind == AtomKind::mark) {
      if (atom.code == U'§') {
        law_begin = law_begin != std::string_view::npos && atom.gap == Gap::none ? law_begin : atom.begin;
      } else {
        law_begin = std::string_view::npos;
      }
    } else if (atom.kind == AtomKind::number) {
      at = number(text, at, sink);
    } else {
      law_begin = std::string_view::npos;
      const std::string_view raw = text.substr(atom.begin, atom.end - atom.begin);
      sink({atom.begin, atom.end, position++, forms.of(raw).terms});
    }
  }
}

QueryWord Analyzer::State::query_word(const Token& token, std::string_view text) {
  QueryWord word;
  word.text = text.substr(token.begin, token.end - token.begin);
  word.begin = token.begin;
  word.end = token.end;
  for (const Term& term : *token.terms) {
    word.says_little = word.says_little || language->weak_words.contains(term.text);
    switch (term.kind) {
      case TermKind::surface:
        word.alternatives.push_back({term, Rule::exact, 1.0});
        break;
      case TermKind::typed:
        word.alternatives.push_back({term, Rule::exact, 1.0});
        break;
      case TermKind::lemma:
        word.alternatives.push_back({term, Rule::lemma, 0.95});
        word.alternatives.push_back({{TermKind::part, term.text}, Rule::compound, 0.5});
        word.alternatives.push_back({{TermKind::repair, term.text}, Rule::spelling, 0.4});
        break;
      default:
        break;
    }
  }
  std::stable_sort(word.alternatives.begin(), word.alternatives.end(),
                   [](const Alternative& a, const Alternative& b) { return a.weight > b.weight; });
  return word;
}

Analyzer::Analyzer(std::shared_ptr<const Language> language) : state_(std::make_unique<State>(std::move(language))) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

void Analyzer::analyze(std::string_view text, const std::function<void(const Token&)>& sink) {
  state_->run(text, sink);
}

std::vector<Token> Analyzer::analyze(std::string_view text) {
  std::vector<Token> tokens;
  state_->run(text, [&](const Token& token) { tokens.push_back(token); });
  return tokens;
}

std::vector<QueryWord> Analyzer::analyze_query(std::string_view text) {
  std::vector<QueryWord> words;
  state_->run(text, [&](const Token& token) { words.push_back(state_->query_word(token, text)); });
  return words;
}

WordAnalysis Analyzer::analyze_word(std::string_view word) {
  const WordFormTerms& known = state_->forms.of(word);
  const WordForm form = state_->forms.morphology_of(known.surface, known.capitalised);
  return {std::string(word), form.pieces, form.lemmas.empty() ? known.surface : form.lemmas.front(), form.parts,
          *known.terms};
}

}  // namespace opslag::analyzers
