// Links meetings to their neighbours.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/meeting_list.h"

#include <utility>

namespace opslag::searchd {

MeetingList::MeetingList(std::vector<corpus::Stored> newest_first) {
  for (auto& stored : newest_first) add(std::move(stored));
}

void MeetingList::add(corpus::Stored meeting) {
  const auto at = entries_.size();
  MeetingEntry entry;
  entry.item_count = meeting.items.size();
  entry.year = meeting.meeting.date ? meeting.meeting.date->substr(0, 4) : "-";
  if (!by_id_.emplace(meeting.meeting.id, at).second) doubles_.push_back(meeting.meeting.id);
  const auto committee = std::pair(meeting.meeting.organisation.value_or(""), meeting.meeting.committee.value_or(""));
  meeting.items.clear();
  entry.packed = corpus::encode(meeting);
  const auto [newer, first] = newer_.try_emplace(committee, at);
  if (!first) {
    entry.next = newer->second;
    entries_[newer->second].previous = at;
    newer->second = at;
  }
  entries_.push_back(std::move(entry));
}

const MeetingEntry* MeetingList::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? nullptr : &entries_[found->second];
}

}  // namespace opslag::searchd
