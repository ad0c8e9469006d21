// Analysis of word forms: see danish_morphology.h and analyzers/morphology.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/danish_morphology.h"

#include <algorithm>

#include "analyzers/lexicon/guessed_lemma.h"
#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {

using namespace lexicon_format;

namespace {

constexpr double kOddCost = 30;
// What is so surely a misspelt compound that its parts count at once.
constexpr double kSureMending = 0.6;
constexpr double kSureOddMending = 0.8;
constexpr double kSurerThanPrefix = 0.85;
constexpr std::size_t kMinMendedLetters = 9;
constexpr std::size_t kMinMendedName = 7;

// Where an offset of the right word lies in the misspelt one; nullopt in the midst of what differs.
std::optional<std::size_t> same_place(std::string_view right, std::string_view written, std::size_t offset) {
  if (offset == right.size()) return written.size();
  if (right.substr(0, offset) == written.substr(0, offset)) return offset;
  const auto rest = right.substr(offset);
  if (written.size() > rest.size() && written.ends_with(rest)) return written.size() - rest.size();
  return std::nullopt;
}

}  // namespace

DanishMorphology::DanishMorphology(const Files& files)
    : lexicon_(files.lexicon),
      rules_(files.compound_exceptions, files.compound_parts),
      irregular_(files.irregular, lexicon_),
      splitter_(lexicon_, rules_),
      derivation_(files.related_words, lexicon_),
      repairer_(lexicon_, splitter_) {}

// hunde|skov, skatte|procent: a noun with its linking e, though the dictionary also has the head by itself and a verb
// that is spelt so. Of nouns that rarely end compounds it is not clear: bygge|sag is none of byg.
bool DanishMorphology::linked_noun(const Lexicon::Entry& entry, std::string_view word) const {
  constexpr unsigned productive = 10;
  for (const auto reading : lexicon_.readings(entry)) {
    const auto decoded = Lexicon::decode(reading);
    const auto& lemma = lexicon_.entry(decoded.lemma);
    if (decoded.head && decoded.pos == Pos::noun && lemma.tail_family >= productive && lexicon_.text(lemma) != word)
      return true;
  }
  return false;
}

// The dictionary forms that an entry belongs to, best first: itself, then by how productive they are; names last.
std::vector<std::string> DanishMorphology::lemmas_of(const Lexicon::Entry& entry, std::uint32_t wanted,
                                                     std::string_view word) const {
  struct Candidate {
    std::string_view lemma;
    double rank;
    bool verb;
  };
  std::vector<Candidate> candidates;
  const bool of_noun = wanted == kReadingHead && linked_noun(entry, word);
  for (const auto reading : lexicon_.readings(entry)) {
    if (!(reading & wanted)) continue;
    const auto decoded = Lexicon::decode(reading);
    const auto& lemma = lexicon_.entry(decoded.lemma);
    double rank = 1.0 + lemma.head_family + lemma.tail_family;
    const bool itself = lexicon_.text(lemma) == word && (lemma.flags & kForm);
    if (itself && !(of_noun && (decoded.pos == Pos::verb || !decoded.form))) rank += 1e6;
    if (decoded.pos == Pos::name) rank -= 1e7;
    candidates.push_back({lexicon_.text(lemma), rank, decoded.pos == Pos::verb});
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](auto& a, auto& b) { return a.rank > b.rank; });
  std::vector<std::string> lemmas;
  for (const auto& candidate : candidates) {
    auto lemma = irregular_.resolve(candidate.lemma);
    if (std::find(lemmas.begin(), lemmas.end(), lemma) == lemmas.end()) lemmas.push_back(std::move(lemma));
  }
  return lemmas;
}

