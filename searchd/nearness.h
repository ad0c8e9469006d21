// How near each other a query's words stand in a document, and how much of the query its title says.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "searchd/places.h"
#include "searchd/query_runner.h"

namespace opslag::searchd {

// For one query; what it is made of must outlive it. Not thread-safe. Throws what Postings throws.
class NearnessMeter {
 public:
  NearnessMeter(const QueryMatches& matches, const Postings& postings, const Ranking& ranking);

  // 0 or more, to be added to the document's score.
  double gain(Row row);
  // Asks for the memory that it is going to read, some documents before.
  void fetch(Row row) const;

 private:
  // Of those that say something of a document.
  struct Leaf {
    const LeafMatches* matches;
    std::size_t place;  // in the query
    double weight;
    std::vector<std::size_t> terms;  // places among places_
  };

  const Postings& postings_;
  const Ranking& ranking_;
  std::vector<Leaf> leaves_;
  double asked_ = 0;
  Places places_;
  std::vector<const Leaf*> words_;
};

}  // namespace opslag::searchd
