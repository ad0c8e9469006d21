// Lines that may head items in layouts without a dependable list of contents, and the best chain of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "corpus/minutes/lines.h"

namespace opslag::corpus::minutes {

struct Candidate {
  std::size_t line = 0;
  std::string family;      // headings of one document look alike: "punkt", "sag", "." , ")" …
  std::string number;      // as written
  std::vector<int> parts;  // 3.1 → {3, 1}
  std::string title;       // may be empty
};

// What the text holds, line by line: counts of headings before each line.
class Landmarks {
 public:
  explicit Landmarks(const Lines& lines);
  int decisions(Range range) const { return decisions_[range.end] - decisions_[range.begin]; }
  int headings(Range range) const { return headings_[range.end] - headings_[range.begin]; }
  int texts(Range range) const { return texts_[range.end] - texts_[range.begin]; }  // lines that aren't blank
  int all_decisions() const { return decisions_.back(); }

 private:
  std::vector<int> decisions_, headings_, texts_;
};

std::vector<Candidate> find_candidates(const Lines& lines);

struct Chain {
  std::vector<Candidate> items;
  double score = 0;
};
// The chain that explains the text best: numbers grow (or are all the same), and each item has what items have.
// Linear in the number of candidates.
Chain best_chain(const Lines& lines, const std::vector<Candidate>& candidates, const Landmarks& landmarks);

}  // namespace opslag::corpus::minutes
