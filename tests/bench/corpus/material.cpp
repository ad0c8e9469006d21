// Makes the words of our lists and the dictionary's ready to be drawn from.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/corpus/material.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "tests/bench/corpus/random.h"
#include "tests/bench/corpus/words.h"

namespace opslag::bench {
namespace {

constexpr std::size_t kRareNouns = 14000, kRareVerbs = 2000, kRareAdjectives = 2500;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::vector<std::string> strings(std::string_view list) {
  std::vector<std::string> result;
  for (const std::string_view part : split(list, ';')) result.emplace_back(part);
  return result;
}

Verb make_verb(std::string_view infinitive) {
  const std::string verb(infinitive);
  if (!verb.ends_with('e')) return {verb, verb + "r", verb + "s", verb + "ede", verb + "et"};
  return {verb, verb + "r", verb + "s", verb + "de", verb + "t"};
}

std::vector<Noun> nouns(std::string_view list) {
  std::vector<Noun> result;
  for (const std::string_view entry : split(list, ';')) {
    const std::size_t space = entry.find(' ');
    result.push_back(make_noun(entry.substr(0, space), entry.substr(space + 1)));
  }
  return result;
}

std::uint64_t hash(std::string_view text) {
  std::uint64_t state = 0xCBF29CE484222325U;
  for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return Random::mix(state);
}

bool is_plain(std::string_view word) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; };
  return word.size() >= 4 && word.size() <= 16 && std::all_of(word.begin(), word.end(), letter) &&
         word.find("\xC3\x89") == word.npos;
}

// What the dictionary's flags say of a noun; empty if it is none of the regular kinds.
std::string noun_kind(const std::set<std::string_view>& flags) {
  std::string kind = flags.contains("2") ? "c" : flags.contains("4") ? "n" : "";
  if (kind.empty()) return kind;
  return flags.contains("11") ? kind + "R" : flags.contains("5") ? kind + "E" : flags.contains("46") ? kind + "0" : "";
}

void add_entry(std::string_view line, Material& material) {
  const std::size_t slash = line.find('/');
  if (slash == line.npos || !is_plain(line.substr(0, slash))) return;
  const std::string_view word = line.substr(0, slash);
  const auto list = split(line.substr(slash + 1, line.find_first_of(" \t\r", slash) - slash - 1), ',');
  const std::set<std::string_view> flags(list.begin(), list.end());
  if (std::string kind = noun_kind(flags); !kind.empty()) {
    if (kind[1] == 'R' && word.ends_with('e')) kind[1] = 'r';
    Noun noun = make_noun(word, kind);
    noun.part = std::string(word) + (flags.contains("29") ? "s" : "");
    if (word.size() <= 9) material.parts.push_back(noun);
    material.rare.push_back(std::move(noun));
  } else if (flags.contains("1") && flags.contains("21") && word.ends_with('e')) {
    material.rare_verbs.push_back(make_verb(word));
  } else if (flags.contains("24") && flags.contains("49")) {
    const std::string form(word);
    material.rare_adjectives.push_back({form, form + (form.ends_with('t') ? "" : "t"), form + "e"});
  }
}

template <typename T, typename Key>
void shuffle(std::vector<T>& words, Key key) {
  std::sort(words.begin(), words.end(), [&](const T& a, const T& b) {
    const auto left = hash(key(a)), right = hash(key(b));
    return left != right ? left < right : key(a) < key(b);
  });
}

void read_dictionary(const std::string& file, Material& material) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("The dictionary " + file + " can't be read (Debian: hunspell-da).");
  for (std::string line; std::getline(in, line);) add_entry(line, material);
  if (material.parts.size() < 1000) throw std::runtime_error(file + " holds too few Danish nouns.");
  const auto one = [](const Noun& noun) -> const std::string& { return noun.one; };
  shuffle(material.rare, one);
  shuffle(material.parts, one);
  shuffle(material.rare_verbs, [](const Verb& verb) -> const std::string& { return verb.infinitive; });
  shuffle(material.rare_adjectives, [](const Adjective& word) -> const std::string& { return word.common; });
  // People use a part of the dictionary. What is new in new minutes is put together anew: street names, compounds,
  // numbers.
  if (material.rare.size() > kRareNouns) material.rare.resize(kRareNouns);
  if (material.rare_verbs.size() > kRareVerbs) material.rare_verbs.resize(kRareVerbs);
  if (material.rare_adjectives.size() > kRareAdjectives) material.rare_adjectives.resize(kRareAdjectives);
}

