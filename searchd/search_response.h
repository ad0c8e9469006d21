// Answers as JSON: the only place that names its keys (CONTRACT §3).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "corpus/stored.h"
#include "searchd/labels.h"
#include "searchd/meeting_list.h"
#include "searchd/same_case.h"
#include "searchd/search_request.h"
#include "searchd/search_result.h"

namespace opslag::searchd {

using Json = nlohmann::ordered_json;

// `/moeder/{meeting}/{n}` for an item, with #bilag-K for an attachment; `/moeder/{meeting}` for a meeting.
std::string url_of(const corpus::Stored& stored);
std::string url_of_id(std::string_view id);

// As one line of text: these are made often.
std::string search_json(const SearchRequest& request, const SearchResult& result, double took_ms, const Labels& labels);
std::string hit_json(const Hit& hit, const Labels& labels, Language language);
// `same`: the item's case, null in the answer if not set.
Json item_json(const corpus::Stored& item, const Labels& labels, Language language,
               const std::optional<SameCase>& same = std::nullopt);
Json attachment_json(const corpus::Stored& attachment, const Labels& labels, Language language);
// `items`: the meeting's items, whole.
Json meeting_json(const corpus::Stored& meeting, const std::vector<corpus::Stored>& items, const MeetingList& list,
                  const Labels& labels, Language language);
Json meetings_json(const MeetingList& list, std::size_t offset, std::size_t limit, const Labels& labels);

struct Health {
  std::string status = "ok";  // "ok", "degraded" (an old generation serves, or a shard doesn't answer), "starting"
  std::string detail;         // a sentence; empty if ok
  std::optional<std::uint64_t> generation;
  std::uint64_t meetings = 0, items = 0, attachments = 0;
  ShardCount shards;
  std::vector<std::size_t> missing;  // which shards don't answer, counted from 1 in the order of the command line
  double uptime_s = 0;
};
Json health_json(const Health& health);

}  // namespace opslag::searchd
