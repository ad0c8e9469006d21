// Lines are told by their hashes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/known_lines.h"

#include <algorithm>
#include <map>

namespace opslag::indexer {
namespace {

bool has_files(const corpus::Meeting& meeting) {
  return std::any_of(meeting.items.begin(), meeting.items.end(), [](const corpus::AgendaItem& item) {
    return std::any_of(item.attachments.begin(), item.attachments.end(), [](const corpus::Attachment& attachment) {
      return attachment.file || !attachment.path.empty();
    });
  });
}

}  // namespace

std::shared_ptr<const corpus::KnownLines> known_lines(const corpus::SourceState& before) {
  if (before.lines.empty()) return nullptr;
  auto known = std::make_shared<corpus::KnownLines>();
  for (const corpus::SourceLine& line : before.lines) known->insert(line.hash);
  return known;
}

bool lines_stand_alone(const corpus::ReadResult& result) {
  return result.warnings.empty() && std::none_of(result.meetings.begin(), result.meetings.end(), has_files);
}

std::vector<HeldLine> held_lines(const std::vector<corpus::MeetingLine>& lines, const corpus::SourceState& before) {
  std::multimap<std::string, std::size_t> places;
  for (std::size_t i = 0; i < before.lines.size(); ++i) places.emplace(before.lines[i].hash, i);
  std::vector<HeldLine> held;
  for (const corpus::MeetingLine& line : lines) {
    HeldLine& each = held.emplace_back();
    each.line.hash = line.hash;
    if (line.read) continue;
    const auto place = places.lower_bound(line.hash);
    if (place == places.end() || place->first != line.hash)
      throw corpus::IndexError("a line of " + before.path + " was passed over that was not known; nothing was changed");
    each = {before.meetings[place->second], before.lines[place->second]};
    places.erase(place);
  }
  return held;
}

bool hold_items_of_others(const std::vector<corpus::MeetingLine>& lines, const std::vector<corpus::Meeting>& meetings,
                          const std::vector<std::string>& said) {
  std::size_t meeting = 0;
  for (const corpus::MeetingLine& line : lines) {
    if (!line.read) continue;
    if (!line.known_titles.empty() && meetings[meeting].id != said[meeting]) return true;
    ++meeting;
  }
  return false;
}

}  // namespace opslag::indexer
