// What a page's layout says: which lines the page's width broke, which stand apart, which are cells of one row.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "corpus/attachments/printed_lines.h"

namespace opslag::corpus {

// One document's pages in turn; what is learnt of the margins on one page serves the next.
class PageLayout {
 public:
  // The page's lines as text. An empty line stands where lines stand apart, a tab between the cells of a row. A line
  // that goes on in the next, because a word did not fit, ends in a space (as in RFC 3676's format=flowed).
  std::string arrange(const std::vector<PrintedLine>& lines, double page_width);

 private:
  // A line that goes on in the next says where the margin is: at its end or behind it, before the next word's end.
  struct Reach {
    double from, to;
  };
  void learn(const std::vector<PrintedLine>& lines, double page_width);

  double page_width_ = 0, margin_ = 0;
  std::vector<Reach> reaches_;
  std::vector<double> gaps_;  // between such lines, in heights of a line
};

}  // namespace opslag::corpus