std::string DanishMorphology::part_lemma(std::string_view piece, bool last) const {
  const auto lemma_as = [&](std::string_view text, std::uint32_t wanted) -> std::string {
    const auto* entry = lexicon_.find(text);
    if (!entry) return {};
    auto lemmas = lemmas_of(*entry, wanted, text);
    return lemmas.empty() ? std::string() : std::move(lemmas.front());
  };
  const auto wanted = last ? kReadingTail | kReadingForm : kReadingHead;
  if (auto lemma = lemma_as(piece, wanted); !lemma.empty()) return lemma;
  if (auto lemma = lemma_as(piece, kReadingForm); !lemma.empty()) return lemma;
  for (const std::string_view link : {"s", "er", "e"}) {
    if (last || !piece.ends_with(link)) continue;
    const auto bare = piece.substr(0, piece.size() - link.size());
    if (auto lemma = lemma_as(bare, kReadingForm); !lemma.empty()) return lemma;
  }
  return last ? guessed_lemma(piece, lexicon_) : std::string(piece);
}

void DanishMorphology::fill_pieces(std::string_view word, const std::vector<std::size_t>& cuts, WordForm& form) const {
  if (cuts.empty()) {
    form.pieces.emplace_back(word);
    return;
  }
  std::size_t begin = 0;
  for (const auto cut : cuts) {
    form.pieces.emplace_back(word.substr(begin, cut - begin));
    form.parts.push_back(part_lemma(form.pieces.back(), false));
    begin = cut;
  }
  form.pieces.emplace_back(word.substr(begin));
  form.parts.push_back(part_lemma(form.pieces.back(), true));
}

void DanishMorphology::tell_nouns(const Lexicon::Entry& entry, std::uint32_t wanted, WordForm& form) const {
  std::size_t nouns = 0;
  std::size_t others = 0;
  for (const auto reading : lexicon_.readings(entry))
    if (reading & wanted) ++(Lexicon::decode(reading).pos == Pos::noun ? nouns : others);
  form.noun = nouns > 0;
  form.only_noun = nouns > 0 && others == 0;
}

WordForm DanishMorphology::known_form(std::string_view word, const Lexicon::Entry& entry) const {
  WordForm form;
  form.known = true;
  form.name = !(entry.flags & kCommon);
  tell_nouns(entry, kReadingForm, form);
  form.lemmas = lemmas_of(entry, kReadingForm, word);
  if (form.lemmas.empty()) form.lemmas.emplace_back(word);
  if (form.name)
    form.pieces.emplace_back(word);
  else
    fill_pieces(word, splitter_.split_known(word, entry).cuts, form);
  return form;
}

// Unknown, but cut where the compound that it was meant to be is cut, with that one's parts.
WordForm DanishMorphology::mended_form(std::string_view word, const Mending& mending) const {
  WordForm form;
  std::size_t begin = 0;
  for (std::size_t k = 0; k < mending.pieces.size(); ++k) {
    const bool last = k + 1 == mending.pieces.size();
    const auto end = last ? word.size() : mending.cuts[k];
    const auto written = word.substr(begin, end - begin);
    const std::string_view meant = mending.pieces[k];
    auto cuts = splitter_.split_part(meant, last);
    cuts.push_back(meant.size());
    std::size_t from = 0;
    std::size_t written_from = 0;
    for (const auto cut : cuts) {
      const auto at = same_place(meant, written, cut);
      if (!at) continue;
      form.pieces.emplace_back(written.substr(written_from, *at - written_from));
      form.parts.push_back(part_lemma(meant.substr(from, cut - from), last && cut == meant.size()));
      from = cut;
      written_from = *at;
    }
    begin = end;
  }
  form.lemmas.push_back(guessed_lemma(word, lexicon_));
  return form;
}

// Mending is dear, and analyze() is mostly followed by repair() of the same word.
std::optional<Mending> DanishMorphology::mend_once(std::string_view word, double limit, double confidence) const {
  struct Last {
    const DanishMorphology* asked = nullptr;
    std::uint64_t dictionary = 0;
    std::string word;
    double limit = 0, confidence = 0;
    std::optional<Mending> mending;
  };
  thread_local Last last;
  if (last.asked != this || last.dictionary != lexicon_.checksum() || last.word != word || last.limit != limit ||
      last.confidence != confidence) {
    auto mending = repairer_.mend(word, limit, confidence);
    last = {this, lexicon_.checksum(), std::string(word), limit, confidence, std::move(mending)};
  }
  return last.mending;
}

