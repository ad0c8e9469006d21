// What people read for a facet's value: from the vocabularies, the decision codes and the value itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/string_hash.h"
#include "corpus/facet_values.h"
#include "corpus/facets/facet_reader.h"
#include "corpus/stored.h"
#include "searchd/search_request.h"

namespace opslag::searchd {

// Immutable, thread-safe.
class Labels {
 public:
  explicit Labels(const corpus::Vocabularies& vocabularies);
  // The value itself where nothing better is known.
  std::string label(corpus::Facet facet, std::string_view value, Language language) const {
    return std::string(label_view(facet, value, language));
  }
  // The same without a copy; valid as long as both this and `value` are.
  std::string_view label_view(corpus::Facet facet, std::string_view value, Language language) const;
  // A document's values of a facet, each with its label.
  std::vector<corpus::LabelledValue> values(const corpus::Stored& stored, corpus::Facet facet, Language language) const;

 private:
  analyzers::StringMap<std::string> municipalities_, topics_;
};

}  // namespace opslag::searchd
