// Query words and their alternatives.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/query_builder.h"

#include <algorithm>

#include "analyzers/text.h"

namespace opslag::analyzers {
namespace {

constexpr double kFoldedSurface = 0.97;
constexpr double kLemma = 0.95;
constexpr double kFoldedLemma = 0.9;
constexpr double kJoined = 0.9;
constexpr double kApart = 0.6;  // a compound written in two words
constexpr double kPart = 0.5;
constexpr double kRepair = 0.4;
constexpr double kDerived = 0.35;
constexpr double kDerivedPart = 0.25;
constexpr double kDerivedRepair = 0.2;
constexpr std::size_t kMaxAlternatives = 14;  // of a misspelt word
constexpr std::size_t kMaxDerived = 3;
constexpr std::size_t kMaxNearRules = 3;

void add(QueryWord& word, Term term, Rule rule, double weight) {
  const auto known = std::find_if(word.alternatives.begin(), word.alternatives.end(),
                                  [&](const Alternative& each) { return each.term == term; });
  if (known == word.alternatives.end()) word.alternatives.push_back({std::move(term), rule, weight});
}

std::vector<Term> of_kind(const std::vector<Term>& terms, TermKind kind) {
  std::vector<Term> found;
  for (const Term& term : terms) {
    if (term.kind == kind) found.push_back(term);
  }
  return found;
}

// What stands for a unit in a near rule: terms that have positions.
std::vector<Term> positioned(const Unit& unit) {
  if (unit.form != nullptr) return of_kind(*unit.form->terms, TermKind::lemma);
  std::vector<Term> terms;
  for (const Alternative& ask : unit.extra->asks) {
    if (ask.term.kind != TermKind::surface) terms.push_back(ask.term);
  }
  return terms;
}

// é → e and its like; Danish letters stay.
std::string without_accents(const std::string& word) {
  std::string plain;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t size = 1;
    while (at + size < word.size() && (static_cast<unsigned char>(word[at + size]) & 0xC0U) == 0x80U) ++size;
    const std::string letter = word.substr(at, size);
    const std::string folded = fold(letter);
    plain += folded.size() == 1 ? folded : letter;
    at += size;
  }
  return plain;
}

// Whether an unknown word was read as the compound that it was surely meant to be: "malgruppe". Only such have parts.
bool is_read_through_slip(const WordForm& meaning) {
  return !meaning.known && meaning.parts.size() > 1;
}

}  // namespace

struct QueryBuilder::Draft {
  QueryWord word;
  std::vector<Term> own;       // lemma, part and typed terms, for the thesaurus
  std::uint32_t position = 0;  // of the first and behind the last of its positions
  std::uint32_t end_position = 0;
};

