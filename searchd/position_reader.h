// Finds the documents in which words stand together: phrases, and the near rules of compounds.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "searchd/phrases.h"
#include "searchd/places.h"
#include "searchd/postings.h"

namespace opslag::searchd {

// Words that must stand together.
struct WordsTogether {
  std::vector<std::vector<analyzers::Term>> groups;  // for each word the terms that may stand for it
  bool ordered = false;                              // one behind the other
  unsigned window = 0;                               // in words, first and last included; at least one for each group
  std::optional<corpus::Field> field;                // only there
};

// For one query. Not thread-safe. Throws what Postings throws.
class PositionReader {
 public:
  PositionReader(const OpenGeneration& generation, const Postings& postings, Deadline& deadline)
      : rows_(generation.rows), postings_(postings), generation_(generation), deadline_(deadline) {}

  using Needs = std::function<bool(Row)>;
  using Take = std::function<void(Row)>;
  // Calls take(row) for each searchable row, ascending, that holds a term of every group, so near each other that they
  // lie within the window. `candidates`: if not null, only these rows matter. Rows for which needs(row) is false are
  // left out, without a look at their positions; it is asked once for each row that holds all the words. A single group
  // needs no positions but those that tell that there are any. No groups: no rows. Ends early at the deadline.
  void read(const WordsTogether& words, const Bitmap* candidates, const Needs& needs, const Take& take);

 private:
  struct Group;
  class Finder;
  bool answers(const WordsTogether& words, Row row) const;
  void read_group(const WordsTogether& words, const Bitmap* candidates, Group& group);
  Bitmap hold_all(const WordsTogether& words, const Bitmap* candidates, std::vector<Group>& groups);

  const Rows& rows_;
  const Postings& postings_;
  const OpenGeneration& generation_;
  Deadline& deadline_;
};

}  // namespace opslag::searchd
