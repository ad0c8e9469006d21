// An item's texts by where they stand: what topics and municipalities are read from.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "corpus/facets/topic_rules.h"
#include "corpus/facets/words.h"
#include "corpus/model.h"

namespace opslag::corpus {

// Title, headings (of sections, and short lines within a section's text that read like one), the decision, the first
// paragraph, the rest, the attachments' names. Each word of the item stands in one of them.
std::vector<ZoneText> texts_of(const AgendaItem& item, const TopicRules& topics, const AbbreviationSet& abbreviations);

}  // namespace opslag::corpus