void add_organisations(Material& material) {
  std::size_t rank = 0;
  for (const std::string& name : material.municipalities) {
    Organisation organisation{name + " Kommune", name, {}};
    // Large municipalities have all committees, small ones the first eight.
    const std::size_t size = std::size(words::kCommittees), number = std::max<std::size_t>(8, size - rank++ / 6);
    for (std::size_t i = 0; i < std::min(number, size); ++i)
      organisation.committees.emplace_back(words::kCommittees[i]);
    material.organisations.push_back(std::move(organisation));
  }
  for (const std::string_view region : words::kRegions) {
    Organisation organisation{std::string(region), "", {}};
    for (const std::string_view committee : words::kRegionCommittees) organisation.committees.emplace_back(committee);
    material.organisations.insert(material.organisations.begin() + 12, std::move(organisation));
  }
}

std::vector<Wording> wordings() {
  return {
      {"godkendt",
       0.37,
       {"Godkendt.", "Indstillingen blev godkendt.", "Udvalget godkendte {X}.", "Tiltrådt, idet {X} {S} i {Y}.",
        "Indstillingen følges."}},
      {"taget-til-efterretning",
       0.25,
       {"Taget til efterretning.", "Orienteringen blev taget til efterretning.", "Udvalget tog {X} til efterretning."}},
      {"droeftet", 0.10, {"Drøftet.", "Sagen blev drøftet, og {X} {V} {X}.", "Udvalget drøftede {X} og {X}."}},
      {"videresendt",
       0.09,
       {"Indstilles til {O}.", "Anbefales {O}, idet {X} {V} {X}.", "Udvalget anbefaler indstillingen over for {O}."}},
      {"besluttet", 0.06, {"Udvalget besluttede, at {X} skal {v} {X}.", "Det blev besluttet at {v} {X} fra {Y}."}},
      {"udsat", 0.04, {"Udsat.", "Sagen udsættes til næste møde, så {X} kan {v} {X}."}},
      {"ingen-beslutning", 0.03, {""}},
      {"afvist", 0.02, {"Indstillingen blev forkastet.", "Ansøgningen afvises, da {X} ikke {V} {X}."}},
      {"udpeget", 0.02, {"{R} blev valgt som formand.", "{R} og {R} udpeges til {N}."}},
      {"ingen-bemaerkninger", 0.01, {"Ingen bemærkninger.", "Udvalget havde ingen bemærkninger til {X}."}},
      {"stoettet", 0.01, {"Udvalget bakker op om {X}.", "Der var opbakning til {X}."}}};
}

}  // namespace

Noun make_noun(std::string_view stem, std::string_view kind) {
  const std::string one(stem);
  Noun noun;
  noun.one = one;
  noun.neuter = kind[0] == 'n';
  noun.the = one + (one.ends_with('e') ? "" : "e") + (noun.neuter ? "t" : "n");
  noun.many = one + (kind[1] == 'R' ? "er" : kind[1] == 'r' ? "r" : kind[1] == 'E' ? "e" : "");
  noun.all = kind[1] == 'R'   ? one + "erne"
             : kind[1] == 'r' ? one + "rne"
                              : one + (one.ends_with("er")  ? "ne"
                                       : one.ends_with('e') ? "ne"
                                                            : "ene");
  const bool links = one.ends_with("ing") || one.ends_with("hed") || one.ends_with("ion") || one.ends_with("tet") ||
                     one.ends_with("skab") || one.ends_with("else");
  noun.part = one + (links ? "s" : "");
  return noun;
}

Material load_material(const std::string& dictionary) {
  Material material;
  material.common = nouns(words::kCommonNouns);
  for (const std::string_view line : words::kTopics) {
    const std::size_t bar = line.find('|');
    material.topics.push_back({std::string(line.substr(0, bar)), nouns(line.substr(bar + 1))});
  }
  for (const std::string_view verb : split(words::kVerbs, ';')) material.verbs.push_back(make_verb(verb));
  for (const std::string_view entry : split(words::kAdjectives, ';')) {
    const auto forms = split(entry, ',');
    material.adjectives.push_back({std::string(forms[0]), std::string(forms[1]), std::string(forms[2])});
  }
  material.first_names = strings(words::kFirstNames);
  material.last_names = strings(words::kLastNames);
  material.street_ends = strings(words::kStreetEnds);
  material.municipalities = strings(words::kMunicipalities);
  add_organisations(material);
  material.decisions = wordings();
  material.sentences.assign(std::begin(words::kSentences), std::end(words::kSentences));
  material.titles.assign(std::begin(words::kTitles), std::end(words::kTitles));
  material.recommendations.assign(std::begin(words::kRecommendations), std::end(words::kRecommendations));
  material.attachments.assign(std::begin(words::kAttachments), std::end(words::kAttachments));
  read_dictionary(dictionary, material);
  return material;
}

}  // namespace opslag::bench