// So is splitting.
CompoundSplit DanishMorphology::split_once(std::string_view word) const {
  struct Last {
    const DanishMorphology* asked = nullptr;
    std::uint64_t dictionary = 0;
    std::string word;
    CompoundSplit split;
  };
  thread_local Last last;
  if (last.asked != this || last.dictionary != lexicon_.checksum() || last.word != word)
    last = {this, lexicon_.checksum(), std::string(word), splitter_.split_unknown(word)};
  return last.split;
}

// What an unknown word was meant to be, unless it can be cut well as it stands. bor|tilbuds|pladser is possible, but
// botilbuds|pladser is so much likelier that the r is a slip.
std::optional<Mending> DanishMorphology::mended(std::string_view word, const CompoundSplit& split) const {
  const bool odd = split.cuts.size() > 1 && split.cost > kOddCost;
  if (!split.cuts.empty() && !odd) return std::nullopt;
  if (odd && letter_count(word) < kMinMendedLetters) return std::nullopt;
  const double limit = odd ? split.cost - kOddCost / 3 : Repairer::kAnyCost;
  auto mending = mend_once(word, limit, odd ? kSureOddMending : 0);
  if (mending && odd && (mending->cost > limit || mending->confidence < kSureOddMending)) return std::nullopt;
  return mending;
}

// genbesøges: a prefix before a known word makes a known word.
bool DanishMorphology::fill_prefixed(std::string_view word, WordForm& form) const {
  for (const auto& prefix : rules_.prefixes()) {
    if (!word.starts_with(prefix) || letter_count(word) < letter_count(prefix) + 4) continue;
    const auto rest = word.substr(prefix.size());
    const auto* entry = lexicon_.find(rest);
    constexpr unsigned wanted = kForm | kTail | kCommon;
    if (!entry || (entry->flags & wanted) != wanted || (entry->flags & kForbidden)) continue;
    // de|taleret is possible, but detaljeret is one letter away.
    const auto mending = mend_once(word);
    if (mending && !mending->compound && mending->confidence >= kSurerThanPrefix) return false;
    form.known = true;
    form.pieces.emplace_back(word);
    for (const auto& lemma : lemmas_of(*entry, kReadingTail, rest)) form.lemmas.push_back(prefix + lemma);
    return true;
  }
  return false;
}

WordForm DanishMorphology::unknown_form(std::string_view word) const {
  WordForm form;
  const auto split = split_once(word);
  if (split.cuts.empty() && fill_prefixed(word, form)) return form;
  const auto mending = letter_count(word) >= kMinMendedLetters ? mended(word, split) : std::nullopt;
  if (mending && mending->confidence >= kSureMending) form = mended_form(word, *mending);
  if (form.parts.size() > 1) {
    // What can be cut is cut as it stands, though its parts are those that were meant.
    if (split.cuts.size() + 1 != form.parts.size()) return form;
    WordForm as_written;
    fill_pieces(word, split.cuts, as_written);
    form.pieces = std::move(as_written.pieces);
    return form;
  }
  form = {};
  fill_pieces(word, split.cuts, form);
  form.known = !split.cuts.empty();
  if (form.known) {
    const auto tail = word.substr(split.cuts.back());
    const auto before = std::string(word.substr(0, split.cuts.back()));
    if (const auto* entry = lexicon_.find(tail)) {
      for (const auto& lemma : lemmas_of(*entry, kReadingTail, tail)) form.lemmas.push_back(before + lemma);
      tell_nouns(*entry, kReadingTail, form);
    }
    if (form.lemmas.empty()) form.lemmas.push_back(before + guessed_lemma(tail, lexicon_));
  } else {
    form.lemmas.push_back(irregular_.resolve(guessed_lemma(word, lexicon_)));
  }
  return form;
}

