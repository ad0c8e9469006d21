// Links meetings to their neighbours.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/meeting_list.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace opslag::searchd {

MeetingList::MeetingList(std::vector<corpus::Stored> newest_first) {
  for (auto& stored : newest_first) add(std::move(stored));
  finish();
}

void MeetingList::add(corpus::Stored meeting) {
  const auto at = static_cast<std::uint32_t>(entries_.size());
  MeetingEntry entry;
  entry.item_count = static_cast<std::uint32_t>(meeting.items.size());
  entry.year = *years_.insert(meeting.meeting.date ? meeting.meeting.date->substr(0, 4) : "-").first;
  meeting.items.clear();
  entry.packed = text_.keep(corpus::encode(meeting));
  const std::string& id = meeting.meeting.id;
  const std::size_t place = entry.packed.find(id);  // it stands there letter by letter
  entry.id = place == std::string_view::npos ? text_.keep(id) : entry.packed.substr(place, id.size());
  const auto committee = std::pair(meeting.meeting.organisation.value_or(""), meeting.meeting.committee.value_or(""));
  const auto [newer, first] = newer_.try_emplace(committee, at);
  if (!first) {
    entry.next = newer->second;
    entries_[newer->second].previous = at;
    newer->second = at;
  }
  entries_.push_back(entry);
}

void MeetingList::finish() {
  entries_.shrink_to_fit();
  newer_.clear();
  by_id_.resize(entries_.size());
  std::iota(by_id_.begin(), by_id_.end(), std::uint32_t{0});
  std::sort(by_id_.begin(), by_id_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return entries_[a].id != entries_[b].id ? entries_[a].id < entries_[b].id : a < b;
  });
  const auto is_double = [&](std::uint32_t a, std::uint32_t b) {
    if (entries_[a].id != entries_[b].id) return false;
    doubles_.emplace_back(entries_[b].id);
    return true;
  };
  by_id_.erase(std::unique(by_id_.begin(), by_id_.end(), is_double), by_id_.end());
  by_id_.shrink_to_fit();
}

const MeetingEntry* MeetingList::find(std::string_view id) const {
  const auto found = std::lower_bound(by_id_.begin(), by_id_.end(), id, [&](std::uint32_t at, std::string_view wanted) {
    return entries_[at].id < wanted;
  });
  return found != by_id_.end() && entries_[*found].id == id ? &entries_[*found] : nullptr;
}

}  // namespace opslag::searchd
