// Reads an item's facets from its text: decision codes, municipalities, topics, by the rules in corpus/vocabularies/.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/model.h"

namespace opslag::corpus {

struct LabelledValue {
  std::string value;  // slug
  std::string label;
};

class Vocabularies;  // the parsed files
// Reads the vocabulary files of a folder (default: corpus/vocabularies among the data files). Throws std::runtime_error
// with file and line if one is malformed. Immutable, thread-safe.
std::shared_ptr<const Vocabularies> load_vocabularies();
std::shared_ptr<const Vocabularies> load_vocabularies(const std::string& folder);
// Changes whenever a vocabulary file changes.
std::string fingerprint(const Vocabularies& vocabularies);
// All values that may occur, for labels: municipality slug → "Faaborg-Midtfyn", topic slug → label.
const std::vector<LabelledValue>& municipalities(const Vocabularies& vocabularies);
const std::vector<LabelledValue>& topics(const Vocabularies& vocabularies);

// Fills in decision codes (where the meeting is a referat), municipalities (labels) and topics (slugs) of every item.
// Values that a source gave itself are kept. Thread-safe.
void read_facets(const Vocabularies& vocabularies, Meeting& meeting);

}  // namespace opslag::corpus
