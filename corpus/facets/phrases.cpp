// Phrases in compact form: each word of a text is looked up once, then only the phrases that begin there are tried.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/phrases.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <stdexcept>

#include "analyzers/form_cache.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kNoMatch = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kShortGap = 5;
constexpr std::size_t kLongGap = 12;

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

bool any_of(const std::vector<std::uint32_t>& wanted, const std::vector<std::uint32_t>& present) {
  return std::any_of(wanted.begin(), wanted.end(), [&](std::uint32_t atom) {
    return std::find(present.begin(), present.end(), atom) != present.end();
  });
}

bool ends_sentence(const std::vector<Word>& words, std::size_t at) {
  return at >= words.size() || (words[at].before & kSentence) != 0;
}

bool begins_sentence(const std::vector<Word>& words, std::size_t at, std::size_t lead) {
  for (std::size_t back = 0; back <= lead && back <= at; ++back) {
    if ((words[at - back].before & kSentence) != 0) return true;
  }
  return false;
}

std::uint64_t next_version() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

// Words and their atoms, of the sets that this thread asked of late: texts consist of the same words.
using RememberedAtoms = analyzers::FormCache<std::vector<std::uint32_t>>;
RememberedAtoms& remembered(std::uint64_t version) {
  constexpr std::size_t kMostWords = 10'000;
  struct OfSet {
    std::uint64_t version = 0;
    RememberedAtoms atoms;
  };
  thread_local std::array<OfSet, 8> sets;
  thread_local std::size_t next = 0;
  auto found = std::find_if(sets.begin(), sets.end(), [&](const OfSet& set) { return set.version == version; });
  if (found == sets.end()) {
    found = sets.begin() + static_cast<std::ptrdiff_t>(next++ % sets.size());
    found->version = version;
    found->atoms.clear();
  }
  if (found->atoms.size() > kMostWords) found->atoms.clear();
  return found->atoms;
}

}  // namespace

void PhraseSet::Affixes::add(const std::string& text, Atom atom) {
  atoms.emplace(text, atom);
  const auto place = std::lower_bound(lengths.begin(), lengths.end(), text.size());
  if (place == lengths.end() || *place != text.size()) lengths.insert(place, text.size());
}

PhraseSet::Atom PhraseSet::atom_of(std::string_view notation) {
  const auto [known, fresh] = known_.emplace(std::string(notation), atoms_);
  if (!fresh) return known->second;
  const Atom atom = atoms_++;
  if (notation == "{navn}") return name_ = atom;
  if (notation == "{tal}") return number_ = atom;
  const bool open_left = notation.front() == '*';
  const bool open_right = notation.back() == '*';
  std::string_view core = notation;
  if (open_left) core.remove_prefix(1);
  if (open_right && !core.empty()) core.remove_suffix(1);
  const std::vector<Word> words = words_of(core, {});
  if (words.size() != 1 || words.front().end - words.front().begin != core.size()) {
    throw std::invalid_argument("'" + std::string(notation) + "' is no word");
  }
  const std::string& text = words.front().text;
  if (open_left && open_right) {
    infixes_.add(text, atom);
  } else if (open_left) {
    suffixes_.add(text, atom);
  } else if (open_right) {
    prefixes_.add(text, atom);
  } else if (words.front().capitals) {
    capitals_.emplace(text, atom);
    listed_.add(text);
  } else {
    whole_.emplace(text, atom);
    listed_.add(text);
  }
  return atom;
}

PhraseSet::Step PhraseSet::read_step(std::string_view token) {
  Step step;
  if (token == ".." || token == "...") {
    step.kind = Step::Kind::gap;
    step.gap = token.size() == 2 ? kShortGap : kLongGap;
  } else if (token == "$") {
    step.kind = Step::Kind::sentence_end;
  } else {
    for (const std::string_view alternative : split(token, "|")) step.atoms.push_back(atom_of(alternative));
    if (step.atoms.empty()) throw std::invalid_argument("'" + std::string(token) + "' is no word");
  }
  return step;
}

