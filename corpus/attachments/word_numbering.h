// The numbers that Word shows before headings and list items, which a DOCX only describes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "corpus/attachments/extract.h"
#include "corpus/attachments/list_numbering.h"

namespace opslag::corpus {

// A paragraph's place in a list; `list` empty: none.
struct ListPlace {
  std::string list;  // numId
  std::size_t level = 0;
};

// Counts as it goes through the document; not thread-safe.
class WordNumbering {
 public:
  // Parts of the package, empty if absent. Throws ExtractionError if they are not readable XML.
  WordNumbering(std::string_view numbering_xml, std::string_view styles_xml, const ExtractionLimits& limits);

  // The list that paragraphs of a style belong to.
  ListPlace place_of_style(const std::string& style) const;
  // The next label at that place: "2.1", "b)"; empty for bullets and unknown lists.
  std::string next_label(const ListPlace& place);

 private:
  ListNumbering numbers_;                     // by abstractNumId
  std::map<std::string, std::string> lists_;  // numId → abstractNumId
  std::map<std::string, ListPlace> styles_;
  std::map<std::string, std::string> based_on_;
};

}  // namespace opslag::corpus
