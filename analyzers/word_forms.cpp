// Makes the terms of a word form.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/word_forms.h"

#include <algorithm>
#include <array>

#include "analyzers/language.h"
#include "analyzers/numbers.h"
#include "analyzers/text.h"

namespace opslag::analyzers {
namespace {

constexpr std::size_t kMaxRemembered = 60'000;
constexpr std::size_t kMaxAtHand = 40'000;
constexpr std::size_t kMaxRawBytes = 400;  // longer words are cut: no word of a language is that long
constexpr std::size_t kMaxLemmas = 3;
constexpr std::size_t kMaxParts = 5;
constexpr std::size_t kMinRepairedLetters = 5;
constexpr double kMinConfidence = 0.5;

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
}

// Without what is invisible inside a word, apostrophes unified.
std::string cleaned(std::string_view raw) {
  std::string word(raw);
  const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte != 0xC2 && byte < 0xCC;
  });
  if (plain) return word;
  for (const std::string_view invisible : {"\u00AD", "\u2060", "\uFEFF", "\u200C", "\u200D"})
    replace_all(word, invisible, "");
  for (const std::string_view apostrophe : {"\u2019", "\u2018", "\u00B4"}) replace_all(word, apostrophe, "'");
  constexpr std::array<std::string_view, 10> kSubscripts{"\u2080", "\u2081", "\u2082", "\u2083", "\u2084",
                                                         "\u2085", "\u2086", "\u2087", "\u2088", "\u2089"};
  for (std::size_t digit = 0; digit < kSubscripts.size(); ++digit)
    replace_all(word, kSubscripts[digit], std::string(1, static_cast<char>('0' + digit)));
  return nfc(word);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The length of the run of capitals at the word's begin, in bytes: A–Z, Æ, Ø, Å and Latin-1's other capitals.
std::size_t capitals(std::string_view word) {
  std::size_t at = 0;
  while (at < word.size()) {
    const auto byte = static_cast<unsigned char>(word[at]);
    if (byte >= 'A' && byte <= 'Z') {
      ++at;
    } else if (byte == 0xC3 && at + 1 < word.size() && static_cast<unsigned char>(word[at + 1]) <= 0x9E) {
      at += 2;
    } else {
      break;
    }
  }
  return at;
}

struct Acronym {
  std::string_view letters, digits, ending;  // "KL" + "" + "s", "DK" + "2020" + ""
};

// What an acronym consists of; no letters if the word is none.
Acronym acronym_of(std::string_view word) {
  Acronym parts;
  const std::size_t letters = capitals(word);
  const std::size_t count = code_points(word.substr(0, letters));
  if (count < 2 || count > 8) return parts;
  std::size_t digits = letters;
  while (digits < word.size() && is_digit(word[digits])) ++digits;
  std::string_view ending = word.substr(digits);
  if (ending.starts_with('\'')) ending.remove_prefix(1);
  if (!ending.empty() && !is_acronym_ending(ending)) return parts;
  return {word.substr(0, letters), word.substr(letters, digits - letters), ending};
}

// The word before an apostrophe with an ending behind it ("Lars's"), else the whole.
std::string_view without_apostrophe(std::string_view word) {
  const std::size_t at = word.rfind('\'');
  return at != std::string_view::npos && at > 0 && is_acronym_ending(word.substr(at + 1)) ? word.substr(0, at) : word;
}

// "mål" is a form of måle too, but minutes command nobody.
void drop_imperatives(WordForm& form, std::string_view surface) {
  if (form.lemmas.size() < 2 || std::find(form.lemmas.begin(), form.lemmas.end(), surface) == form.lemmas.end()) return;
  const std::string verb = std::string(surface) + "e", doubled = std::string(surface) + surface.back() + "e";
  const bool is_short = surface.size() < 5;  // but a handicappet has a handicap
  std::erase_if(form.lemmas, [&](const std::string& lemma) { return lemma == verb || (is_short && lemma == doubled); });
}