WordForm DanishMorphology::analyze(std::string_view word, bool /*capitalised*/) const {
  const auto* entry = lexicon_.find(word);
  if (entry && (entry->flags & kForm)) return known_form(word, *entry);
  return unknown_form(word);
}

bool DanishMorphology::knows(std::string_view word) const {
  const auto* entry = lexicon_.find(word);
  if (entry && (entry->flags & kForm)) return true;
  WordForm prefixed;
  return !splitter_.split_unknown(word).cuts.empty() || fill_prefixed(word, prefixed);
}

// A compound is related to what its last part is related to: udviklings|hæmmet → udviklings|hæmning.
std::vector<std::string> DanishMorphology::related(std::string_view lemma) const {
  auto found = derivation_.related(lemma);
  const auto* entry = lexicon_.find(lemma);
  const bool known = entry && (entry->flags & kForm);
  const auto split = known ? splitter_.split_known(lemma, *entry) : splitter_.split_unknown(lemma);
  if (split.cuts.empty()) return found;
  const std::string before(lemma.substr(0, split.cuts.back()));
  const auto tail = lemma.substr(split.cuts.back());
  std::vector<std::string> tails = {std::string(tail)};
  if (const auto* tail_entry = lexicon_.find(tail))
    for (auto& tail_lemma : lemmas_of(*tail_entry, kReadingTail, tail)) tails.push_back(std::move(tail_lemma));
  for (const auto& last : tails)
    for (const auto& other : derivation_.related(last)) {
      auto word = before + other;
      if (word != lemma && std::find(found.begin(), found.end(), word) == found.end()) found.push_back(std::move(word));
    }
  return found;
}

std::optional<Repair> DanishMorphology::repair(std::string_view word, bool capitalised) const {
  if (const auto* entry = lexicon_.find(word); entry && (entry->flags & kForm)) return std::nullopt;
  // Most capitalised unknown words are names; no mending of so short a one could be sure enough.
  if (capitalised && letter_count(word) < kMinMendedName) return std::nullopt;
  const auto split = split_once(word);
  if (WordForm prefixed; split.cuts.empty() && fill_prefixed(word, prefixed)) return std::nullopt;
  auto mending = mended(word, split);
  if (!mending) return std::nullopt;
  if (capitalised && mending->confidence < (mending->compound ? 0.75 : 0.9)) return std::nullopt;
  return Repair{std::move(mending->word), mending->confidence};
}

std::vector<std::string> DanishMorphology::unfold(std::string_view word) const {
  constexpr std::size_t max_places = 6;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i + 1 < word.size() && places.size() < max_places; ++i) {
    const auto pair = word.substr(i, 2);
    if (pair == "aa" || pair == "ae" || pair == "oe") places.push_back(i++);
  }
  if (places.empty() || analyze(word).known) return {};
  std::vector<std::pair<double, std::string>> found;
  for (std::size_t chosen = (std::size_t{1} << places.size()) - 1; chosen > 0; --chosen) {
    std::string unfolded;
    std::size_t from = 0;
    for (std::size_t k = 0; k < places.size(); ++k) {
      if (!(chosen >> k & 1U)) continue;
      unfolded.append(word.substr(from, places[k] - from));
      unfolded.append(word[places[k]] == 'o' ? "ø" : word[places[k] + 1] == 'a' ? "å" : "æ");
      from = places[k] + 2;
    }
    unfolded.append(word.substr(from));
    const auto* entry = lexicon_.find(unfolded);
    const bool known = entry && (entry->flags & kForm);
    const auto split = known ? CompoundSplit{} : splitter_.split_unknown(unfolded);
    if (known || !split.cuts.empty()) found.emplace_back(split.cost, std::move(unfolded));
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> words;
  for (auto& [cost, text] : found) words.push_back(std::move(text));
  return words;
}

std::string DanishMorphology::fingerprint() const {
  return "lexicon4:" + std::to_string(lexicon_.checksum()) + ":" + std::to_string(rules_.checksum()) + ":" +
         std::to_string(irregular_.checksum()) + ":" + std::to_string(derivation_.checksum());
}

}  // namespace opslag::analyzers
