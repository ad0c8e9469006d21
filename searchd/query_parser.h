// Reads what a person typed into a tree (docs/query_syntax.md). Never refuses: what can't be parsed is plain words.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "searchd/notices.h"
#include "searchd/query_tree.h"

namespace opslag::searchd {

struct ParsedQuery {
  QueryNode root;  // NodeKind::all without children: everything
  std::vector<Notice> notices;
};

// Plain text → its words: Analyzer::analyze_query.
using WordReader = std::function<std::vector<analyzers::QueryWord>(std::string_view)>;

// Any bytes are taken. The limits of searchd/search_request.h hold: what is over them is cut, and a notice says so.
ParsedQuery parse_query(std::string_view query, const WordReader& read_words, Language lang = Language::da);

// What a name before a colon means: a searchable field or a facet. Any case; Danish and English names.
struct NamedField {
  std::optional<corpus::Field> field;
  std::optional<corpus::Facet> facet;
};
std::optional<NamedField> field_named(std::string_view name);

}  // namespace opslag::searchd
