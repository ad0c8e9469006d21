// All meetings of a generation, newest first, with each one's neighbours in its committee.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/stored.h"
#include "searchd/kept_text.h"

namespace opslag::searchd {

// Kept small: a million items have some hundred thousand meetings. What it points to lives as long as its list.
struct MeetingEntry {
  std::string_view id;
  std::string_view packed;  // the meeting's document without its items, by corpus::encode
  std::string_view year;    // of its date; "-" if that is unknown
  std::uint32_t item_count = 0;
  std::optional<std::uint32_t> previous, next;  // the committee's meeting before and after, by date

  corpus::Stored stored() const { return corpus::decode(packed); }
  corpus::MeetingHead head() const { return stored().meeting; }
};

// Immutable, shared by all threads.
class MeetingList {
 public:
  MeetingList() = default;
  explicit MeetingList(std::vector<corpus::Stored> newest_first);
  MeetingList(const MeetingList&) = delete;
  MeetingList& operator=(const MeetingList&) = delete;
  // While the list is made: in the order of the meetings, newest first. Nothing is found before finish().
  void add(corpus::Stored meeting);
  void finish();
  const std::vector<MeetingEntry>& all() const { return entries_; }
  const MeetingEntry* find(std::string_view id) const;
  // Ids that came more than once: of meetings that are in several indexes. find() finds the first.
  const std::vector<std::string>& doubles() const { return doubles_; }

 private:
  KeptText text_;
  std::set<std::string, std::less<>> years_;
  std::vector<MeetingEntry> entries_;
  std::vector<std::uint32_t> by_id_;  // the entries' places, sorted by their ids; of equal ids the first only
  std::vector<std::string> doubles_;
  std::map<std::pair<std::string, std::string>, std::uint32_t> newer_;  // by committee: the one added last
};

}  // namespace opslag::searchd