void PhraseSet::add(std::string_view text, std::uint32_t payload) {
  version_ = next_version();
  Phrase phrase;
  phrase.payload = payload;
  bool after_name = false;
  for (const std::string_view part : split(text, " \t")) {
    if (part == "^") {
      if (!phrase.steps.empty()) throw std::invalid_argument("'^' stands first");
      phrase.sentence_begin = true;
      continue;
    }
    // A hyphen separates words, as it does in the text; "{navn}" and the dots are no words.
    const bool plain = part.find_first_of("{.") == std::string_view::npos;
    for (const std::string_view token : plain ? split(part, "-") : std::vector<std::string_view>{part}) {
      if (!phrase.steps.empty() && phrase.steps.back().kind == Step::Kind::sentence_end) {
        throw std::invalid_argument("'$' stands last");
      }
      Step step = read_step(token);
      step.adjacent = token == "{navn}" && after_name;
      after_name = token == "{navn}";
      phrase.steps.push_back(std::move(step));
    }
  }
  if (phrase.sentence_begin && !phrase.steps.empty() && phrase.steps.front().kind == Step::Kind::gap) {
    phrase.lead = phrase.steps.front().gap;
    phrase.steps.erase(phrase.steps.begin());
  }
  if (phrase.steps.empty() || phrase.steps.front().kind != Step::Kind::words) {
    throw std::invalid_argument("a phrase begins with a word");
  }
  if (phrase.steps.back().kind == Step::Kind::gap) throw std::invalid_argument("a phrase does not end with a gap");
  const auto index = static_cast<std::uint32_t>(phrases_.size());
  starts_.resize(atoms_);
  for (const Atom atom : phrase.steps.front().atoms) starts_[atom].push_back(index);
  phrases_.push_back(std::move(phrase));
}

void PhraseSet::add_barrier(std::string_view word) {
  version_ = next_version();
  barriers_.push_back(atom_of(word));
}

PhraseSet::WordAtoms PhraseSet::atoms_of(const Word& word) const {
  WordAtoms found;
  const std::string_view text = word.text;
  const auto look = [&](const AtomMap& map, std::string_view key) {
    if (const auto hit = map.find(key); hit != map.end()) found.push_back(hit->second);
  };
  look(whole_, text);
  if (word.capitals) look(capitals_, text);
  for (const std::size_t length : prefixes_.lengths) {
    if (length > text.size()) break;
    look(prefixes_.atoms, text.substr(0, length));
  }
  for (const std::size_t length : suffixes_.lengths) {
    if (length > text.size()) break;
    look(suffixes_.atoms, text.substr(text.size() - length));
  }
  for (const std::size_t length : infixes_.lengths) {
    for (std::size_t at = 0; at + length <= text.size(); ++at) look(infixes_.atoms, text.substr(at, length));
  }
  if (name_ != 0 && word.capital) found.push_back(name_);
  if (number_ != 0 && text.front() >= '0' && text.front() <= '9') found.push_back(number_);
  return found;
}

// The end of the shortest match of the steps from `step` on, or kNoMatch.
std::size_t PhraseSet::match(const Phrase& phrase, std::size_t step, std::size_t at, const std::vector<Word>& words,
                             const std::vector<const WordAtoms*>& atoms) const {
  if (step == phrase.steps.size()) return at;
  const Step& wanted = phrase.steps[step];
  if (wanted.kind == Step::Kind::sentence_end) return ends_sentence(words, at) ? at : kNoMatch;
  if (wanted.kind == Step::Kind::gap) {
    for (std::size_t skipped = 0; skipped <= wanted.gap; ++skipped) {
      if (ends_sentence(words, at + skipped)) return kNoMatch;
      if (const std::size_t end = match(phrase, step + 1, at + skipped, words, atoms); end != kNoMatch) return end;
      if (any_of(barriers_, *atoms[at + skipped])) return kNoMatch;
    }
    return kNoMatch;
  }
  constexpr unsigned kApart = kComma | kColon | kOpen | kClose;
  if (wanted.adjacent && at < words.size() && (words[at].before & kApart) != 0) return kNoMatch;
  if (at >= words.size() || (step > 0 && ends_sentence(words, at)) || !any_of(wanted.atoms, *atoms[at]))
    return kNoMatch;
  return match(phrase, step + 1, at + 1, words, atoms);
}

