// Reads what one leaf of a query finds from the postings: which documents, and what it is worth in each.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "searchd/leaf_block.h"
#include "searchd/notices.h"
#include "searchd/position_reader.h"
#include "searchd/query_runner.h"
#include "searchd/row_values.h"

namespace opslag::searchd {

// For one query. `spare`: null if all is to be read by the calling thread.
class LeafReader {
 public:
  LeafReader(const OpenGeneration& generation, const Postings& postings, const Ranking& ranking, LeafBlocks& blocks,
             SpareProcessors* spare, Deadline& deadline, Language lang, std::vector<Notice>& notices);

  // Adds the terms that it is going to read, or most of them.
  static void add_terms(const QueryNode& node, std::vector<std::string>& terms);
  // In how many documents the leaf stands, nearly; what the postings' lists say, without reading them.
  std::size_t estimate(const QueryNode& node);
  // Fills `own`, its rows' `values` (by the best reading in the text), `in_title` and `weak`; `found` stays as it is.
  // Returns what the titles say, for each row of `in_title`. `candidates`: if not null, only these rows matter.
  std::vector<float> read(LeafMatches& leaf, const Bitmap* candidates);

  // Of the leaf that was read last: what it is worth in attachments; some may be there twice, and not in their order.
  const RowValues& of_attachments() const { return attachments_; }
  // Documents of a meeting on a day that the query names; without size if it names none.
  const Bitmap& of_date() const { return of_date_; }

 private:
  // A term that the leaf may be read by.
  struct Reading {
    TermRows rows;
    float weight;
    bool title;   // what it says is said of the title
    bool narrow;  // few of its rows are candidates
  };
  // What was read of a range of rows: the values of those that the leaf has, and of those whose title has it.
  struct Part {
    std::vector<float> values, titles;
    RowValues attachments;
  };
  void add_reading(std::vector<Reading>& readings, std::string term, double weight, bool title = false);
  std::size_t work_of(const std::vector<Reading>& readings) const;
  std::vector<Reading> in_range(const std::vector<Reading>& readings, RowRange range) const;
  std::vector<float> read_all(LeafMatches& leaf, std::vector<Reading>& readings);
  Part read_range(LeafMatches& leaf, std::vector<Reading>& readings, RowRange range, std::size_t lane,
                  Deadline& deadline) const;
  void read_block(Reading& reading, Row first, Row end, LeafBlock& block) const;
  void read_candidates(Reading& reading, Row first, Row end, LeafBlock& block) const;
  void add_batch(const Reading& reading, std::size_t size, Row first, LeafBlock& block) const;
  void take_block(LeafMatches& leaf, Row first, LeafBlock& block, Part& part) const;
  float worth(Row row, std::uint32_t count) const;

  std::vector<float> read_word(LeafMatches& leaf, const analyzers::QueryWord& word);
  void add(const RowValues& more, LeafMatches& leaf);
  void read_near(LeafMatches& leaf, const analyzers::NearRule& rule);
  void read_date(LeafMatches& leaf, const analyzers::Term& term);
  void read_phrase(LeafMatches& leaf);
  std::vector<float> read_prefix(LeafMatches& leaf);

  using Terms = std::vector<analyzers::Term>;
  std::size_t estimate(const std::vector<Terms>& groups, std::optional<corpus::Field> field) const;
  std::size_t frequency(std::string term);

  const OpenGeneration& generation_;
  const Rows& rows_;
  const Postings& postings_;
  PositionReader positions_;
  LeafBlocks& blocks_;
  SpareProcessors* spare_;
  Deadline& deadline_;
  Language lang_;
  std::vector<Notice>& notices_;
  float most_, short_, long_;  // BM25's figures
  const Bitmap* candidates_ = nullptr;
  std::size_t candidate_count_ = 0;
  Bitmap of_date_;
  RowValues attachments_;
  std::unordered_map<std::string, TermRows> opened_;  // lists that are going to be read
};

}  // namespace opslag::searchd
