// Links meetings to their neighbours.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/meeting_list.h"

#include <map>
#include <utility>

namespace opslag::searchd {

MeetingList::MeetingList(std::vector<corpus::Stored> newest_first) {
  std::map<std::pair<std::string, std::string>, std::size_t> last;  // by committee: the one seen last, which is newer
  for (auto& stored : newest_first) {
    const auto at = entries_.size();
    by_id_.emplace(stored.meeting.id, at);
    const auto committee = std::pair(stored.meeting.organisation.value_or(""), stored.meeting.committee.value_or(""));
    entries_.push_back({std::move(stored), {}, {}});
    const auto [newer, first] = last.try_emplace(committee, at);
    if (first) continue;
    entries_[at].next = newer->second;
    entries_[newer->second].previous = at;
    newer->second = at;
  }
}

const MeetingEntry* MeetingList::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? nullptr : &entries_[found->second];
}

}  // namespace opslag::searchd
