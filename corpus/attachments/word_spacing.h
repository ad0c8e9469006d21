// The space between a DOCX's paragraphs, which says whether they stand apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/attachments/xml_events.h"

namespace opslag::corpus {

// Of a paragraph or of a style, in twentieths of a point; what is absent is its style's.
struct WordSpace {
  std::optional<int> before, after;
  std::optional<bool> contextual;  // none between paragraphs of one style

  // Takes what an element of w:pPr says of it.
  void take(std::string_view element, const XmlAttributes& attributes);
  void fill_from(const WordSpace& other);
};

class WordSpacing {
 public:
  // styles.xml, empty if absent. Throws ExtractionError if it is not readable XML.
  WordSpacing(std::string_view styles_xml, const ExtractionLimits& limits);

  // Do two paragraphs stand apart? Without styles all do. `style`: its id, empty for the default one.
  bool apart(const std::string& style, const WordSpace& own, const std::string& next_style,
             const WordSpace& next) const;

 private:
  WordSpace resolved(const std::string& style, WordSpace own) const;

  bool known_ = false;
  std::map<std::string, WordSpace> styles_;
  std::map<std::string, std::string> based_on_;
  std::string default_style_;
  WordSpace default_;
};

}  // namespace opslag::corpus
