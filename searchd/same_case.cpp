// Asks the searcher for the case's number.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/same_case.h"

#include "corpus/case_numbers.h"

namespace opslag::searchd {
namespace {

constexpr std::size_t kMost = 100;

}  // namespace

std::optional<SameCase> same_case(Searcher& searcher, const corpus::Stored& item, const Labels& labels, Language lang) {
  if (!item.item.case_number) return std::nullopt;
  const std::string key = corpus::case_key(*item.item.case_number);
  if (key.empty()) return std::nullopt;
  SameCase same;
  same.all.q = "sag:" + key;
  same.all.lang = lang;
  same.all.sort = Sort::newest;
  for (const corpus::LabelledValue& organisation : labels.values(item, corpus::Facet::organisation, lang))
    same.all.filters[static_cast<std::size_t>(corpus::Facet::organisation)].push_back(organisation.value);
  SearchRequest request = same.all;
  request.limit = kMost;
  request.exact = true;
  for (Hit& hit : searcher.search(request).hits) {
    const bool ours = hit.stored.meeting.organisation.has_value() == item.meeting.organisation.has_value();
    if (ours && hit.stored.item.id != item.item.id) same.others.push_back(std::move(hit.stored));
  }
  return same;
}

}  // namespace opslag::searchd
