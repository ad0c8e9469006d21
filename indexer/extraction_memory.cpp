// A JSON file beside the index.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/extraction_memory.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "corpus/json.h"
#include "corpus/personal_numbers.h"
#include "indexer/durable.h"

namespace opslag::indexer {
namespace {
using Json = nlohmann::ordered_json;
using corpus::ExtractionStatus;
}  // namespace

ExtractionMemory::ExtractionMemory(std::filesystem::path file, std::string reader, Failed failed)
    : file_(std::move(file)), reader_(std::move(reader)), failed_(failed) {
  std::ifstream in(file_, std::ios::binary);
  const Json json = Json::parse(in, nullptr, false);
  if (!json.is_object() || !json.contains("attachments") || !json["attachments"].is_object()) return;
  for (const auto& [content, entry] : json["attachments"].items()) {
    const auto text = [&, &value = entry](const char* key) {
      return value.is_object() && value.contains(key) && value[key].is_string() ? value[key].get<std::string>() : "";
    };
    before_.emplace(content, Entry{text("reader"), text("media_type"), text("status"), text("reason")});
  }
}

std::optional<corpus::Extraction> ExtractionMemory::failure_of(const std::string& content) const {
  const std::lock_guard lock(mutex_);
  const Entry* entry = nullptr;
  if (const auto found = now_.find(content); found != now_.end()) {
    if (found->second) entry = &*found->second;
  } else if (const auto known = before_.find(content); known != before_.end() && !is_stale(known->second)) {
    entry = &known->second;
  }
  if (entry == nullptr || entry->status != name_of(ExtractionStatus::failed)) return std::nullopt;
  corpus::Extraction extraction;
  extraction.media_type = entry->media_type;
  extraction.status = ExtractionStatus::failed;
  extraction.reason = entry->reason;
  return extraction;
}

bool ExtractionMemory::to_be_tried_again(const std::string& content) const {
  const auto known = before_.find(content);
  return known != before_.end() && is_stale(known->second);
}

bool ExtractionMemory::any_to_be_tried_again() const {
  return std::any_of(before_.begin(), before_.end(), [&](const auto& entry) { return is_stale(entry.second); });
}

void ExtractionMemory::remember(const std::string& content, const corpus::Extraction& extraction) {
  if (content.empty() || extraction.passing) return;
  const std::lock_guard lock(mutex_);
  std::optional<Entry>& entry = now_[content];
  entry.reset();
  if (extraction.status == ExtractionStatus::ok) return;
  std::string reason = extraction.reason;
  corpus::mask_personal_numbers(reason, corpus::Within::name);  // of the names that it quotes
  entry = Entry{reader_, extraction.media_type, std::string(name_of(extraction.status)), std::move(reason)};
}

void ExtractionMemory::save() {
  const std::lock_guard lock(mutex_);
  std::map<std::string, Entry> all = before_;
  bool changed = false;
  for (const auto& [content, entry] : now_) {
    changed = changed || entry || before_.contains(content);
    if (entry)
      all.insert_or_assign(content, *entry);
    else
      all.erase(content);
  }
  if (!changed || file_.empty()) return;
  Json json{{"attachments", Json::object()}};
  for (const auto& [content, entry] : all) {
    json["attachments"][content] = {
        {"status", entry.status}, {"reason", entry.reason}, {"media_type", entry.media_type}, {"reader", entry.reader}};
  }
  write_durably(file_, corpus::to_line(json) + "\n", file_.parent_path());
}

}  // namespace opslag::indexer
