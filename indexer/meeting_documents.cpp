// Splits a meeting into documents; the one place where closed items are withheld.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/meeting_documents.h"

namespace opslag::indexer {
namespace {
using corpus::AgendaItem;
using corpus::DocumentKind;
using corpus::ItemReference;
using corpus::Stored;

// An item of the meeting that is not closed.
struct OpenItem {
  const AgendaItem* item;
  std::uint64_t hash;
  const std::string* known_title;  // null: it was read
};

ItemReference reference(const OpenItem& open) {
  return {open.item->id, open.item->number, open.known_title != nullptr ? *open.known_title : open.item->title,
          open.hash};
}

Stored item_document(const corpus::Meeting& meeting, const AgendaItem& item) {
  Stored stored;
  stored.kind = DocumentKind::item;
  stored.meeting = meeting;
  stored.item = item;
  return stored;
}

Stored attachment_document(const Stored& item, std::size_t index) {
  Stored stored;
  stored.kind = DocumentKind::attachment;
  stored.meeting = item.meeting;
  stored.item = item.item;
  stored.item.sections.clear();
  stored.attachment = index;
  return stored;
}

}  // namespace

MeetingDocuments plan_documents(const corpus::Meeting& meeting, const corpus::MeetingLine& line) {
  MeetingDocuments plan;
  std::vector<OpenItem> open;
  for (std::size_t i = 0; i < meeting.items.size(); ++i) {
    const AgendaItem& item = meeting.items[i];
    const auto known = line.known_titles.find(i);
    if (meeting.audience == corpus::Audience::internal || item.audience == corpus::Audience::internal)
      ++plan.withheld;
    else
      open.push_back({&item, line.items.empty() ? 0 : line.items.at(i),
                      known == line.known_titles.end() ? nullptr : &known->second});
  }
  if (meeting.audience == corpus::Audience::internal) return plan;

  Stored head;
  head.kind = DocumentKind::meeting;
  head.meeting = meeting;
  for (const OpenItem& each : open) head.items.push_back(reference(each));
  plan.documents.push_back({std::move(head), 0});
  for (std::size_t i = 0; i < open.size(); ++i) {
    const AgendaItem& item = *open[i].item;
    if (open[i].known_title != nullptr) {
      plan.kept.push_back(item.id);
      continue;
    }
    const std::size_t its = plan.documents.size();
    plan.documents.push_back({item_document(meeting, item), i + 1});
    for (std::size_t k = 0; k < item.attachments.size(); ++k)
      plan.documents.push_back({attachment_document(plan.documents[its].stored, k), i + 1});
  }
  plan.items = open.size();
  return plan;
}

}  // namespace opslag::indexer
