// Where the lines of a printed page stand: a page's text laid over the boxes of its words.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

// A word with its box in points from the page's upper left corner.
struct PrintedWord {
  std::string text;
  double left = 0, right = 0, top = 0, bottom = 0;
  int font = 0;  // any number that says which
};

struct PrintedLine {
  std::string text;                                 // its words, cells that stand apart parted by tabs
  bool placed = false;                              // is it known where it stands? All below is only then
  double left = 0, right = 0, top = 0, bottom = 0;  // points
  double last_left = 0;                             // where its last cell begins
  double first_width = 0, space = 0;                // of its first word, between its words
  int font = 0;                                     // -1 if it has more than one

  double height() const { return bottom - top; }
};

// The lines of `text`, a page in the order in which it is read. A line whose words are not among `words` is not placed.
// Linear in both.
std::vector<PrintedLine> printed_lines(std::string_view text, const std::vector<PrintedWord>& words);

}  // namespace opslag::corpus
