// Reads the facets of one invented item, as one line each: what the tables of the facet tests compare.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "corpus/facets/facet_reader.h"
#include "corpus/model.h"

namespace opslag::corpus::testing {

inline const Vocabularies& vocabularies() {
  static const auto kVocabularies = load_vocabularies(OPSLAG_SOURCE_DIR "/corpus/vocabularies");
  return *kVocabularies;
}

inline std::string join(const std::vector<std::string>& values) {
  std::string joined;
  for (const std::string& value : values) joined += (joined.empty() ? "" : " ") + value;
  return joined;
}

inline AgendaItem read(AgendaItem item, const std::string& committee = "Socialudvalget") {
  Meeting meeting;
  meeting.committee = committee;
  meeting.items.push_back(std::move(item));
  read_facets(vocabularies(), meeting);
  return meeting.items.front();
}

inline std::string codes(const std::string& decision, const std::string& committee = "Socialudvalget") {
  AgendaItem item;
  item.title = "Sag";
  item.decision = Decision{decision, {}};
  return join(read(item, committee).decision->codes);
}

inline std::string municipalities(const std::string& text) {
  AgendaItem item;
  item.title = "Sag";
  item.sections.push_back({"Baggrund", text});
  return join(read(item).municipalities);
}

inline std::string topics(const std::string& title, const std::string& text) {
  AgendaItem item;
  item.title = title;
  if (!text.empty()) item.sections.push_back({"Sagsfremstilling", text});
  return join(read(item).topics);
}

}  // namespace opslag::corpus::testing
