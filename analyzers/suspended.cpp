// Finds the word that a stub leans on and gives the stub its tail.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/suspended.h"

#include <algorithm>
#include <array>

namespace opslag::analyzers {
namespace {

constexpr std::size_t kFarthest = 18;  // atoms between a stub and its word
constexpr std::size_t kMinTailBytes = 2;

struct Target {
  std::size_t atom = 0;  // 0: none
  bool linked = false;   // by a conjunction or a comma
};

bool is_stub(const AtomText& atoms, std::size_t at) {
  return atoms.is_word(at) && atoms.is_hyphen(at + 1) && atoms.joined(at + 1) &&
         !(atoms.joined(at + 2) && (atoms.is_word(at + 2) || atoms.is_number(at + 2)));
}

Target find_target(const AtomText& atoms, std::size_t next) {
  Target target;
  for (std::size_t at = next; at < next + kFarthest && at < atoms.size(); ++at) {
    if (atoms[at].gap == Gap::paragraph) return {};
    if (atoms[at].kind == AtomKind::mark) {
      const char32_t code = atoms[at].code;
      target.linked = target.linked || code == U',' || code == U'/' || code == U'&';
      if (code == U',' || code == U'/' || code == U'&' || code == U'(' || code == U'"') continue;
      return {};
    }
    if (!atoms.is_word(at)) return {};
    if (is_stub(atoms, at)) {
      ++at;
    } else if (is_conjunction(atoms.lower_word(at))) {
      target.linked = true;
    } else {
      target.atom = at;
      return target;
    }
  }
  return {};
}

constexpr std::array<std::string_view, 30> kParticles{
    "over", "under", "inden", "uden", "efter", "hjemme", "frem", "tilbage", "gennem", "mellem",
    "imod", "ind",   "ud",    "op",   "ned",   "til",    "fra",  "for",     "før",    "bag",
    "mod",  "med",   "af",    "på",   "om",    "sam",    "ude",  "inde",    "ved",    "bort"};

std::string_view particle_of(std::string_view word) {
  for (const std::string_view particle : kParticles) {
    if (word.size() > particle.size() + 2 && word.starts_with(particle)) return particle;
  }
  return {};
}

// "børn-" of "børn- og ungeudvalget" lacks its link: børneudvalget.
std::string linked(const std::string& head, const std::string& tail, WordForms& forms) {
  for (const std::string_view link : {"", "s", "e"}) {
    if (std::string word = head + std::string(link) + tail; forms.of(word).known) return word;
  }
  return head + tail;
}

bool is_particle(std::string_view word) {
  return std::find(kParticles.begin(), kParticles.end(), word) != kParticles.end();
}

}  // namespace

bool is_conjunction(std::string_view lower_case) {
  constexpr std::array<std::string_view, 13> kWords{"og",         "eller",    "samt", "men", "såvel",
                                                    "som",        "til",      "både", "hhv", "henholdsvis",
                                                    "respektive", "og/eller", "plus"};
  return std::find(kWords.begin(), kWords.end(), lower_case) != kWords.end();
}

std::vector<std::string> expand_stub(const AtomText& atoms, std::size_t stub, std::size_t next, WordForms& forms) {
  const Target target = find_target(atoms, next);
  if (target.atom == 0) return {};
  std::size_t word = target.atom;
  bool hyphenated = false;
  while (atoms.is_hyphen(word + 1) && atoms.joined(word + 1) && atoms.is_word(word + 2) && atoms.joined(word + 2)) {
    word += 2;
    hyphenated = true;
  }
  const std::string head = forms.of(atoms.raw(stub)).surface;
  const std::string whole = forms.of(atoms.raw(word)).surface;
  if (hyphenated) return {head + whole};
  if (!target.linked)
    return forms.of(head + whole).known ? std::vector<std::string>{head + whole} : std::vector<std::string>{};
  if (is_particle(head)) {
    if (const std::string_view particle = particle_of(whole); !particle.empty())
      return {head + whole.substr(particle.size())};
  }
  const std::vector<std::string> pieces = forms.morphology_of(whole, false).pieces;
  std::vector<std::string> words;
  if (pieces.size() < 2 || pieces.back().size() < kMinTailBytes) return words;
  words.push_back(linked(head, pieces.back(), forms));
  if (pieces.size() > 2) words.push_back(linked(head, whole.substr(pieces.front().size()), forms));
  return words;
}

std::vector<std::string> expand_tail(const AtomText& atoms, std::size_t stub, WordForms& forms) {
  if (stub < 3 || !atoms.is_word(stub - 3) || atoms[stub - 2].gap > Gap::line) return {};
  const bool linked =
      is_conjunction(atoms.lower_word(stub - 2)) || atoms.is_mark(stub - 2, U',') || atoms.is_mark(stub - 2, U'/');
  if (!linked) return {};
  const std::string whole = forms.of(atoms.raw(stub - 3)).surface;
  const std::vector<std::string> pieces = forms.morphology_of(whole, false).pieces;
  if (pieces.size() < 2) return {};
  // "botilbud og -pladser" is botilbudspladser, "sagsbehandlingstid og -kvalitet" sagsbehandlingskvalitet.
  const std::string tail = forms.of(atoms.raw(stub)).surface;
  std::vector<std::string> words{whole.substr(0, whole.size() - pieces.back().size()) + tail};
  if (forms.of(whole + tail).known) words.push_back(whole + tail);
  return words;
}

}  // namespace opslag::analyzers
