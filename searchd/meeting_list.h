// All meetings of a generation, newest first, with each one's neighbours in its committee.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "corpus/stored.h"

namespace opslag::searchd {

struct MeetingEntry {
  corpus::Stored stored;                      // kind meeting: its head and its items' references
  std::optional<std::size_t> previous, next;  // the committee's meeting before and after, by date
};

// Immutable, shared by all threads.
class MeetingList {
 public:
  MeetingList() = default;
  explicit MeetingList(std::vector<corpus::Stored> newest_first);
  const std::vector<MeetingEntry>& all() const { return entries_; }
  const MeetingEntry* find(std::string_view id) const;

 private:
  std::vector<MeetingEntry> entries_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

}  // namespace opslag::searchd
