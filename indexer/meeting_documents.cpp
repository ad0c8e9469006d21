// Splits a meeting into documents; the one place where closed items are withheld.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/meeting_documents.h"

namespace opslag::indexer {
namespace {
using corpus::AgendaItem;
using corpus::DocumentKind;
using corpus::ItemReference;
using corpus::Stored;

ItemReference reference(const AgendaItem& item) {
  return {item.id, item.number, item.title};
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

MeetingDocuments plan_documents(const corpus::Meeting& meeting) {
  MeetingDocuments plan;
  std::vector<const AgendaItem*> open;
  for (const AgendaItem& item : meeting.items) {
    const bool closed = meeting.audience == corpus::Audience::internal || item.audience == corpus::Audience::internal;
    if (closed)
      ++plan.withheld;
    else
      open.push_back(&item);
  }
  if (meeting.audience == corpus::Audience::internal) return plan;

  Stored head;
  head.kind = DocumentKind::meeting;
  head.meeting = meeting;
  for (const AgendaItem* item : open) head.items.push_back(reference(*item));
  plan.documents.push_back({std::move(head), 0});
  for (std::size_t i = 0; i < open.size(); ++i) {
    Stored stored = item_document(meeting, *open[i]);
    std::vector<PlannedDocument> attachments;
    for (std::size_t k = 0; k < stored.item.attachments.size(); ++k) {
      attachments.push_back({attachment_document(stored, k), i + 1});
    }
    plan.documents.push_back({std::move(stored), i + 1});
    plan.attachments += attachments.size();
    for (PlannedDocument& attachment : attachments) plan.documents.push_back(std::move(attachment));
  }
  plan.items = open.size();
  return plan;
}

}  // namespace opslag::indexer