// The surface's kind goes before all the others.
void add_terms_to(WordFormTerms& word, std::vector<Term> terms) {
  terms.push_back(make_term(TermKind::surface, word.surface));
  word.terms = term_list(std::move(terms));
}

void add_lemma_terms(const WordForm& form, std::vector<Term>& terms) {
  const std::size_t first = terms.size();
  terms.push_back(make_term(TermKind::lemma, lemma_key(form)));
  if (form.parts.size() > 1) return;
  for (const std::string& lemma : form.lemmas) {
    if (terms.size() - first == kMaxLemmas) break;
    Term term = make_term(TermKind::lemma, fold(lemma));
    if (std::find(terms.begin() + static_cast<std::ptrdiff_t>(first), terms.end(), term) == terms.end())
      terms.push_back(std::move(term));
  }
}

void add_part_terms(const WordForm& form, std::vector<Term>& terms) {
  const std::size_t parts = std::min(form.parts.size(), kMaxParts);
  if (parts < 2) return;
  std::array<std::string, kMaxParts> folded;
  for (std::size_t i = 0; i < parts; ++i) folded[i] = fold(form.parts[i]);
  for (std::size_t first = 0; first < parts; ++first) {
    std::string run;
    for (std::size_t last = first; last < parts; ++last) {
      run += folded[last];
      if (last - first + 1 < form.parts.size()) terms.push_back(make_term(TermKind::part, run));
    }
  }
}

void add_acronym(const Acronym& acronym, std::vector<Term>& terms) {
  terms.push_back(make_term(TermKind::typed, "acr:" + lower(acronym.letters)));
  if (acronym.digits.empty()) return;
  terms.push_back(make_term(TermKind::typed, "num:" + std::string(acronym.digits)));
  // "ØA25" is the agreement for 2025.
  if (acronym.digits.size() == 2 && acronym.digits > "14" && acronym.digits < "50")
    terms.push_back(make_term(TermKind::typed, "num:20" + std::string(acronym.digits)));
}

}  // namespace

