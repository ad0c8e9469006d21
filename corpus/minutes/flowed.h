// Puts lines together that only the page's width broke.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "corpus/attachments/extract.h"

namespace opslag::corpus::minutes {

// A document's text as minutes are read from it: a PDF's unfolded, without what stands at the feet of pages.
std::string minutes_text(const Extraction& extraction);

// The text of a PDF's pages, whose lines end in a space where they go on in the next
// (corpus/attachments/page_layout.h), a line a paragraph. Headings, labels and entries of lists keep their lines
// whatever the line before them looks like; an empty line stands between pages, unless a sentence goes on. Linear.
std::string unfolded(const std::vector<Page>& pages);

}  // namespace opslag::corpus::minutes
