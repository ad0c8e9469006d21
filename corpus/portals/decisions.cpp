// Headings are judged by the reader of minutes' text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/portals/decisions.h"

#include "corpus/minutes/item_body.h"

namespace opslag::corpus {
namespace {

// The role of a heading in this meeting: none for a decision of another committee or day.
minutes::Role role_of(const std::string& heading, const MeetingHead& meeting) {
  const minutes::Lines lines = minutes::split_lines(heading);
  if (lines.size() != 1 || lines[0].blank()) return minutes::Role::none;
  const auto found = minutes::find_heading(lines, 0, 1, false);
  if (!found || !found->rest.empty()) return minutes::Role::none;
  if (found->role != minutes::Role::decision) return found->role;
  if (found->date && meeting.date && *found->date != *meeting.date) return minutes::Role::none;
  if (found->body.empty() || !meeting.committee) return found->role;
  const std::string own = minutes::key(*meeting.committee);
  const bool same = own.find(found->body) != std::string::npos || found->body.find(own) != std::string::npos;
  return same ? found->role : minutes::Role::none;
}

void add(std::string& to, const std::string& text) {
  if (text.empty()) return;
  if (!to.empty()) to += '\n';
  to += text;
}

}  // namespace

void read_decision(const MeetingHead& meeting, AgendaItem& item) {
  if (!item.decision || item.audience == Audience::internal) return;
  std::string decision, discussion;
  for (const Section& section : item.sections) {
    if (!section.heading) continue;
    const minutes::Role role = role_of(*section.heading, meeting);
    if (role == minutes::Role::decision) add(decision, section.text);
    if (role == minutes::Role::discussion) add(discussion, section.text);
  }
  item.decision->text = !decision.empty() ? decision : discussion;
}

}  // namespace opslag::corpus
