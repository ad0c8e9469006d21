// Heads and feet of printed pages: the outermost lines that stand at the same place of other pages too.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "corpus/attachments/printed_lines.h"

namespace opslag::corpus {

struct PrintedPage {
  std::vector<PrintedLine> lines;
  double width = 0, height = 0;  // points
  std::size_t number = 0;        // in the document
};

// A page's lines by what they are, in their order. Heads and feet that an earlier page had are left out.
struct PageParts {
  std::vector<PrintedLine> heads, text, feet;
};

// Reads a document's pages in turn, with two pages before and behind each.
class RunningLines {
 public:
  // `pages`: a run of the document's pages; `at`: the one whose parts are asked for; `all`: they are the whole
  // document. A line runs if pages on both sides of its own have it at the same place, or two of those before or
  // behind (running_key.h), and nothing but such lines stands between it and the edge: text that happens to
  // repeat is none. Of a single page, the few lines at its edges that are far from all else.
  PageParts parts(const std::vector<PrintedPage>& pages, std::size_t at, bool all);

 private:
  struct Said {
    std::string key;
    double top;
  };
  bool said(const std::string& key, double top) const;
  std::vector<bool> running(const std::vector<PrintedPage>& pages, std::size_t at, bool all, bool upper) const;

  std::vector<Said> said_;
};

}  // namespace opslag::corpus
