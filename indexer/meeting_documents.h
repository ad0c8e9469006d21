// A meeting → what the index stores of it: one Stored per public item, per attachment, and for the meeting itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <vector>

#include "corpus/model.h"
#include "corpus/stored.h"

namespace opslag::indexer {

struct PlannedDocument {
  corpus::Stored stored;
  std::size_t position = 0;  // the item's place in its meeting, from 1; 0 for the meeting's document
  // It replaces one with the same words, which were not counted off the word list: it is not counted itself.
  bool same_words = false;
};

struct MeetingDocuments {
  std::vector<PlannedDocument> documents;  // the meeting, then each item followed by its attachments
  std::size_t items = 0;
  std::size_t attachments = 0;
  std::size_t withheld = 0;  // closed items
};

// Closed items, and whatever hangs on them, are left out: not stored, no neighbours, not counted among positions.
MeetingDocuments plan_documents(const corpus::Meeting& meeting);

}  // namespace opslag::indexer
