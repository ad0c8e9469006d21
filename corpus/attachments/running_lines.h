// Heads and feet of printed pages: the outermost lines, if they stand at the same place of the next pages too.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "corpus/attachments/printed_lines.h"

namespace opslag::corpus {

struct PrintedPage {
  std::vector<PrintedLine> lines;
  double width = 0, height = 0;  // points
};

// A page's lines by what they are, in their order.
struct PageParts {
  std::vector<PrintedLine> heads, text, feet;
};

// `others`: the pages that must have a head or a foot too; numbers may differ. Between them and the edge stands nothing
// else: text that happens to repeat is none. With no others, a line at the very edge, far from all else, is one.
PageParts parts_of(const PrintedPage& page, const std::vector<const PrintedPage*>& others);

}  // namespace opslag::corpus
