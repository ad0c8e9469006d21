// Links meetings to their neighbours.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/meeting_list.h"

#include <algorithm>
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
  entry.packed = keep(corpus::encode(meeting));
  const std::string& id = meeting.meeting.id;
  if (by_id_.contains(id)) {
    doubles_.push_back(id);
  } else {
    const std::size_t place = entry.packed.find(id);  // it stands there letter by letter
    by_id_.emplace(place == std::string_view::npos ? keep(id) : entry.packed.substr(place, id.size()), at);
  }
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
}

// Byte strings of their own would take half as much again.
std::string_view MeetingList::keep(std::string_view bytes) {
  constexpr std::size_t kBlock = std::size_t{1} << 16;
  if (bytes.empty()) return {};
  if (left_ < bytes.size()) {
    left_ = std::max(kBlock, bytes.size());
    blocks_.push_back(std::make_unique<char[]>(left_));
    end_ = blocks_.back().get() + left_;
  }
  char* const begin = end_ - left_;
  std::copy(bytes.begin(), bytes.end(), begin);
  left_ -= bytes.size();
  return {begin, bytes.size()};
}

const MeetingEntry* MeetingList::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &entries_[found->second];
}

}  // namespace opslag::searchd
