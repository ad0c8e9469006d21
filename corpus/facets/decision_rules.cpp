// Decision codes: which wordings stand in the text, which of them are this meeting's own decision.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/decision_rules.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include "corpus/facets/word_classes.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kSubjectReach = 14;  // words in which a verb's subject is looked for
constexpr std::size_t kModalReach = 5;
constexpr std::size_t kSentenceReach = 120;  // words; keeps texts without full stops cheap
constexpr std::size_t kNegationReach = 2;
constexpr std::size_t kTellingName = 5;  // bytes: "og" in a committee's name is nobody

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
  std::vector<PhraseMatch> codes, loose;  // wordings that decide, or that give a code only if nothing else does
  // By word: whether it is one of these. A background cue marks the word that it ends with.
  std::vector<bool> other, own, preposition, modal, background, negation;

  std::size_t end;  // what stands from this word on is somebody's opinion of the decision

  explicit Reading(const std::vector<Word>& all)
      : words(all),
        other(all.size()),
        own(other),
        preposition(other),
        modal(other),
        background(other),
        negation(other),
        end(all.size()) {}

  // The word that begins the sentence, or a word as far back as any sentence reaches.
  std::size_t sentence_begin(std::size_t at) const { return back(at, kSentence); }
  std::size_t sentence_end(std::size_t at) const {
    while (at < words.size() && (words[at].before & kSentence) == 0) ++at;
    return at;
  }
  // Back to the clause's beginning: a comma, a colon or the sentence's beginning.
  std::size_t clause_begin(std::size_t at) const { return back(at, kSentence | kComma | kColon); }

 private:
  std::size_t back(std::size_t at, unsigned separators) const {
    const std::size_t least = at - std::min(at, kSentenceReach);
    while (at > least && (words[at].before & separators) == 0) --at;
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
  static const std::map<std::string, Role> kRoles{{"intet", Role::nothing},
                                                  {"andre organer", Role::other_body},
                                                  {"egne organer", Role::own_body},
                                                  {"forholdsord", Role::preposition},
                                                  {"modalverber", Role::modal},
                                                  {"baggrund", Role::background},
                                                  {"nægtelser", Role::negation},
                                                  {"titler uden beslutning", Role::title},
                                                  {"slut", Role::end}};
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
  const auto led = [&](std::size_t at) {
    const auto preposition = [&](std::size_t back) { return at >= sentence + back && reading.preposition[at - back]; };
    if (preposition(1)) return true;
    return preposition(2) && ((reading.words[at].before | reading.words[at - 1].before) & kComma) == 0;
  };
  const auto subject = [&](std::size_t at, const std::vector<bool>& kind) { return kind[at] && !led(at); };
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

DecisionRules::Reading DecisionRules::read(const std::vector<Word>& words, std::string_view committee,
                                           const AbbreviationSet& abbreviations) const {
  Reading reading(words);
  std::vector<PhraseMatch> loose;
  for (const PhraseMatch& match : phrases_.find(words)) {
    const Wording& wording = wordings_[match.payload];
    std::vector<bool>* marks = nullptr;
    switch (wording.role) {
      case Role::code:
        (wording.weak ? loose : reading.codes).push_back(match);
        break;
      case Role::nothing:
        reading.codes.push_back(match);
        break;
      case Role::other_body:
        marks = &reading.other;
        break;
      case Role::own_body:
        marks = &reading.own;
        break;
      case Role::preposition:
        marks = &reading.preposition;
        break;
      case Role::modal:
        marks = &reading.modal;
        break;
      case Role::negation:
        marks = &reading.negation;
        break;
      case Role::background:
        marks = &reading.background;
        break;
      case Role::title:
        break;
      case Role::end:
        reading.end = std::min(reading.end, match.begin);
        break;
    }
    if (marks != nullptr) (*marks)[match.end - 1] = true;
  }
  std::unordered_set<std::string> own;
  for (const Word& name : words_of(committee, abbreviations)) {
    if (name.text.size() >= kTellingName) own.insert(name.text);
  }
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (own.count(words[at].text) != 0) reading.own[at] = true;
  }
  // A loose wording never hides a firm one, but lies hidden within it.
  reading.codes = longest(reading.codes);
  for (const PhraseMatch& match : loose) {
    const auto later = [](std::size_t begin, const PhraseMatch& firm) { return begin < firm.begin; };
    const auto after = std::upper_bound(reading.codes.begin(), reading.codes.end(), match.begin, later);
    const bool hidden =
        after != reading.codes.begin() && std::prev(after)->end >= match.end && std::prev(after)->size() > match.size();
    if (!hidden) reading.loose.push_back(match);
  }
  return reading;
}

std::vector<std::string> DecisionRules::codes(std::string_view text, std::string_view title, std::string_view committee,
                                              const AbbreviationSet& abbreviations) const {
  const std::vector<Word> words = words_of(text, abbreviations);
  const Reading reading = read(words, committee, abbreviations);
  const auto& codes = decision_codes();
  std::vector<bool> given(codes.size(), false);
  const auto none_given = [&] { return std::find(given.begin(), given.end(), true) == given.end(); };
  const auto take = [&](const std::vector<PhraseMatch>& matches) {
    std::size_t taken = 0;  // words before this belong to a wording that takes the rest of its sentence
    for (const PhraseMatch& match : matches) {
      const Wording& wording = wordings_[match.payload];
      if (match.begin >= reading.end && !none_given()) break;
      if (match.begin < taken || !holds(wording, match, reading)) continue;
      if (wording.rest) taken = reading.sentence_end(match.end);
      if (wording.role == Role::code) given[wording.code] = true;
    }
  };
  take(reading.codes);
  const auto decides_nothing = [&](const PhraseMatch& match) { return wordings_[match.payload].role == Role::title; };
  const std::vector<PhraseMatch> titles = phrases_.find(words_of(title, abbreviations));
  if (none_given() && std::none_of(titles.begin(), titles.end(), decides_nothing)) take(reading.loose);
  if (none_given()) given.back() = true;
  std::vector<std::string> result;
  for (std::size_t code = 0; code < codes.size(); ++code) {
    if (given[code]) result.push_back(codes[code]);
  }
  return result;
}

}  // namespace opslag::corpus
