// Decision codes: which wordings stand in the text, which of them are this meeting's own decision.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/decision_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include "corpus/facets/word_classes.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kSubjectReach = 14;  // words in which a verb's subject is looked for
constexpr std::size_t kModalReach = 5;
constexpr std::size_t kNegationReach = 2;

}  // namespace

const std::vector<std::string>& decision_codes() {
  static const std::vector<std::string> kCodes{"godkendt",        "taget-til-efterretning",
                                               "droeftet",        "besluttet",
                                               "udpeget",         "ingen-bemaerkninger",
                                               "videresendt",     "udsat",
                                               "stoettet",        "afvist",
                                               "ingen-beslutning"};
  return kCodes;
}

// What is known of the words of one decision text.
struct DecisionRules::Reading {
  const std::vector<Word>& words;
  std::vector<PhraseMatch> codes;  // longest matches that give a code, or none
  std::vector<bool> other, own, preposition, modal, background,
      negation;  // by word; background: by the word it ends with

  std::size_t sentence_begin(std::size_t at) const {
    while (at > 0 && (words[at].before & kSentence) == 0) --at;
    return at;
  }
  std::size_t sentence_end(std::size_t at) const {
    while (at < words.size() && (words[at].before & kSentence) == 0) ++at;
    return at;
  }
  // Back to the clause's beginning: a comma, a colon or the sentence's beginning.
  std::size_t clause_begin(std::size_t at) const {
    while (at > 0 && (words[at].before & (kSentence | kComma | kColon)) == 0) --at;
    return at;
  }
};

DecisionRules::DecisionRules(const VocabularyFile& file) {
  WordClasses classes;
  bool in_section = false;
  for (const VocabularyLine& line : file.lines) {
    if (classes.define(file, line)) continue;
    if (!section_name(line).empty()) {
      wordings_.push_back(read_section(file, line));
      in_section = true;
      continue;
    }
    if (!in_section) throw file.error(line, "a phrase before the first [section]");
    try {
      if (wordings_.back().role == Role::negation) phrases_.add_barrier(line.text);
      phrases_.add(classes.expand(line.text), static_cast<std::uint32_t>(wordings_.size() - 1));
    } catch (const std::invalid_argument& error) {
      throw file.error(line, error.what());
    }
  }
}

DecisionRules::Wording DecisionRules::read_section(const VocabularyFile& file, const VocabularyLine& line) const {
  static const std::map<std::string, Role> kRoles{
      {"intet", Role::nothing},           {"andre organer", Role::other_body},    {"egne organer", Role::own_body},
      {"forholdsord", Role::preposition}, {"modalverber", Role::modal},           {"baggrund", Role::background},
      {"nægtelser", Role::negation},      {"titler uden beslutning", Role::title}};
  Wording wording;
  const std::vector<std::string> parts = fields_of(section_name(line), ',');
  if (const auto role = kRoles.find(parts.front()); role != kRoles.end()) {
    wording.role = role->second;
  } else {
    const auto& codes = decision_codes();
    const auto code = std::find(codes.begin(), codes.end(), parts.front());
    if (code == codes.end()) throw file.error(line, "'" + parts.front() + "' is neither a decision code nor a list");
    wording.code = static_cast<std::size_t>(code - codes.begin());
  }
  for (std::size_t i = 1; i < parts.size(); ++i) {
    bool* flag = parts[i] == "aktiv"   ? &wording.active
                 : parts[i] == "nutid" ? &wording.present
                 : parts[i] == "svag"  ? &wording.weak
                 : parts[i] == "rest"  ? &wording.rest
                                       : nullptr;
    if (flag == nullptr) throw file.error(line, "'" + parts[i] + "' is none of aktiv, nutid, svag, rest");
    *flag = true;
  }
  return wording;
}

