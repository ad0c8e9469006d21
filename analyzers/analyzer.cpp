// The chain: text → atoms → units → tokens or words of a query.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/analyzer.h"

#include <algorithm>

#include "analyzers/assembler.h"
#include "analyzers/doubt.h"
#include "analyzers/language.h"
#include "analyzers/query_builder.h"
#include "analyzers/scanner.h"
#include "analyzers/sentence.h"
#include "analyzers/text.h"
#include "analyzers/unit.h"
#include "analyzers/word_forms.h"

namespace opslag::analyzers {
namespace {

constexpr std::size_t kBlockBytes = 64 * 1024;
constexpr std::size_t kMaxQueryBytes = 64 * 1024;  // analysed in one block, so that no phrase is cut

}  // namespace

struct Analyzer::State {
  explicit State(std::shared_ptr<const Language> shared)
      : language(std::move(shared)), forms(language), assembler(*language, forms) {}

  void read(std::string_view text, std::size_t from, std::size_t to, Selection* selection = nullptr) {
    forms.trim();
    atoms.clear();
    units.list.clear();
    scanner.scan(text, from, to, atoms);
    assembler.run(AtomText(text, atoms), units, selection);
  }

  template <class Sink>
  void run(std::string_view text, const Sink& sink) {
    units.next_position = 0;
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t to = Scanner::block_end(text, from, kBlockBytes);
      read(text, from, to);
      give(sink);
      from = to;
    }
  }

  // False: it stopped, as the selection allows.
  template <class Sink>
  bool run(std::string_view text, const Sink& sink, Selection& selection) {
    units.next_position = 0;
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t to = Scanner::block_end(text, from, kBlockBytes);
      if (!selection.spellings().are_plain()) {
        read(text, from, to, &selection);
        give(sink);
      } else if (!run(text, from, to, sink, selection)) {
        return false;
      }
      from = to;
    }
    return true;
  }

  // Sentence by sentence: most can be passed over, and of a plain one only the words that are asked for are looked at.
  template <class Sink>
  bool run(std::string_view text, std::size_t from, std::size_t to, const Sink& sink, Selection& selection) {
    const Spellings& asked = selection.spellings();
    std::size_t clear = from;                      // so far no word can be asked for by its spelling
    std::size_t at = from;                         // so far the sentence is plain, and what is asked for of it is given
    std::uint32_t position = units.next_position;  // of the sentence's first word
    const auto go_to = [&](std::size_t byte) {
      from = at = byte;
      position = units.next_position;
    };
    while (at < to) {
      if (selection.may_stop_at(units.next_position)) {
        if (first_doubt(text, at, text.size(), asked) == text.size()) return false;
        selection.go_on();
      }
      const std::uint32_t words = selection.words_before(units.next_position);
      if (const TextPlace* place = selection.place_before(at, to, units.next_position)) {
        if (clear <= at) clear = first_doubt(text, at, place->byte, asked);
        if (place->byte > clear) place = selection.place_before(at, clear, units.next_position);
        if (place != nullptr) {
          units.next_position = place->position;
          go_to(place->byte);
          continue;
        }
      }
      const Sentence sentence = next_sentence(text, from, at, to, asked, words);
      if (sentence.plain && !sentence.may_hold) {
        units.next_position += sentence.words;
        go_to(sentence.end);
      } else if (sentence.plain && give_plain_word(text, sentence, sink, selection)) {
        at = sentence.word_end;
      } else {
        units.next_position = position;
        read(text, from, sentence.end, &selection);
        give(sink, at);
        go_to(sentence.end);
      }
    }
    return true;
  }

  template <class Sink>
  bool give_plain_word(std::string_view text, const Sentence& sentence, const Sink& sink, const Selection& selection) {
    forms.trim();
    units.list.clear();
    const std::uint32_t position = units.next_position;
    units.next_position += sentence.words - 1;
    if (!assembler.add_plain_word(text, sentence.word_begin, sentence.word_end, sentence.end, selection, units)) {
      units.next_position = position;
      return false;
    }
    give(sink);
    return true;
  }

  // Those from byte `from` on.
  template <class Sink>
  void give(const Sink& sink, std::size_t from = 0) {
    for (const Unit& unit : units.list) {
      if (unit.begin < from) continue;
      sink(TokenView{unit.begin, unit.end, unit.position, unit.term_list(), unit.terms == nullptr});
    }
  }

  std::shared_ptr<const Language> language;
  WordForms forms;
  Assembler assembler;
  Scanner scanner;
  Atoms atoms;
  Units units;
};

Analyzer::Analyzer(std::shared_ptr<const Language> language) : state_(std::make_unique<State>(std::move(language))) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

void Analyzer::analyze(std::string_view text, const std::function<void(const TokenView&)>& sink) {
  state_->run(text, sink);
}

std::vector<Token> Analyzer::analyze(std::string_view text) {
  std::vector<Token> tokens;
  state_->run(text, [&](const TokenView& token) { tokens.push_back(token); });
  return tokens;
}

Analyzer::Selected Analyzer::analyze(std::string_view text, Selection selection) {
  Selected found;
  const auto sink = [&](const TokenView& token) { found.tokens.push_back(token); };
  found.stopped = !state_->run(text, sink, selection);
  found.positions = state_->units.next_position;
  return found;
}

std::vector<QueryWord> Analyzer::analyze_query(std::string_view text) {
  const std::string_view query = cut_utf8(text, kMaxQueryBytes);
  state_->units.next_position = 0;
  state_->read(query, 0, query.size());
  return QueryBuilder(*state_->language, state_->forms).words(query, state_->units);
}

WordAnalysis Analyzer::analyze_word(std::string_view word) {
  const WordFormTerms& known = state_->forms.of(word);
  const WordForm form = state_->forms.morphology_of(known.surface, known.capitalised);
  return {std::string(word), form.pieces, form.lemmas.empty() ? known.surface : form.lemmas.front(), form.parts,
          *known.terms};
}

}  // namespace opslag::analyzers
