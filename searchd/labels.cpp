// Labels of facet values.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/labels.h"

#include <algorithm>

namespace opslag::searchd {
namespace {

std::string_view find(const analyzers::StringMap<std::string>& labels, std::string_view value) {
  const auto found = labels.find(value);
  return found == labels.end() ? value : std::string_view(found->second);
}

std::string_view decision_label(std::string_view value, Language language) {
  const auto found = std::find_if(corpus::kDecisionCodes.begin(), corpus::kDecisionCodes.end(),
                                  [&](const auto& code) { return code.value == value; });
  if (found == corpus::kDecisionCodes.end()) return value;
  return language == Language::en ? found->en : found->da;
}

std::string_view kind_label(std::string_view value, Language language) {
  const bool english = language == Language::en;
  if (value == "item") return english ? "Agenda items" : "Dagsordenspunkter";
  if (value == "attachment") return english ? "Attachments" : "Bilag";
  return value;
}

}  // namespace

Labels::Labels(const corpus::Vocabularies& vocabularies) {
  for (const auto& [value, label] : corpus::municipalities(vocabularies)) municipalities_.emplace(value, label);
  for (const auto& [value, label] : corpus::topics(vocabularies)) topics_.emplace(value, label);
}

std::string_view Labels::label_view(corpus::Facet facet, std::string_view value, Language language) const {
  switch (facet) {
    case corpus::Facet::municipality:
      return find(municipalities_, value);
    case corpus::Facet::topic:
      return find(topics_, value);
    case corpus::Facet::decision:
      return decision_label(value, language);
    case corpus::Facet::kind:
      return kind_label(value, language);
    default:
      return value;
  }
}

std::vector<corpus::LabelledValue> Labels::values(const corpus::Stored& stored, corpus::Facet facet,
                                                  Language language) const {
  std::vector<corpus::LabelledValue> values;
  for (auto& [value, own] : corpus::facet_values(stored.meeting, stored.item, stored.kind, facet)) {
    std::string known = label(facet, value, language);
    if (known == value && !own.empty()) known = std::move(own);
    values.push_back({std::move(value), std::move(known)});
  }
  return values;
}

}  // namespace opslag::searchd
