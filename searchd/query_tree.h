// A query as a tree: what was understood of what a person typed. Prints itself in our own syntax
// (docs/query_syntax.md). SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/query_word.h"
#include "corpus/schema.h"

namespace opslag::searchd {

enum class NodeKind : std::uint8_t {
  all,      // every child; without children: everything
  any,      // one of the children, two or more
  exclude,  // not its one child
  word,     // one word, in any form
  phrase,   // its words in this order, one after the other
  prefix,   // words that begin like this
  facet,    // a facet's values, by name
};

struct QueryNode {
  NodeKind kind = NodeKind::all;
  std::string text;                         // leaves: as typed, without quotes, star and field; valid UTF-8
  std::optional<corpus::Field> field;       // word, phrase, prefix: only in this field
  std::optional<corpus::Facet> facet;       // facet: which one
  std::vector<analyzers::QueryWord> words;  // word: one; phrase: one or more
  std::vector<QueryNode> children;
};

// The query in our own syntax; parsing that again gives the same tree. Everything prints as "".
std::string to_string(const QueryNode& node);

bool is_leaf(const QueryNode& node);
// Every leaf with whether an odd number of exclusions is above it, from left to right.
void each_leaf(const QueryNode& root, const std::function<void(const QueryNode&, bool excluded)>& visit);
// Whether the tree holds, given what each leaf (numbered from left to right, as each_leaf visits them) says.
bool holds(const QueryNode& root, const std::function<bool(std::size_t leaf)>& found);

// A query word's terms that a phrase may go by: its own forms, with positions in the index, no wider readings.
std::vector<analyzers::Term> phrase_terms(const analyzers::QueryWord& word);

}  // namespace opslag::searchd
