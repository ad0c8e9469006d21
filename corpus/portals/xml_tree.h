// A small XML document as a tree of plain structs, for portals' manifests.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/attachments/extract.h"

namespace opslag::corpus {

struct XmlNode {
  std::string name;                                             // without its prefix; empty: a piece of text
  std::string text;                                             // of a piece of text, references resolved
  std::vector<std::pair<std::string, std::string>> attributes;  // names NFC, without their prefix
  std::vector<XmlNode> children;                                // elements and pieces of text, in the document's order

  // Values without white space at the ends, NFC. Names are compared whole; all are empty where there is nothing.
  std::string attribute(std::string_view wanted) const;
  const XmlNode* child(std::string_view wanted) const;  // the first; nullptr if there is none
  std::vector<const XmlNode*> all(std::string_view wanted) const;
  std::string value(std::string_view wanted) const;  // the first child's text
  // The first element of that name below this one, level by level; elements named `beyond` are not entered.
  const XmlNode* find(std::string_view wanted, std::string_view beyond = {}) const;
  std::string value_below(std::string_view wanted, std::string_view beyond = {}) const;  // its text

  std::string plain() const;  // all text below, as it stands
  // What is below as a piece of HTML: text alone is taken for markup that was escaped, or for plain text whose lines
  // count; elements are taken for markup that was not escaped.
  std::string html() const;
};

// Throws ExtractionError if it is no XML, is damaged, declares a document type or entities, or is nested deeper
// than 64.
XmlNode parse_xml(std::string_view text);

// Whether a text begins as XML does, and the name of its first element without prefix; empty if it does not.
std::string xml_root(std::string_view text);

}  // namespace opslag::corpus
