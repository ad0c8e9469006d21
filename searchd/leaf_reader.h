// Reads what one leaf of a query finds from the postings: which documents, and what it is worth in each.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "searchd/notices.h"
#include "searchd/position_reader.h"
#include "searchd/query_runner.h"

namespace opslag::searchd {

// What the leaf being read is worth in each row; zero between leaves.
struct LeafScores {
  std::vector<float> partial;  // by its best reading in the text
  std::vector<float> title;    // in the title
};

// For one query. `candidates`: if not null, only these rows matter from here on.
class LeafReader {
 public:
  LeafReader(const OpenGeneration& generation, const Postings& postings, const Ranking& ranking, LeafScores& scores,
             Deadline& deadline, Language lang, std::vector<Notice>& notices);

  // Adds the terms that it is going to read, or most of them.
  static void add_terms(const QueryNode& node, std::vector<std::string>& terms);
  // In how many documents the leaf stands, nearly; what the postings' lists say, without reading them.
  std::size_t estimate(const QueryNode& node) const;
  // Fills `own`, `in_title` and `weak`, and the scores of the leaf's rows.
  void read(LeafMatches& leaf, const Bitmap* candidates);

  // Documents of a meeting on a day that the query names; without size if it names none.
  const Bitmap& of_date() const { return of_date_; }

 private:
  template <typename Visit>
  void each(const std::string& term, const Visit& visit);
  float worth(Row row, std::uint32_t count) const;
  bool answers(const LeafMatches& leaf, Row row) const;
  void take(LeafMatches& leaf, Row row, float value);
  void read_term(LeafMatches& leaf, const std::string& term, double weight);
  void read_word(LeafMatches& leaf, const analyzers::QueryWord& word);
  void read_title(LeafMatches& leaf, const analyzers::Alternative& alternative);
  void read_date(LeafMatches& leaf, const analyzers::Term& term);
  void read_phrase(LeafMatches& leaf);
  void read_prefix(LeafMatches& leaf);

  using Terms = std::vector<analyzers::Term>;
  void read_positions(LeafMatches& leaf, const std::vector<Terms>& groups, bool ordered, unsigned window,
                      double weight);
  std::size_t estimate(const std::vector<Terms>& groups, std::optional<corpus::Field> field) const;

  const Rows& rows_;
  const Postings& postings_;
  PositionReader positions_;
  LeafScores& scores_;
  Deadline& deadline_;
  Language lang_;
  std::vector<Notice>& notices_;
  float most_, short_, long_;  // BM25's figures
  const Bitmap* candidates_ = nullptr;
  std::size_t candidate_count_ = 0;
  Bitmap of_date_;
};

}  // namespace opslag::searchd
