// The words that made minutes are built from: our own lists, and the Danish dictionary's for the long tail.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace opslag::bench {

// A noun's four forms: sag, sagen, sager, sagerne; and as the first part of a compound: sags.
struct Noun {
  std::string one, the, many, all, part;
  bool neuter = false;
};

struct Verb {
  std::string infinitive, present, passive, past, participle;
};

struct Adjective {
  std::string common, neuter, plural;
};

struct Topic {
  std::string slug;
  std::vector<Noun> nouns;
};

struct Organisation {
  std::string name;          // "Hedensted Kommune"
  std::string municipality;  // "Hedensted"; empty where it is none
  std::vector<std::string> committees;
};

struct Wording {
  std::string_view code;
  double share;                           // of decisions
  std::vector<std::string_view> phrases;  // with the slots of TextWriter
};

// All words, most frequent first. Immutable, thread-safe.
struct Material {
  std::vector<Noun> common;  // of every committee's day
  std::vector<Topic> topics;
  std::vector<Noun> rare;   // the dictionary's, in an order of our own
  std::vector<Noun> parts;  // those of them that are short enough to build compounds
  std::vector<Verb> verbs, rare_verbs;
  std::vector<Adjective> adjectives, rare_adjectives;
  std::vector<std::string> first_names, last_names, street_ends;
  std::vector<Organisation> organisations;
  std::vector<std::string> municipalities;
  std::vector<Wording> decisions;
  std::vector<std::string_view> sentences, titles, recommendations, attachments;
};

// Reads the dictionary (Debian's hunspell-da: da_DK.dic). Throws std::runtime_error if it can't be read.
Material load_material(const std::string& dictionary);

// One noun of our lists: "sag cR": gender c or n, plural R (-er), r (ends in e: -r), E (-e), 0 (none).
Noun make_noun(std::string_view stem, std::string_view kind);

}  // namespace opslag::bench
