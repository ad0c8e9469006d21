// Which headed section of an item is this meeting's decision: shared by the portals' readers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "corpus/model.h"

namespace opslag::corpus {

// Sets the decision from the sections that are headed as one (corpus/vocabularies/headings.txt): "Beslutning",
// "Byrådets beslutning", "Beslutning i Byrådet den 05-05-2026". One that names another committee or another day than
// the meeting's is an earlier decision, never this one. Where no section is headed so, those of the vocabulary's
// [discussion] headings count. An item without a decision (of a dagsorden, or closed) is left alone.
void read_decision(const MeetingHead& meeting, AgendaItem& item);

}  // namespace opslag::corpus