bool DecisionRules::holds(const Wording& wording, const PhraseMatch& match, const Reading& reading) const {
  const std::size_t sentence = reading.sentence_begin(match.begin);
  for (std::size_t at = sentence; at < match.begin; ++at) {
    if (reading.background[at]) return false;
  }
  const std::size_t clause = reading.clause_begin(match.begin);
  for (std::size_t at = std::max(clause, match.begin - std::min(match.begin, kNegationReach)); at < match.begin; ++at) {
    if (reading.negation[at]) return false;
  }
  if (wording.present) {
    for (std::size_t at = std::max(clause, match.begin - std::min(match.begin, kModalReach)); at < match.begin; ++at) {
      if (reading.modal[at]) return false;
    }
  }
  if (!wording.active) return true;
  // The subject stands before its verb, or right behind it ("Derfor besluttede KL …").
  const auto subject = [&](std::size_t at, const std::vector<bool>& kind) {
    return kind[at] && !(at > sentence && reading.preposition[at - 1]) &&
           !(at > sentence + 1 && reading.preposition[at - 2]);
  };
  const std::size_t reach = match.begin - std::min(match.begin, kSubjectReach);
  for (std::size_t at = match.begin; at > std::max(sentence, reach);) {
    --at;
    if (subject(at, reading.own)) return true;
    if (subject(at, reading.other)) return false;
  }
  const std::size_t behind = match.end;
  return !(behind < reading.words.size() && (reading.words[behind].before & (kSentence | kComma)) == 0 &&
           reading.other[behind] && !reading.own[behind]);
}

std::vector<std::string> DecisionRules::codes(std::string_view text, std::string_view title, std::string_view committee,
                                              const AbbreviationSet& abbreviations) const {
  const std::vector<Word> words = words_of(text, abbreviations);
  const std::vector<bool> none(words.size(), false);
  Reading reading{words, {}, none, none, none, none, none, none};
  for (const PhraseMatch& match : phrases_.find(words)) {
    const auto mark = [&](std::vector<bool>& marks) { marks[match.end - 1] = true; };
    switch (wordings_[match.payload].role) {
      case Role::code:
      case Role::nothing:
        reading.codes.push_back(match);
        break;
      case Role::other_body:
        mark(reading.other);
        break;
      case Role::own_body:
        mark(reading.own);
        break;
      case Role::preposition:
        mark(reading.preposition);
        break;
      case Role::modal:
        mark(reading.modal);
        break;
      case Role::title:
        break;
      case Role::negation:
        mark(reading.negation);
        break;
      case Role::background:
        mark(reading.background);
        break;
    }
  }
  for (const Word& own : words_of(committee, abbreviations)) {
    for (std::size_t at = 0; own.text.size() > 4 && at < words.size(); ++at) {
      if (words[at].text == own.text) reading.own[at] = true;
    }
  }
  reading.codes = longest(std::move(reading.codes));
  std::array<bool, 16> strong{}, weak{};
  std::size_t taken = 0;  // words before this belong to a wording that takes the rest of its sentence
  for (const PhraseMatch& match : reading.codes) {
    const Wording& wording = wordings_[match.payload];
    if (match.begin < taken || !holds(wording, match, reading)) continue;
    if (wording.rest) taken = reading.sentence_end(match.end);
    if (wording.role == Role::code) (wording.weak ? weak : strong)[wording.code] = true;
  }
  const auto& codes = decision_codes();
  for (const PhraseMatch& match : phrases_.find(words_of(title, abbreviations))) {
    if (wordings_[match.payload].role == Role::title) weak.fill(false);
  }
  const std::array<bool, 16>& given = std::find(strong.begin(), strong.end(), true) != strong.end() ? strong : weak;
  std::vector<std::string> result;
  for (std::size_t code = 0; code < codes.size(); ++code) {
    if (given[code]) result.push_back(codes[code]);
  }
  if (result.size() > 1 && result.back() == codes.back()) result.pop_back();
  if (result.empty()) result.push_back(codes.back());
  return result;
}

}  // namespace opslag::corpus
