// Runs a query tree over a generation's postings: which documents it finds, and what each word is worth there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "searchd/notices.h"
#include "searchd/postings.h"
#include "searchd/query_tree.h"
#include "searchd/ranking.h"

namespace opslag::searchd {

// What one leaf of the query found.
struct LeafMatches {
  const QueryNode* node = nullptr;
  bool excluded = false;
  bool weak = false;          // a word that says little by itself
  Bitmap own;                 // documents that hold it themselves
  Bitmap found;               // those, and items one of whose attachments holds it
  std::vector<float> values;  // what it is worth in each row of `found`, in their order; empty: nothing
  Bitmap in_title;            // items whose title holds it
  std::size_t items = 0;      // how many items of `found`
  double rarity = 0;          // what the word says: 0 if it is everywhere
};

struct QueryMatches {
  Bitmap found;                     // items and attachments for which the tree holds
  std::vector<LeafMatches> leaves;  // numbered as each_leaf visits them
  std::vector<float> score;         // of each row of `found`, in their order; empty: what scores_of() says
  // Leaves that stand in many documents were read only where the rarer ones are: what they found is right for the rows
  // in `found`, and their `items` is an estimate.
  bool narrowed = false;
  bool out_of_time = false;  // not all was read
};

// What all leaves together are worth in each of the rows, in their order.
std::vector<float> scores_of(const Bitmap& rows, const std::vector<LeafMatches>& leaves, const Ranking& ranking);

// The rows for which a tree holds; `leaves` from `next_leaf` on are its leaves, and `next_leaf` is moved past them.
Bitmap combine(const QueryNode& node, const std::vector<LeafMatches>& leaves, const Rows& rows, std::size_t& next_leaf);

struct LeafBlock;
class SpareProcessors;

// Runs query trees for one thread. Not thread-safe. Throws corpus::IndexError or ShardError if a segment can't be read.
class QueryRunner {
 public:
  // `spare`: whose processors it may use; null: it reads with the calling thread only.
  QueryRunner(const OpenGeneration& generation, RemoteReader& remote, const Ranking& ranking, SpareProcessors* spare);
  ~QueryRunner();

  using Clock = Deadline::Clock;
  // Stops reading postings at the deadline; the answer then lacks hits, and a notice says so. If `whole`, all leaves
  // are read in full: for a query without answer, of which the parts are asked.
  QueryMatches run(const QueryNode& root, Clock::time_point deadline, Language lang, std::vector<Notice>& notices,
                   bool whole = false);

  // What it reads.
  const Postings& postings() const { return postings_; }

  // The rows that have one of a facet's values called so, by slug or label or its beginning; `known` false if none is.
  Bitmap rows_called(corpus::Facet facet, std::string_view name, bool& known) const;

 private:
  struct Run;

  const OpenGeneration& generation_;
  Postings postings_;
  RemoteReader& remote_;
  const Ranking& ranking_;
  SpareProcessors* spare_;
  std::vector<std::unique_ptr<LeafBlock>> blocks_;
};

}  // namespace opslag::searchd
