// What the dictionary and the compound splitter know of a word: the one door through which the analyser asks them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::analyzers {

struct WordForm {
  bool known = false;               // a form in the dictionary, or a compound of licensed parts
  bool name = false;                // known only as a proper name
  bool noun = false;                // known, and a noun in one of its readings
  bool only_noun = false;           // a noun in all of them
  std::vector<std::string> lemmas;  // dictionary forms, best first; never empty: an unknown word gives its stem
  std::vector<std::string> pieces;  // put together they are the word; one piece if it is no compound
  std::vector<std::string> parts;   // the pieces' dictionary forms; empty if it is no compound
};

struct Repair {
  std::string word;       // what was meant, lower case
  double confidence = 0;  // 0..1
};

// Immutable after construction and thread-safe: many analysers share one. No caching inside; callers cache by word
// form.
class Morphology {
 public:
  // Opens the compiled dictionary (memory-mapped) and the exceptions beside it. Throws std::runtime_error naming the
  // file.
  static std::shared_ptr<const Morphology> open();
  virtual ~Morphology() = default;

  // `word`: one word, lower-case NFC. `capitalised`: as it stood in the text (never required for correctness).
  virtual WordForm analyze(std::string_view word, bool capitalised = false) const = 0;
  // Is `word` a form of the dictionary, or a compound of licensed parts? analyze().known, cheaper.
  virtual bool knows(std::string_view word) const { return analyze(word).known; }
  // Dictionary forms related by derivation, both ways: godkende ↔ godkendelse, lukke ↔ lukning, hjemløs ↔ hjemløshed.
  virtual std::vector<std::string> related(std::string_view lemma) const = 0;
  // What a misspelt, unknown word of a text was meant to be; nullopt for known words, names, and where it is not clear.
  virtual std::optional<Repair> repair(std::string_view word, bool capitalised) const = 0;
  // The word as it is spelt with Danish letters, if it was typed without ("maalgruppe" → "målgruppe"): only what the
  // dictionary knows; empty if the word is known as it stands or nothing fits.
  virtual std::vector<std::string> unfold(std::string_view word) const = 0;
  // Much is going to be asked: takes as much memory as the dictionary has, if that makes answers quicker. Thread-safe.
  virtual void gather() const {}
  // Identifies dictionary, exceptions and algorithm.
  virtual std::string fingerprint() const = 0;
};

}  // namespace opslag::analyzers