bool PhraseSet::has_listed_words_only() const {
  const bool wildcards = !prefixes_.lengths.empty() || !suffixes_.lengths.empty() || !infixes_.lengths.empty();
  return !wildcards && name_ == 0 && number_ == 0;
}

// Good until the next call of this thread.
std::vector<const PhraseSet::WordAtoms*> PhraseSet::atoms_of(const std::vector<Word>& words) const {
  constexpr std::size_t kTogether = 16;  // fetched into the processor's cache before they are looked at
  static const WordAtoms kNone;
  // The same word in the same case has the same atoms.
  RememberedAtoms& known = remembered(version_);
  const bool listed_only = has_listed_words_only();
  std::vector<const WordAtoms*> atoms;
  atoms.reserve(words.size());
  struct Key {
    std::string text;  // empty: a word that has none
    std::uint64_t hash = 0;
  };
  std::array<Key, kTogether> keys;
  for (std::size_t begin = 0; begin < words.size(); begin += kTogether) {
    const std::size_t end = std::min(words.size(), begin + kTogether);
    for (std::size_t at = begin; at < end; ++at) {
      const Word& word = words[at];
      Key& key = keys[at - begin];
      key.text.clear();
      if (listed_only && !listed_.may_hold(word.text)) continue;
      (key.text += word.text) += static_cast<char>('0' + (word.capital ? 1 : 0) + (word.capitals ? 2 : 0));
      key.hash = known.fetch(key.text);
    }
    for (std::size_t at = begin; at < end; ++at) {
      const Key& key = keys[at - begin];
      const WordAtoms* found = key.text.empty() ? &kNone : known.find(key.text, key.hash);
      atoms.push_back(found != nullptr ? found : &known.insert(key.text, atoms_of(words[at])));
    }
  }
  return atoms;
}

std::vector<PhraseMatch> PhraseSet::find(const std::vector<Word>& words) const {
  const std::vector<const WordAtoms*> atoms = atoms_of(words);
  std::vector<PhraseMatch> found;
  std::vector<std::uint32_t> tried;
  for (std::size_t at = 0; at < words.size(); ++at) {
    tried.clear();
    for (const Atom atom : *atoms[at]) {
      if (atom >= starts_.size()) continue;
      for (const std::uint32_t index : starts_[atom]) {
        const Phrase& phrase = phrases_[index];
        if (phrase.sentence_begin && !begins_sentence(words, at, phrase.lead)) continue;
        if (std::find(tried.begin(), tried.end(), index) != tried.end()) continue;
        tried.push_back(index);
        if (const std::size_t end = match(phrase, 0, at, words, atoms); end != kNoMatch) {
          found.push_back({phrase.payload, at, end});
        }
      }
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const PhraseMatch& a, const PhraseMatch& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  return found;
}

std::vector<PhraseMatch> longest(const std::vector<PhraseMatch>& matches) {
  std::vector<PhraseMatch> kept;
  std::size_t reach_begin = 0;
  std::size_t reach = 0;
  for (const PhraseMatch& match : matches) {
    if (match.end <= reach && match.size() < reach - reach_begin) continue;
    if (match.end >= reach) {
      reach = match.end;
      reach_begin = match.begin;
    }
    kept.push_back(match);
  }
  return kept;
}

}  // namespace opslag::corpus
