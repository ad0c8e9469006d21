// Makes the terms of a word form.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/word_forms.h"

#include <algorithm>

#include "analyzers/text.h"

namespace opslag::analyzers {
namespace {

constexpr std::size_t kMaxRemembered = 60'000;
constexpr std::size_t kMaxRawBytes = 400;  // longer words are cut: no word of a language is that long
constexpr std::size_t kMaxLemmas = 3;
constexpr std::size_t kMaxParts = 5;

void drop_all(std::string& text, std::string_view what) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos;) text.erase(at, what.size());
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
}

// Without what is invisible inside a word, apostrophes unified.
std::string cleaned(std::string_view raw) {
  std::string word(cut_utf8(raw, kMaxRawBytes));
  if (std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0xC2; })) return word;
  for (const std::string_view invisible : {"\u00AD", "\u2060", "\uFEFF", "\u200C", "\u200D"}) drop_all(word, invisible);
  for (const std::string_view apostrophe : {"\u2019", "\u2018", "\u00B4"}) replace_all(word, apostrophe, "'");
  return nfc(word);
}

}  // namespace

Term make_term(TermKind kind, std::string_view text) {
  return {kind, std::string(cut_utf8(text, kMaxTermBytes))};
}

std::vector<Term> lemma_terms(const WordForm& form) {
  std::vector<Term> terms;
  if (form.parts.size() > 1) {
    std::string key;
    for (const std::string& part : form.parts) key += fold(part);
    terms.push_back(make_term(TermKind::lemma, key));
    return terms;
  }
  for (const std::string& lemma : form.lemmas) {
    if (terms.size() == kMaxLemmas) break;
    terms.push_back(make_term(TermKind::lemma, fold(lemma)));
  }
  return terms;
}

std::vector<Term> part_terms(const WordForm& form) {
  std::vector<Term> terms;
  const std::size_t parts = std::min(form.parts.size(), kMaxParts);
  if (parts < 2) return terms;
  for (std::size_t first = 0; first < parts; ++first) {
    std::string run;
    for (std::size_t last = first; last < parts; ++last) {
      run += fold(form.parts[last]);
      if (last - first + 1 < form.parts.size()) terms.push_back(make_term(TermKind::part, run));
    }
  }
  return terms;
}

TermList term_list(std::vector<Term> terms) {
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return std::make_shared<const std::vector<Term>>(std::move(terms));
}

WordForms::WordForms(std::shared_ptr<const Language> language) : language_(std::move(language)) {}

const WordFormTerms& WordForms::of(std::string_view raw) {
  if (const auto found = known_.find(raw); found != known_.end()) return found->second;
  return known_.emplace(std::string(raw), make(raw)).first->second;
}

void WordForms::trim() {
  if (known_.size() > kMaxRemembered) known_.clear();
}

WordForm WordForms::morphology_of(std::string_view surface, bool capitalised) {
  if (language_->morphology &&
      std::none_of(surface.begin(), surface.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return language_->morphology->analyze(surface, capitalised);
  WordForm form;
  form.lemmas.push_back(stemmer_.stem(surface));
  form.pieces.emplace_back(surface);
  return form;
}

WordFormTerms WordForms::make(std::string_view raw) {
  WordFormTerms word;
  const std::string written = cleaned(raw);
  word.surface = lower(written);
  word.capitalised = !written.empty() && lower(cut_utf8(written, 4)) != cut_utf8(written, 4);
  const std::size_t letters = code_points(written);
  // ẞ and the like aside, a text without lower-case letters is what changes when lowered letter by letter.
  word.all_caps = letters >= 2 && letters <= 8 &&
                  std::all_of(written.begin(), written.end(),
                              [](char c) { return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }) &&
                  word.surface != written &&
                  (written.find("\u00E6") & written.find("\u00F8") & written.find("\u00E5")) == std::string::npos;
  const WordForm form = morphology_of(word.surface, word.capitalised);
  std::vector<Term> terms = lemma_terms(form);
  for (Term& term : part_terms(form)) terms.push_back(std::move(term));
  terms.push_back(make_term(TermKind::surface, word.surface));
  if (word.all_caps) terms.push_back(make_term(TermKind::typed, "acr:" + word.surface));
  word.terms = term_list(std::move(terms));
  return word;
}

}  // namespace opslag::analyzers
