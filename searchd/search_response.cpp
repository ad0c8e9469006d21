// The keys of every JSON answer.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/search_response.h"

#include <algorithm>
#include <cmath>

#include "corpus/json.h"
#include "searchd/html.h"
#include "searchd/json_writer.h"
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

std::string_view name_of(Sort sort) {
  return sort == Sort::newest ? "newest" : sort == Sort::oldest ? "oldest" : "relevance";
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

// A query as it was understood.
void put_query(JsonWriter& json, const SearchRequest& request, const SearchResult& result) {
  json.key("query").begin_object();
  json.key("q").value(request.q);
  json.key("interpreted").value(result.interpreted);
  json.key("filters").begin_object();
  for (std::size_t facet = 0; facet < corpus::kFacetCount; ++facet)
    if (!request.filters[facet].empty()) json.key(corpus::kFacetNames[facet]).value(request.filters[facet]);
  json.end_object();
  json.key("from").value(request.from);
  json.key("to").value(request.to);
  json.key("sort").value(name_of(request.sort));
  json.end_object();
}

void put_facets(JsonWriter& json, const SearchResult& result) {
  json.key("facets").begin_object();
  for (std::size_t facet = 0; facet < corpus::kFacetCount; ++facet) {
    json.key(corpus::kFacetNames[facet]).begin_array();
    for (const auto& [value, label, count, selected] : result.facets[facet]) {
      json.begin_object().key("value").value(value).key("label").value(label);
      json.key("count").value(count).key("selected").value(selected).end_object();
    }
    json.end_array();
  }
  json.end_object();
}

struct HitWriter {
  HitWriter(const Labels& all_labels, Language lang, std::size_t room)
      : labels(all_labels), language(lang), json(room) {}

  const Labels& labels;
  const Language language;
  JsonWriter json;

  void put(const Hit& hit) {
    const auto& stored = hit.stored;
    const bool is_item = stored.kind == corpus::DocumentKind::item;
    json.begin_object();
    json.key("id").value(is_item ? stored.item.id : attachment_of(stored).id);
    json.key("kind").value(corpus::name_of(stored.kind));
    json.key("score").value(std::isfinite(hit.score) ? hit.score : 0.0);
    json.key("title").value(is_item ? stored.item.title : attachment_of(stored).name);
    json.key("number");
    put_number(stored.item.number);
    json.key("url").value(url_of(stored));
    if (!is_item) put_item(stored.item);
    put_meeting(stored);
    put_decision(stored);
    json.key("municipalities");
    json.begin_array();
    for (const corpus::FacetValue& one : values(stored, corpus::Facet::municipality))
      put_labelled(one, corpus::Facet::municipality);
    json.end_array();
    json.key("topics");
    put_slugs(stored.item.topics, corpus::Facet::topic);
    json.key("snippet").value(marked(hit.snippet).str());
    json.key("matched_in").value(hit.matched_in);
    put_attachments(hit);
    if (!hit.explanation.empty()) json.key("explanation").value(hit.explanation);
    json.end_object();
  }

 private:
  void put_number(const corpus::ItemNumber& number) {
    if (const auto* integer = std::get_if<int>(&number)) {
      json.value(*integer);
    } else if (const auto* text = std::get_if<std::string>(&number)) {
      json.value(*text);
    } else {
      json.null();
    }
  }
  void put_value(std::string_view value, std::string_view label) {
    json.begin_object().key("value").value(value).key("label").value(label).end_object();
  }
  // As labels.values() of a facet whose values the item has as they are.
  void put_slugs(const std::vector<std::string>& slugs, corpus::Facet facet) {
    json.begin_array();
    for (auto slug = slugs.begin(); slug != slugs.end(); ++slug) {
      if (slug->empty() || std::find(slugs.begin(), slug, *slug) != slug) continue;
      put_value(*slug, labels.label_view(facet, *slug, language));
    }
    json.end_array();
  }
  // As labels.values(), without copies.
  void put_labelled(const corpus::FacetValue& value, corpus::Facet facet) {
    const std::string_view known = labels.label_view(facet, value.value, language);
    put_value(value.value, known == value.value && !value.label.empty() ? std::string_view(value.label) : known);
  }
  std::vector<corpus::FacetValue> values(const corpus::Stored& stored, corpus::Facet facet) const {
    return corpus::facet_values(stored.meeting, stored.item, stored.kind, facet);
  }
  void put_item(const corpus::AgendaItem& item) {
    json.key("item").begin_object().key("id").value(item.id).key("number");
    put_number(item.number);
    json.key("title").value(item.title).key("url").value(url_of_id(item.id)).end_object();
  }
  void put_meeting(const corpus::Stored& stored) {
    const corpus::MeetingHead& meeting = stored.meeting;
    json.key("meeting").begin_object().key("id").value(meeting.id).key("title").value(meeting.title);
    json.key("date").value(meeting.date).key("url").value(url_of_id(meeting.id)).key("committee");
    const std::vector<corpus::FacetValue> committees = values(stored, corpus::Facet::committee);
    if (committees.empty()) {
      json.null();
    } else {
      put_labelled(committees.front(), corpus::Facet::committee);
    }
    json.end_object();
  }
  void put_decision(const corpus::Stored& stored) {
    const auto& decision = stored.item.decision;
    json.key("decision").begin_object().key("codes");
    static const std::vector<std::string> kNone;
    put_slugs(decision ? decision->codes : kNone, corpus::Facet::decision);
    json.key("text");
    if (decision && !decision->text.empty()) {
      json.value(decision->text);
    } else {
      json.null();
    }
    json.end_object();
  }
  // All of an item's attachments; those that the engine speaks of with what matched in them.
  void put_attachments(const Hit& hit) {
    json.key("attachments").begin_array();
    const bool is_item = hit.stored.kind == corpus::DocumentKind::item;
    const auto& attachments = hit.stored.item.attachments;
    for (std::size_t i = 0; is_item && i < attachments.size(); ++i) {
      const auto found = std::find_if(hit.attachments.begin(), hit.attachments.end(),
                                      [&](const AttachmentHit& one) { return one.attachment == i; });
      const bool known = found != hit.attachments.end();
      json.begin_object().key("id").value(attachments[i].id).key("name").value(attachments[i].name);
      json.key("matched").value(known && found->matched);
      json.key("page").value(known ? found->page : std::nullopt).key("snippet");
      if (known && found->snippet) {
        json.value(marked(*found->snippet).str());
      } else {
        json.null();
      }
      json.end_object();
    }
    json.end_array();
  }
};

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

// Nothing of it must be encoded; ids never do.
bool is_plain_path(std::string_view path) {
  return std::all_of(path.begin(), path.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/'; });
}

Json neighbour_json(const MeetingList& list, const std::optional<std::size_t>& at) {
  return at ? meeting_reference_json(list.all()[*at].head()) : Json(nullptr);
}

}  // namespace

std::string url_of_id(std::string_view id) {
  std::string url = "/moeder";
  if (is_plain_path(id)) return (url += '/') += id;
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

std::string hit_json(const Hit& hit, const Labels& labels, Language language) {
  constexpr std::size_t kRoom = 4'096;
  HitWriter writer(labels, language, kRoom);
  writer.put(hit);
  return writer.json.take();
}

std::string search_json(const SearchRequest& request, const SearchResult& result, double took_ms,
                        const Labels& labels) {
  constexpr std::size_t kRoom = 20'000, kRoomForHit = 2'000;  // about what most take
  HitWriter writer(labels, request.lang, kRoom + result.hits.size() * kRoomForHit);
  JsonWriter& json = writer.json;
  json.begin_object();
  put_query(json, request, result);
  json.key("generation").value(result.generation);
  json.key("shards").begin_object();
  json.key("total").value(std::uint64_t{result.shards.total});
  json.key("answered").value(std::uint64_t{result.shards.answered});
  json.end_object();
  json.key("total").value(result.total);
  json.key("took_ms").value(took_ms);
  json.key("did_you_mean").value(result.did_you_mean);
  json.key("corrected_to").value(result.corrected_to);
  json.key("relaxed").value(result.relaxed);
  json.key("unmatched").value(result.unmatched);
  json.key("notices").begin_array();
  for (const auto& [code, text] : result.notices)
    json.begin_object().key("code").value(code).key("text").value(text).end_object();
  json.end_array();
  json.key("hits").begin_array();
  for (const auto& hit : result.hits) writer.put(hit);
  json.end_array();
  put_facets(json, result);
  return json.end_object().take();
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
    Json one = head_json(all[i].stored(), labels, Language::da);
    one["item_count"] = all[i].item_count;
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
  json["shards"] = {{"total", health.shards.total}, {"answered", health.shards.answered}};
  if (!health.missing.empty()) json["shards"]["missing"] = health.missing;
  json["uptime_s"] = std::floor(health.uptime_s);
  return json;
}

}  // namespace opslag::searchd
