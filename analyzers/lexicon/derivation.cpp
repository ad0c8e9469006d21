// Derivation by rules and by list: see derivation.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/derivation.h"

#include <algorithm>

#include "analyzers/lexicon/letters.h"
#include "analyzers/lexicon/word_file.h"

namespace opslag::analyzers {
namespace {

using namespace lexicon_format;

constexpr std::size_t kLongNoun = 5;  // letters; dejlig has nothing to do with dej

void add(std::vector<std::string>& words, std::string word) {
  if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
}

std::string without(std::string_view word, std::string_view ending) {
  return std::string(word.substr(0, word.size() - ending.size()));
}

// lukk → luk: a doubled consonant is written once at the end of a word.
std::string undoubled(std::string stem) {
  const auto n = stem.size();
  if (n >= 2 && stem[n - 1] == stem[n - 2] && !is_vowel(static_cast<unsigned char>(stem[n - 1]))) stem.pop_back();
  return stem;
}

}  // namespace

Derivation::Derivation(const std::filesystem::path& file, const Lexicon& lexicon) : lexicon_(lexicon) {
  checksum_ = read_word_file(file, [&](const WordFileLine& line) {
    auto words = words_of(line.text);
    const bool apart = words.front() == "not:";
    if (apart) words.erase(words.begin());
    if (words.size() < 2) line.fail("a line names two words or more");
    const bool endings = words.front().front() == '-';
    for (const auto word : words)
      if ((word.front() == '-') != endings) line.fail("either all words of a line are endings (-gang) or none");
    for (const auto a : words)
      for (const auto b : words) {
        if (a == b) continue;
        if (apart)
          apart_.insert(std::string(a) + ' ' + std::string(b));
        else if (endings)
          endings_.emplace_back(a.substr(1), b.substr(1));
        else
          add(groups_[std::string(a)], std::string(b));
      }
  });
}

bool Derivation::is(std::string_view word, Pos pos) const {
  const auto* entry = lexicon_.find(word);
  if (!entry || !(entry->flags & kForm) || !(entry->flags & kLemma)) return false;
  const auto number = lexicon_.number(*entry);
  for (const auto reading : lexicon_.readings(*entry)) {
    const auto decoded = Lexicon::decode(reading);
    if (decoded.form && decoded.lemma == number && decoded.pos == pos) return true;
  }
  return false;
}

// The verbs that a noun of action or a participle may come from.
Derivation::Words Derivation::verbs_behind(std::string_view word) const {
  Words verbs;
  const auto try_verb = [&](std::string verb) {
    if (is(verb, Pos::verb)) add(verbs, std::move(verb));
  };
  if (word.ends_with("else")) {
    try_verb(without(word, "lse"));   // godkendelse
    try_verb(without(word, "else"));  // indgåelse
  }
  if (word.ends_with("ning")) {
    const auto stem = without(word, "ning");
    try_verb(stem + "e");                                   // ansøgning
    if (!stem.empty()) try_verb(stem + stem.back() + "e");  // lukning
    try_verb(stem);                                         // såning
  }
  if (word.ends_with("ing")) try_verb(without(word, "ing") + "e");        // evaluering
  if (word.ends_with("ation")) try_verb(without(word, "ation") + "ere");  // visitation
  if (word.ends_with("et")) try_verb(without(word, "t"));                 // lukket
  if (word.ends_with("t")) try_verb(without(word, "t") + "e");            // godkendt
  if (const auto* entry = lexicon_.find(word); entry && verbs.empty())    // planlagt
    for (const auto reading : lexicon_.readings(*entry)) {
      const auto decoded = Lexicon::decode(reading);
      if (decoded.form && decoded.pos == Pos::verb && is(word, Pos::adjective))
        add(verbs, std::string(lexicon_.text(lexicon_.entry(decoded.lemma))));
    }
  return verbs;
}

Derivation::Words Derivation::made_of_verb(std::string_view verb) const {
  Words found;
  const auto try_word = [&](std::string word, Pos pos) {
    if (is(word, pos)) add(found, std::move(word));
  };
  const std::string whole(verb);
  try_word(whole + "lse", Pos::noun);
  try_word(whole + "else", Pos::noun);
  try_word(whole + "ning", Pos::noun);
  try_word(whole + "t", Pos::adjective);
  if (verb.ends_with('e')) {
    const auto stem = without(verb, "e");
    try_word(undoubled(stem) + "ning", Pos::noun);
    try_word(stem + "ning", Pos::noun);
    try_word(stem + "ing", Pos::noun);
    try_word(stem + "t", Pos::adjective);
  }
  if (verb.ends_with("ere")) try_word(without(verb, "ere") + "ation", Pos::noun);
  return found;
}

void Derivation::add_listed(std::string_view word, Words& found) const {
  if (const auto group = groups_.find(std::string(word)); group != groups_.end())
    for (const auto& other : group->second) add(found, other);
  for (const auto& [from, to] : endings_) {
    if (!word.ends_with(from) || word.size() == from.size()) continue;
    const auto other = without(word, from) + to;
    if (const auto* entry = lexicon_.find(other); entry && (entry->flags & kLemma)) add(found, other);
  }
}

// økonomi ↔ økonomisk, politik ↔ politisk, historie ↔ historisk; person ↔ personlig, menneske ↔ menneskelig.
void Derivation::add_qualities(std::string_view lemma, Words& found) const {
  const auto try_word = [&](std::string word, Pos pos) {
    if (is(word, pos)) add(found, std::move(word));
  };
  if (is(lemma, Pos::noun)) {
    if (lemma.ends_with("i")) try_word(std::string(lemma) + "sk", Pos::adjective);
    if (lemma.ends_with("ie")) try_word(without(lemma, "e") + "sk", Pos::adjective);
    if (lemma.ends_with("ik")) try_word(without(lemma, "k") + "sk", Pos::adjective);
    if (letter_count(lemma) >= kLongNoun) try_word(std::string(lemma) + "lig", Pos::adjective);
  }
  if (!is(lemma, Pos::adjective)) return;
  try_word(std::string(lemma) + "hed", Pos::noun);
  if (lemma.ends_with("isk")) {
    const auto stem = without(lemma, "sk");
    try_word(stem, Pos::noun);
    try_word(stem + "e", Pos::noun);
    try_word(stem + "k", Pos::noun);
  }
  if (lemma.ends_with("lig") && letter_count(lemma) >= kLongNoun + 3) try_word(without(lemma, "lig"), Pos::noun);
}

bool Derivation::apart(std::string_view a, std::string_view b) const {
  return !apart_.empty() && apart_.contains(std::string(a) + ' ' + std::string(b));
}

std::vector<std::string> Derivation::related(std::string_view lemma) const {
  Words found;
  Words verbs = verbs_behind(lemma);
  if (is(lemma, Pos::verb)) add(verbs, std::string(lemma));
  add_listed(lemma, found);
  for (const auto& word : Words(found))
    if (is(word, Pos::verb)) add(verbs, word);
  for (const auto& verb : verbs) {
    add(found, verb);
    for (auto& word : made_of_verb(verb)) add(found, std::move(word));
    add_listed(verb, found);
  }
  add_qualities(lemma, found);
  if (lemma.ends_with("hed") && is(without(lemma, "hed"), Pos::adjective)) add(found, without(lemma, "hed"));
  std::erase_if(found, [&](const std::string& word) { return word == lemma || apart(lemma, word); });
  return found;
}

}  // namespace opslag::analyzers