void QueryBuilder::ask_for_spellings(const WordFormTerms& form, QueryWord& word) {
  for (const std::string& unfolded : form.unfolded)
    add(word, make_term(TermKind::surface, unfolded), Rule::folding, kFoldedSurface);
  // "groen" is a word, but was perhaps meant to be grøn.
  for (const std::string_view spelt : {"aa", "ae", "oe"}) {
    if (form.base.find(spelt) != std::string::npos)
      add(word, make_term(TermKind::lemma, form.base), Rule::folding, kFoldedLemma);
  }
  const bool ascii = std::all_of(form.surface.begin(), form.surface.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return;
  if (const std::string plain = without_accents(form.surface); plain != form.surface)
    add(word, make_term(TermKind::surface, plain), Rule::folding, kFoldedSurface);
}

// Words made from this one and those that it is made from: godkende, godkendelse. Of a compound, its last part's.
void QueryBuilder::ask_for_relatives(const WordForm& meaning, QueryWord& word) {
  if (!language_.morphology) return;
  const bool compound = meaning.parts.size() > 1;
  std::string head;
  for (std::size_t i = 0; compound && i + 1 < meaning.parts.size(); ++i) head += fold(meaning.parts[i]);
  std::vector<std::string> lemmas = compound ? std::vector{meaning.parts.back()} : meaning.lemmas;
  lemmas.resize(std::min<std::size_t>(lemmas.size(), 2));
  std::size_t added = 0;
  for (const std::string& lemma : lemmas) {
    for (const std::string& relative : language_.morphology->related(lemma)) {
      if (added == kMaxDerived) return;
      const std::string key = head + lemma_key(forms_.morphology_of(relative, false));
      add(word, make_term(TermKind::lemma, key), Rule::derivation, kDerived);
      add(word, make_term(TermKind::part, key), Rule::derivation, kDerivedPart);
      if (added++ == 0) add(word, make_term(TermKind::repair, key), Rule::spelling, kDerivedRepair);
    }
  }
}

// "gruppedrøftelse" asks for "gruppe drøftelser" too: the two side by side, nothing between them.
void QueryBuilder::ask_for_split_compound(const WordForm& meaning, QueryWord& word) {
  const std::size_t parts = meaning.parts.size();
  for (std::size_t cut = parts - 1; parts > 1 && cut > 0 && word.near_rules.size() < 2; --cut) {
    std::string head, tail;
    for (std::size_t i = 0; i < parts; ++i) (i < cut ? head : tail) += fold(meaning.parts[i]);
    NearRule apart;
    apart.groups = {{make_term(TermKind::lemma, head)}, {make_term(TermKind::lemma, tail)}};
    apart.ordered = true;
    apart.rule = Rule::compound;
    apart.weight = kApart;
    apart.name = meaning.pieces.empty() ? head + tail : word.text;
    word.near_rules.push_back(std::move(apart));
  }
}

// "DK2020" asks for "DK 2020" too.
void QueryBuilder::ask_for_split_acronym(const WordFormTerms& form, QueryWord& word) {
  NearRule apart;
  apart.groups.resize(2);
  for (Term& term : of_kind(*form.terms, TermKind::typed))
    apart.groups[term.text.starts_with("acr:") ? 0 : 1].push_back(std::move(term));
  if (apart.groups[0].empty() || apart.groups[1].empty()) return;
  apart.ordered = true;
  apart.rule = Rule::exact;
  apart.weight = kJoined;
  apart.name = word.text;
  word.near_rules.push_back(std::move(apart));
}

void QueryBuilder::ask_for_word(const WordFormTerms& form, QueryWord& word) {
  const bool abbreviation = form.surface.ends_with('.');
  // KL is not "kl.": what is written in capitals asks for capitals where small letters mean something else.
  const bool only_acronym = form.acronym && language_.abbreviations.contains(form.base + ".");
  for (const Term& term : of_kind(*form.terms, TermKind::typed)) {
    if (term.text.starts_with("acr:") && form.surface.find_first_of("0123456789") == std::string::npos)
      add(word, term, Rule::exact, 1.0);
  }
  if (only_acronym && !word.alternatives.empty()) return;
  add(word, make_term(TermKind::surface, form.surface), Rule::exact, 1.0);
  if (form.base != form.surface) add(word, make_term(TermKind::surface, form.base), Rule::lemma, kLemma);
  const bool short_word = code_points(form.base) <= 5 && !form.known;
  if (!form.acronym && short_word) add(word, make_term(TermKind::typed, "acr:" + form.base), Rule::exact, 1.0);
  ask_for_spellings(form, word);
  ask_for_split_acronym(form, word);
  const std::vector<Term> lemmas = of_kind(*form.terms, TermKind::lemma);
  const WordForm meaning = abbreviation ? WordForm{} : forms_.meaning_of(form);
  const std::string meaning_lemma = meaning.lemmas.empty() ? std::string() : meaning.lemmas.front();
  const Rule as_form = is_read_through_slip(meaning) ? Rule::spelling : Rule::lemma;
  // The first reading leads.
  if (!abbreviation) add(word, make_term(TermKind::lemma, lemma_key(meaning)), as_form, kLemma);
  for (const Term& lemma : lemmas) add(word, lemma, Rule::lemma, kLemma);
  word.says_little = language_.is_weak(form.surface) || language_.is_weak(meaning_lemma);
  if (abbreviation || language_.function_words.contains(form.surface) ||
      form.surface.find_first_of("0123456789") != std::string::npos)
    return;
  std::size_t readings = 0;
  for (const Alternative& each : std::vector(word.alternatives)) {
    if (each.term.kind != TermKind::lemma || readings++ == 2) continue;
    add(word, make_term(TermKind::part, each.term.text), Rule::compound, kPart);
    if (readings == 1) add(word, make_term(TermKind::repair, each.term.text), Rule::spelling, kRepair);
  }
  // ældre is a form of gammel, but ældrepleje is no gammel pleje.
  if (meaning.parts.size() < 2 && form.unfolded.empty())
    add(word, make_term(TermKind::part, fold(form.base)), Rule::compound, kPart);
  // The linking e of låneramme makes its first part look like the verb.
  if (language_.morphology && meaning.noun && meaning.parts.size() < 2 && language_.morphology->knows(form.base + "e"))
    add(word, make_term(TermKind::part, fold(form.base) + "e"), Rule::compound, kPart);
  ask_for_relatives(meaning, word);
  ask_for_split_compound(meaning, word);
}

QueryBuilder::Draft QueryBuilder::draft_of(std::string_view text, const Unit& unit) {
  Draft draft;
  draft.word.begin = unit.begin;
  draft.word.end = unit.end;
  draft.word.text = text.substr(unit.begin, unit.end - unit.begin);
  draft.position = unit.position;
  draft.end_position = unit.position + (unit.extra ? std::max(1U, unit.extra->absorbs_after) : 1);
  if (unit.extra && !unit.expansion) draft.end_position = unit.position + 1 + unit.extra->absorbs_after;
  if (unit.form != nullptr && unit.expansion) {
    for (const Term& term : of_kind(*unit.term_list(), TermKind::lemma)) {
      add(draft.word, term, Rule::lemma, kLemma);
      add(draft.word, {TermKind::part, term.text}, Rule::compound, kPart);
    }
  } else if (unit.form != nullptr) {
    ask_for_word(*unit.form, draft.word);
    draft.word.says_little = draft.word.says_little || language_.is_weak(unit.form->surface);
  } else {
    for (const Alternative& ask : unit.extra->asks) add(draft.word, ask.term, ask.rule, ask.weight);
  }
  if (unit.form != nullptr) {
    if (unit.form->surface.ends_with('.')) return draft;  // "kl." is not KL
    if (unit.form->acronym) draft.own = of_kind(*unit.form->terms, TermKind::typed);
    for (const TermKind kind : {TermKind::lemma, TermKind::part}) {
      for (Term& term : of_kind(*unit.form->terms, kind)) draft.own.push_back(std::move(term));
    }
  } else {
    for (const Alternative& ask : unit.extra->asks) draft.own.push_back(ask.term);
  }
  return draft;
}

std::vector<QueryBuilder::Draft> QueryBuilder::drafts(std::string_view text, const Units& units) {
  std::vector<Draft> drafts;
  std::vector<std::pair<std::size_t, Term>> joins;  // of words split in two: until where, and what
  for (const Unit& unit : units.list) {
    const bool absorbed = !drafts.empty() && unit.position < drafts.back().end_position;
    if (unit.expansion && !unit.extra) {
      if (drafts.empty()) continue;
      for (const Term& term : of_kind(*unit.term_list(), TermKind::lemma)) {
        add(drafts.back().word, term, Rule::lemma, kJoined);
        joins.emplace_back(unit.end, term);
      }
      continue;
    }
    if (absorbed) {
      Draft& whole = drafts.back();
      whole.word.end = std::max(whole.word.end, unit.end);
      whole.word.text = text.substr(whole.word.begin, whole.word.end - whole.word.begin);
      if (!whole.word.near_rules.empty() && whole.word.near_rules.front().name.empty())
        whole.word.near_rules.front().groups.push_back(positioned(unit));
      continue;
    }
    Draft draft = draft_of(text, unit);
    if (unit.extra && unit.extra->adjacent) {
      draft.word.near_rules.emplace_back();
      draft.word.near_rules.front().ordered = true;
      draft.word.near_rules.front().rule = Rule::exact;
      draft.word.near_rules.front().weight = kJoined;
    }
    for (std::uint32_t before = unit.extra ? unit.extra->absorbs_before : 0; before > 0 && !drafts.empty(); --before) {
      draft.word.begin = drafts.back().word.begin;
      draft.word.text = text.substr(draft.word.begin, draft.word.end - draft.word.begin);
      drafts.pop_back();
    }
    std::erase_if(joins, [&](const auto& join) { return join.first <= unit.begin; });
    for (const auto& [end, term] : joins) {
      if (unit.begin < end) add(draft.word, term, Rule::lemma, kJoined);
    }
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

std::vector<QueryWord> QueryBuilder::words(std::string_view text, const Units& units) {
  std::vector<QueryWord> words;
  PhraseTerms own;
  for (Draft& draft : drafts(text, units)) {
    if (draft.word.alternatives.empty()) continue;
    for (NearRule& rule : draft.word.near_rules) {
      if (rule.name.empty()) rule.name = draft.word.text;
      rule.window = std::max(1U, static_cast<unsigned>(rule.groups.size()) - 1);
    }
    std::erase_if(draft.word.near_rules, [](const NearRule& rule) { return rule.groups.size() < 2; });
    words.push_back(std::move(draft.word));
    own.push_back(std::move(draft.own));
  }
  language_.thesaurus.apply(words, own);
  for (QueryWord& word : words) {
    std::stable_sort(word.alternatives.begin(), word.alternatives.end(),
                     [](const Alternative& a, const Alternative& b) { return a.weight > b.weight; });
  }
  return words;
}

PhraseTerms QueryBuilder::phrase_terms(std::string_view text, const Units& units) {
  PhraseTerms terms;
  for (Draft& draft : drafts(text, units)) terms.push_back(std::move(draft.own));
  return terms;
}

}  // namespace opslag::analyzers
