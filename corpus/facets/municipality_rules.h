// Finds the municipalities that an item names as municipalities, by a list of names and the words around them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/facets/facet_reader.h"
#include "corpus/facets/phrases.h"
#include "corpus/facets/vocabulary_file.h"
#include "corpus/facets/words.h"

namespace opslag::corpus {

// Immutable and thread-safe.
class MunicipalityRules {
 public:
  // Throws std::runtime_error with file and line if a file is malformed.
  MunicipalityRules(const VocabularyFile& names, const VocabularyFile& contexts);

  const std::vector<LabelledValue>& values() const { return values_; }

  // What a text says for each municipality (index into values()): added to `evidence`, times `weight`. An item names a
  // municipality where its texts' evidence adds up to 1.
  void read(const std::vector<Word>& words, double weight, std::map<std::size_t, double>& evidence) const;

 private:
  enum class Kind : std::uint8_t { town, island, common_word, municipality };
  enum class Role : std::uint8_t {
    municipal,
    authority,
    before,
    before_comma,
    sender,
    acts,
    place,
    place_after,
    opening
  };
  struct Context {
    Role role = Role::acts;
    double weight = 0;
  };
  struct Group;    // names in a row: "Odense (formand), Vejle og Kolding"
  struct Reading;  // one text's words with their contexts

  Context read_section(const VocabularyFile& file, const VocabularyLine& line) const;
  std::vector<Group> groups(const Reading& reading) const;
  bool may_be_name(const Reading& reading, const PhraseMatch& match) const;
  double score(const Reading& reading, const Group& group) const;

  std::vector<LabelledValue> values_;
  std::vector<Kind> kinds_;
  PhraseSet names_, contexts_;
  std::vector<Context> sections_;
};

}  // namespace opslag::corpus
