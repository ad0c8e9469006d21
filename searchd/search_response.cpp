// The keys of every JSON answer.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/search_response.h"

#include <algorithm>
#include <cmath>

#include "corpus/json.h"
#include "searchd/html.h"
#include "searchd/search_request_parser.h"

namespace opslag::searchd {
namespace {

template <class Value>
Json nullable(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json labelled(const std::vector<corpus::LabelledValue>& values) {
  Json list = Json::array();
  for (const auto& [value, label] : values) list.push_back({{"value", value}, {"label", label}});
  return list;
}

Json first_or_null(const Json& list) {
  return list.empty() ? Json(nullptr) : list.front();
}

Json number_json(const corpus::ItemNumber& number) {
  if (const auto* integer = std::get_if<int>(&number)) return *integer;
  if (const auto* text = std::get_if<std::string>(&number)) return *text;
  return nullptr;
}

Json reference_json(const corpus::ItemReference& item) {
  return {{"id", item.id}, {"number", number_json(item.number)}, {"title", item.title}, {"url", url_of_id(item.id)}};
}

Json meeting_reference_json(const corpus::MeetingHead& meeting) {
  return {{"id", meeting.id},
          {"title", nullable(meeting.title)},
          {"date", nullable(meeting.date)},
          {"url", url_of_id(meeting.id)}};
}

Json filters_json(const SearchRequest& request) {
  Json filters = Json::object();
  for (std::size_t facet = 0; facet < corpus::kFacetCount; ++facet)
    if (!request.filters[facet].empty()) filters[std::string(corpus::kFacetNames[facet])] = request.filters[facet];
  return filters;
}

std::string_view name_of(Sort sort) {
  return sort == Sort::newest ? "newest" : sort == Sort::oldest ? "oldest" : "relevance";
}

Json facets_json(const SearchResult& result) {
  Json facets = Json::object();
  for (std::size_t facet = 0; facet < corpus::kFacetCount; ++facet) {
    Json& values = facets[std::string(corpus::kFacetNames[facet])] = Json::array();
    for (const auto& [value, label, count, selected] : result.facets[facet])
      values.push_back({{"value", value}, {"label", label}, {"count", count}, {"selected", selected}});
  }
  return facets;
}

// All of an item's attachments; those that the engine speaks of with what matched in them.
Json attachments_json(const Hit& hit) {
  Json list = Json::array();
  if (hit.stored.kind != corpus::DocumentKind::item) return list;
  const auto& attachments = hit.stored.item.attachments;
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    const auto found = std::find_if(hit.attachments.begin(), hit.attachments.end(),
                                    [&](const AttachmentHit& one) { return one.attachment == i; });
    const AttachmentHit match = found == hit.attachments.end() ? AttachmentHit{} : *found;
    list.push_back({{"id", attachments[i].id},
                    {"name", attachments[i].name},
                    {"matched", match.matched},
                    {"page", nullable(match.page)},
                    {"snippet", match.snippet ? Json(marked(*match.snippet).str()) : Json(nullptr)}});
  }
  return list;
}

Json decision_json(const corpus::Stored& stored, const Labels& labels, Language language) {
  const auto& decision = stored.item.decision;
  const bool has_text = decision && !decision->text.empty();
  return {{"codes", labelled(labels.values(stored, corpus::Facet::decision, language))},
          {"text", has_text ? Json(decision->text) : Json(nullptr)}};
}

const corpus::Attachment& attachment_of(const corpus::Stored& stored) {
  return stored.item.attachments.at(stored.attachment);
}

// Replaces the facets of a `show` object by values with labels.
void put_facets(Json& json, const corpus::Stored& stored, const Labels& labels, Language language) {
  if (json["decision"].is_object())
    json["decision"]["codes"] = labelled(labels.values(stored, corpus::Facet::decision, language));
  json["municipalities"] = labelled(labels.values(stored, corpus::Facet::municipality, language));
  json["topics"] = labelled(labels.values(stored, corpus::Facet::topic, language));
  for (auto& attachment : json["attachments"]) {
    const auto id = attachment["id"].get<std::string>();
    const auto slash = id.find("/bilag/");
    if (slash != std::string::npos)
      attachment["url"] = url_of_id(id.substr(0, slash)) + "#bilag-" + id.substr(slash + 7);
  }
  json["url"] = url_of_id(stored.item.id);
}

Json head_json(const corpus::Stored& stored, const Labels& labels, Language language) {
  Json json = corpus::to_json(stored.meeting);
  json.erase("items");
  json["organisation"] = first_or_null(labelled(labels.values(stored, corpus::Facet::organisation, language)));
  json["committee"] = first_or_null(labelled(labels.values(stored, corpus::Facet::committee, language)));
  json["url"] = url_of_id(stored.meeting.id);
  return json;
}

Json same_case_json(const SameCase& same, const Labels& labels, Language language) {
  Json items = Json::array();
  for (const corpus::Stored& other : same.others) {
    Json one = reference_json({other.item.id, other.item.number, other.item.title});
    one["meeting"] = meeting_reference_json(other.meeting);
    one["meeting"]["committee"] = first_or_null(labelled(labels.values(other, corpus::Facet::committee, language)));
    one["decision"] = decision_json(other, labels, language);
    items.push_back(std::move(one));
  }
  return {{"q", same.all.q}, {"url", link_to(same.all)}, {"items", std::move(items)}};
}

Json neighbour_json(const MeetingList& list, const std::optional<std::size_t>& at) {
  return at ? meeting_reference_json(list.all()[*at].stored.meeting) : Json(nullptr);
}

}  // namespace

std::string url_of_id(std::string_view id) {
  std::string url = "/moeder";
  while (true) {
    const auto slash = id.find('/');
    (url += '/') += percent_encode(id.substr(0, slash));
    if (slash == std::string_view::npos) return url;
    id.remove_prefix(slash + 1);
  }
}

std::string url_of(const corpus::Stored& stored) {
  if (stored.kind == corpus::DocumentKind::meeting) return url_of_id(stored.meeting.id);
  const auto url = url_of_id(stored.item.id);
  if (stored.kind == corpus::DocumentKind::item) return url;
  return url + "#bilag-" + std::to_string(stored.attachment + 1);
}

Json hit_json(const Hit& hit, const Labels& labels, Language language) {
  const auto& stored = hit.stored;
  const bool is_item = stored.kind == corpus::DocumentKind::item;
  Json json;
  json["id"] = is_item ? stored.item.id : attachment_of(stored).id;
  json["kind"] = corpus::name_of(stored.kind);
  json["score"] = std::isfinite(hit.score) ? hit.score : 0.0;
  json["title"] = is_item ? stored.item.title : attachment_of(stored).name;
  json["number"] = number_json(stored.item.number);
  json["url"] = url_of(stored);
  if (!is_item) json["item"] = reference_json({stored.item.id, stored.item.number, stored.item.title});
  json["meeting"] = meeting_reference_json(stored.meeting);
  json["meeting"]["committee"] = first_or_null(labelled(labels.values(stored, corpus::Facet::committee, language)));
  json["decision"] = decision_json(stored, labels, language);
  json["municipalities"] = labelled(labels.values(stored, corpus::Facet::municipality, language));
  json["topics"] = labelled(labels.values(stored, corpus::Facet::topic, language));
  json["snippet"] = marked(hit.snippet).str();
  json["matched_in"] = hit.matched_in;
  json["attachments"] = attachments_json(hit);
  if (!hit.explanation.empty()) json["explanation"] = hit.explanation;
  return json;
}

Json search_json(const SearchRequest& request, const SearchResult& result, double took_ms, const Labels& labels) {
  Json json;
  json["query"] = {{"q", request.q},
                   {"interpreted", result.interpreted},
                   {"filters", filters_json(request)},
                   {"from", nullable(request.from)},
                   {"to", nullable(request.to)},
                   {"sort", name_of(request.sort)}};
  json["generation"] = result.generation;
  json["total"] = result.total;
  json["took_ms"] = took_ms;
  json["did_you_mean"] = nullable(result.did_you_mean);
  json["corrected_to"] = nullable(result.corrected_to);
  json["relaxed"] = result.relaxed;
  json["unmatched"] = result.unmatched;
  json["notices"] = Json::array();
  for (const auto& [code, text] : result.notices) json["notices"].push_back({{"code", code}, {"text", text}});
  json["hits"] = Json::array();
  for (const auto& hit : result.hits) json["hits"].push_back(hit_json(hit, labels, request.lang));
  json["facets"] = facets_json(result);
  return json;
}

Json item_json(const corpus::Stored& item, const Labels& labels, Language language,
               const std::optional<SameCase>& same) {
  Json json = corpus::to_json(item.item);
  put_facets(json, item, labels, language);
  json["meeting"] = head_json(item, labels, language);
  json["previous"] = item.previous ? reference_json(*item.previous) : Json(nullptr);
  json["next"] = item.next ? reference_json(*item.next) : Json(nullptr);
  json["same_case"] = same ? same_case_json(*same, labels, language) : Json(nullptr);
  return json;
}

Json attachment_json(const corpus::Stored& stored, const Labels& labels, Language language) {
  const auto& attachment = attachment_of(stored);
  Json json;
  json["id"] = attachment.id;
  json["name"] = attachment.name;
  json["media_type"] = nullable(attachment.media_type);
  json["url"] = url_of(stored);
  json["item"] = reference_json({stored.item.id, stored.item.number, stored.item.title});
  json["meeting"] = meeting_reference_json(stored.meeting);
  json["meeting"]["committee"] = first_or_null(labelled(labels.values(stored, corpus::Facet::committee, language)));
  json["pages"] = Json::array();
  for (std::size_t i = 0; i < stored.pages.size(); ++i)
    json["pages"].push_back({{"number", i + 1}, {"text", stored.pages[i]}});
  return json;
}

Json meeting_json(const corpus::Stored& meeting, const std::vector<corpus::Stored>& items, const MeetingList& list,
                  const Labels& labels, Language language) {
  Json json = head_json(meeting, labels, language);
  json["items"] = Json::array();
  for (const auto& item : items) {
    Json one = corpus::to_json(item.item);
    put_facets(one, item, labels, language);
    json["items"].push_back(std::move(one));
  }
  const auto* entry = list.find(meeting.meeting.id);
  json["previous"] = entry ? neighbour_json(list, entry->previous) : Json(nullptr);
  json["next"] = entry ? neighbour_json(list, entry->next) : Json(nullptr);
  return json;
}

Json meetings_json(const MeetingList& list, std::size_t offset, std::size_t limit, const Labels& labels) {
  const auto& all = list.all();
  Json json;
  json["total"] = all.size();
  json["meetings"] = Json::array();
  for (std::size_t i = std::min(offset, all.size()); i < all.size() && i - offset < limit; ++i) {
    Json one = head_json(all[i].stored, labels, Language::da);
    one["item_count"] = all[i].stored.items.size();
    json["meetings"].push_back(std::move(one));
  }
  return json;
}

Json health_json(const Health& health) {
  Json json;
  json["status"] = health.status;
  if (!health.detail.empty()) json["detail"] = health.detail;
  json["generation"] = nullable(health.generation);
  json["meetings"] = health.meetings;
  json["items"] = health.items;
  json["attachments"] = health.attachments;
  json["uptime_s"] = std::floor(health.uptime_s);
  return json;
}

}  // namespace opslag::searchd
