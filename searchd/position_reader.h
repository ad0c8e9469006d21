// Finds the documents in which words stand together: phrases, and the near rules of compounds.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "searchd/phrases.h"
#include "searchd/places.h"
#include "searchd/postings.h"
#include "searchd/spare_processors.h"

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
  // `spare`: null if all is to be read by the calling thread.
  PositionReader(const OpenGeneration& generation, const Postings& postings, Deadline& deadline,
                 SpareProcessors* spare = nullptr)
      : rows_(generation.rows), postings_(postings), generation_(generation), deadline_(deadline), spare_(spare) {}

  // Whether a row is asked for.
  using Needs = std::function<bool(Row)>;
  // Makes one that is going to be asked rows in ascending order. May be called by several threads at once.
  using MakeNeeds = std::function<Needs()>;
  // Calls take(row) for each searchable row, ascending, that holds a term of every group, so near each other that they
  // lie within the window. `candidates`: if not null, only these rows matter. Rows that nobody needs are left out,
  // without a look at their positions; it is asked once for each row that holds all the words. A single group needs no
  // positions but those that tell that there are any. No groups: no rows. Ends early at the deadline.
  void read(const WordsTogether& words, const Bitmap* candidates, const MakeNeeds& needs,
            const std::function<void(Row)>& take);

 private:
  struct Group;
  struct Search;
  class Finder;

  const Rows& rows_;
  const Postings& postings_;
  const OpenGeneration& generation_;
  Deadline& deadline_;
  SpareProcessors* spare_;
};

}  // namespace opslag::searchd