bool is_acronym_ending(std::string_view ending) {
  constexpr std::array<std::string_view, 14> kEndings{"s",   "er", "ere", "erne", "ernes", "ers", "en",
                                                      "ens", "et", "ets", "e",    "r",     "rne", "ne"};
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

Term make_term(TermKind kind, std::string_view text) {
  return {kind, std::string(cut_utf8(text, kMaxTermBytes))};
}

std::string lemma_key(const WordForm& form) {
  if (form.parts.size() < 2) return form.lemmas.empty() ? std::string() : fold(form.lemmas.front());
  std::string key;
  for (const std::string& part : form.parts) key += fold(part);
  return key;
}

std::vector<Term> lemma_terms(const WordForm& form) {
  std::vector<Term> terms;
  add_lemma_terms(form, terms);
  return terms;
}

std::vector<Term> part_terms(const WordForm& form) {
  std::vector<Term> terms;
  add_part_terms(form, terms);
  return terms;
}

TermList WordFormTerms::expansion() const {
  const auto first = std::find_if(terms->begin(), terms->end(), [](auto& t) { return t.kind != TermKind::surface; });
  return std::make_shared<const std::vector<Term>>(first, terms->end());
}

TermList term_list(std::vector<Term> terms) {
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  terms.shrink_to_fit();
  return std::make_shared<const std::vector<Term>>(std::move(terms));
}

WordForms::WordForms(std::shared_ptr<const Language> language)
    : language_(std::move(language)), store_(language_->forms ? language_->forms : std::make_shared<FormStore>()) {}

const WordFormTerms& WordForms::of(std::string_view raw) {
  raw = cut_utf8(raw, kMaxRawBytes);
  const std::uint64_t hash = FormCache<FormStore::Form>::hash_of(raw);
  if (const FormStore::Form* found = known_.find(raw, hash)) return **found;
  FormStore::Form form;
  if (const FormStore::Form* found = before_.find(raw, hash))
    form = *found;
  else
    form = store_->find(raw, hash);
  if (!form) form = store_->insert(raw, std::make_shared<const WordFormTerms>(make(raw)));
  return *known_.insert(raw, std::move(form));
}

bool WordForms::is_acronym(std::string_view raw) {
  const auto first = raw.empty() ? 'a' : raw.front();
  if ((first >= 'a' && first <= 'z') || (first >= '0' && first <= '9')) return false;
  return !acronym_of(cleaned(cut_utf8(raw, kMaxRawBytes))).letters.empty();
}

void WordForms::trim() {
  if (unlinked_.size() > kMaxRemembered) unlinked_.clear();
  if (lemma_parts_.size() > kMaxRemembered) lemma_parts_.clear();
  if (known_.size() <= kMaxAtHand) return;
  std::swap(known_, before_);
  known_.clear();
}

WordForm WordForms::morphology_of(std::string_view surface, bool capitalised) {
  const bool has_digit = std::any_of(surface.begin(), surface.end(), is_digit);
  if (language_->morphology && !has_digit) {
    WordForm form = language_->morphology->analyze(surface, capitalised);
    // An inflected compound has the parts of its dictionary form, so that all its forms have one key.
    if (form.known && form.parts.size() > 1 && !form.lemmas.empty() && form.lemmas.front() != surface) {
      const std::vector<std::string>& parts = parts_of_lemma(form.lemmas.front());
      if (parts.size() == form.parts.size()) form.parts = parts;
    }
    for (std::string& part : form.parts) drop_link(part);
    drop_imperatives(form, surface);
    return form;
  }
  WordForm form;
  // "25-årige" is a form of "25-årig"; codes ("dok2022") are never stemmed.
  const SplitWord split = has_digit ? split_mixed(surface) : SplitWord{};
  if (language_->morphology && split.digits_first && split.letters.size() >= 3) {
    const WordForm letters = language_->morphology->analyze(split.letters, false);
    if (letters.known) form.lemmas.push_back(std::string(split.digits) + letters.lemmas.front());
  }
  if (form.lemmas.empty()) form.lemmas.push_back(has_digit ? std::string(surface) : stemmer_.stem(surface));
  form.pieces.emplace_back(surface);
  return form;
}

const std::vector<std::string>& WordForms::parts_of_lemma(const std::string& lemma) {
  if (const auto known = lemma_parts_.find(lemma); known != lemma_parts_.end()) return known->second;
  return lemma_parts_.emplace(lemma, language_->morphology->analyze(lemma).parts).first->second;
}

// "udviklings" is the linked form of udvikling; "hus" is no linked form of anything.
void WordForms::drop_link(std::string& part) {
  if (part.size() < 4 || part.back() != 's') return;
  const auto known = unlinked_.find(part);
  if (known != unlinked_.end()) {
    part = known->second;
    return;
  }
  const std::string bare = part.substr(0, part.size() - 1);
  const std::vector<std::string> lemmas = language_->morphology->analyze(part).lemmas;
  const bool own_word = std::find(lemmas.begin(), lemmas.end(), part) != lemmas.end();
  const bool linked = !own_word && std::find(lemmas.begin(), lemmas.end(), bare) != lemmas.end();
  part = unlinked_.emplace(part, linked ? bare : part).first->second;
}

WordForm WordForms::meaning_of(const WordFormTerms& word) {
  return morphology_of(word.unfolded.empty() ? word.base : word.unfolded.front(), word.capitalised);
}

void WordForms::add_terms(const WordForm& form, std::vector<Term>& terms) {
  add_lemma_terms(form, terms);
  if (form.parts.size() > 1 && !form.lemmas.empty() && language_->opaque_compounds.contains(form.lemmas.front()))
    return;
  add_part_terms(form, terms);
  // A compound's other reading: "udgiftspresset" is of udgiftspres as well as of udgiftspresse.
  if (!form.known || form.parts.size() < 2 || form.lemmas.size() < 2) return;
  const WordForm other = morphology_of(form.lemmas[1], false);
  add_lemma_terms(other, terms);
  add_part_terms(other, terms);
}

std::optional<std::string> WordForms::repaired(const WordFormTerms& word) const {
  const bool repairable = language_->morphology && !word.known && !word.name && word.unfolded.empty() &&
                          !word.acronym && code_points(word.base) >= kMinRepairedLetters &&
                          std::none_of(word.base.begin(), word.base.end(), is_digit);
  if (!repairable) return std::nullopt;
  std::optional<Repair> repair = language_->morphology->repair(word.base, word.capitalised);
  if (!repair || repair->confidence < kMinConfidence) return std::nullopt;
  return std::move(repair->word);
}

// The terms of the word, and, if nobody knows it, those of what it may have been meant to be.
void WordForms::add_morphology(const WordFormTerms& word, const WordForm& form, std::vector<Term>& terms) {
  if (!word.unfolded.empty()) {
    terms.push_back(make_term(TermKind::lemma, fold(word.base)));
    for (const std::string& unfolded : word.unfolded) add_terms(morphology_of(unfolded, word.capitalised), terms);
    return;
  }
  // "for" may be a form of fare, but is not in a text; and such words are half of it.
  if (language_->function_words.contains(word.base)) {
    const bool own = std::find(form.lemmas.begin(), form.lemmas.end(), word.base) != form.lemmas.end();
    terms.push_back(make_term(TermKind::lemma, fold(own ? word.base : form.lemmas.front())));
    return;
  }
  const std::optional<std::string> meant = repaired(word);
  if (!meant) {
    add_terms(form, terms);
    return;
  }
  const WordForm meaning = morphology_of(*meant, false);
  const std::size_t first = terms.size();
  add_terms(meaning, terms);
  for (std::size_t i = first; i < terms.size(); ++i) terms[i].kind = TermKind::repair;
  // Parts that were read through the misspelling rank with the repair, not with what is spelt right.
  if (lemma_key(form) == lemma_key(meaning)) {
    terms.push_back(make_term(TermKind::lemma, fold(form.lemmas.front())));
  } else {
    add_terms(form, terms);
  }
}

WordFormTerms WordForms::make(std::string_view raw) {
  WordFormTerms word;
  const std::string written = cleaned(raw);
  const Acronym acronym = acronym_of(written);
  word.surface = lower(written);
  word.acronym = !acronym.letters.empty();
  const bool ending = word.acronym && !acronym.ending.empty();
  word.base =
      ending ? lower(std::string(acronym.letters) + std::string(acronym.digits)) : lower(without_apostrophe(written));
  const std::string_view first = cut_utf8(written, 4);
  word.capitalised = lower(first) != first;
  const WordForm form = morphology_of(word.base, word.capitalised);
  word.known = form.known;
  word.name = form.name;
  const bool may_be_folded =
      !form.known && (word.base.find("aa") != std::string::npos || word.base.find("ae") != std::string::npos ||
                      word.base.find("oe") != std::string::npos);
  if (language_->morphology && may_be_folded) word.unfolded = language_->morphology->unfold(word.base);
  std::vector<Term> terms;
  terms.reserve(8);
  add_morphology(word, form, terms);
  if (word.acronym) add_acronym(acronym, terms);
  add_terms_to(word, std::move(terms));
  return word;
}

const WordFormTerms* WordForms::abbreviation(std::string_view text) {
  const auto meant = language_->abbreviations.find(text);
  if (meant == language_->abbreviations.end()) return nullptr;
  if (const auto found = abbreviations_.find(text); found != abbreviations_.end()) return &found->second;
  WordFormTerms word;
  word.surface = word.base = meant->first;
  word.known = true;
  std::string plain(text);
  plain.erase(std::remove(plain.begin(), plain.end(), '.'), plain.end());
  std::vector<Term> terms{make_term(TermKind::lemma, fold(plain))};
  if (!meant->second.empty()) {
    for (Term& term : lemma_terms(morphology_of(meant->second, false))) terms.push_back(std::move(term));
  }
  add_terms_to(word, std::move(terms));
  return &abbreviations_.emplace(std::string(text), std::move(word)).first->second;
}

}  // namespace opslag::analyzers
