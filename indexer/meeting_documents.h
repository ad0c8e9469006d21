// A meeting → what the index stores of it: one Stored per public item, per attachment, and for the meeting itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <vector>

#include "corpus/model.h"
#include "corpus/source.h"
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
  std::vector<std::string> kept;           // ids of items that are known to be as before
  std::size_t items = 0;                   // with these
  std::size_t withheld = 0;                // closed items
};

// `line`: what the meeting's line told of its items, if it came from one. Of what is known to be as before nothing is
// planned.
// Closed items, and whatever hangs on them, are left out: not stored, no neighbours, not counted among positions.
MeetingDocuments plan_documents(const corpus::Meeting& meeting, const corpus::MeetingLine& line = {});

}  // namespace opslag::indexer
