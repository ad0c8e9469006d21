// The query tree: printing, walking, deciding.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/query_tree.h"

#include <algorithm>

namespace opslag::searchd {
namespace {

std::string_view danish_name(const QueryNode& node) {
  if (node.facet) {
    switch (*node.facet) {
      case corpus::Facet::committee:
        return "udvalg";
      case corpus::Facet::municipality:
        return "kommune";
      case corpus::Facet::topic:
        return "emne";
      case corpus::Facet::decision:
        return "beslutning";
      case corpus::Facet::year:
        return "år";
      default:
        return corpus::name_of(*node.facet);
    }
  }
  if (!node.field) return {};
  const std::string_view names = corpus::spec(*node.field).query_names;
  return names.substr(0, names.find(' '));
}

bool needs_quotes(std::string_view text) {
  return text.find_first_of(" \t\n\r()\"*") != std::string_view::npos || text.front() == '-';
}

std::string joined(const std::vector<QueryNode>& children, std::string_view separator) {
  std::string text;
  for (const QueryNode& child : children) {
    if (!text.empty()) text += separator;
    const bool group = child.kind == NodeKind::any || (child.kind == NodeKind::all && separator != " ");
    text += group ? "(" + to_string(child) + ")" : to_string(child);
  }
  return text;
}

std::string leaf_text(const QueryNode& node) {
  std::string text(danish_name(node));
  if (!text.empty()) text += ':';
  if (node.kind == NodeKind::phrase) return text + '"' + node.text + '"';
  if (node.kind == NodeKind::prefix) return text + node.text + '*';
  // Capitals would be read as an operator, a word of several parts in a field as several words.
  if (node.text == "OR" || node.text == "AND" || node.text == "NOT") {
    text += static_cast<char>(node.text[0] + ('a' - 'A'));
    for (std::size_t i = 1; i < node.text.size(); ++i) text += static_cast<char>(node.text[i] + ('a' - 'A'));
    return text;
  }
  if ((node.facet || node.field) && !node.text.empty() && needs_quotes(node.text)) return text + '"' + node.text + '"';
  return text + node.text;
}

bool holds_from(const QueryNode& node, const std::function<bool(std::size_t)>& found, std::size_t& next) {
  if (is_leaf(node)) return found(next++);
  // Every child is asked, so that leaves keep their numbers.
  bool all = true, any = false;
  for (const QueryNode& child : node.children) {
    const bool one = holds_from(child, found, next);
    all = all && one;
    any = any || one;
  }
  if (node.kind == NodeKind::exclude) return !any;
  return node.kind == NodeKind::any ? any : all;
}

void visit_leaves(const QueryNode& node, bool excluded, const std::function<void(const QueryNode&, bool)>& visit) {
  if (is_leaf(node)) return visit(node, excluded);
  for (const QueryNode& child : node.children) {
    visit_leaves(child, excluded != (node.kind == NodeKind::exclude), visit);
  }
}

}  // namespace

std::string to_string(const QueryNode& node) {
  switch (node.kind) {
    case NodeKind::all:
      return joined(node.children, " ");
    case NodeKind::any:
      return joined(node.children, " OR ");
    case NodeKind::exclude: {
      const QueryNode& child = node.children.front();
      const bool one = is_leaf(child) && (child.kind != NodeKind::word || !needs_quotes(child.text));
      return one ? "-" + to_string(child) : "-(" + to_string(child) + ")";
    }
    default:
      return leaf_text(node);
  }
}

bool is_leaf(const QueryNode& node) {
  return node.kind != NodeKind::all && node.kind != NodeKind::any && node.kind != NodeKind::exclude;
}

void each_leaf(const QueryNode& root, const std::function<void(const QueryNode&, bool)>& visit) {
  visit_leaves(root, false, visit);
}

bool holds(const QueryNode& root, const std::function<bool(std::size_t)>& found) {
  std::size_t next = 0;
  return holds_from(root, found, next);
}

std::vector<analyzers::Term> phrase_terms(const analyzers::QueryWord& word) {
  using analyzers::Rule;
  std::vector<analyzers::Term> terms;
  for (const analyzers::Alternative& alternative : word.alternatives) {
    const bool own = alternative.rule == Rule::exact || alternative.rule == Rule::lemma ||
                     alternative.rule == Rule::folding || alternative.rule == Rule::spelling ||
                     alternative.rule == Rule::suspended_hyphen;
    if (own && corpus::has_positions(alternative.term.kind)) terms.push_back(alternative.term);
  }
  if (terms.empty()) {
    for (const analyzers::Alternative& alternative : word.alternatives) {
      if (corpus::has_positions(alternative.term.kind)) terms.push_back(alternative.term);
    }
  }
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

}  // namespace opslag::searchd
