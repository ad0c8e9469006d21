// What an OpenDocument text's styles say: the numbers of its lists and headings, the space between its paragraphs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/attachments/list_numbering.h"
#include "corpus/attachments/xml_events.h"

namespace opslag::corpus {

// The list that numbers headings.
inline const std::string kHeadingList = "\x01";

// Reads styles.xml, and the automatic styles at the head of content.xml.
class OpenStyles : public XmlHandler {
 public:
  bool start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view) override {}

  // Do paragraphs of these styles stand apart? Without styles all do.
  bool apart(const std::string& style, const std::string& next_style) const;
  ListNumbering& numbers() { return numbers_; }

 private:
  struct Space {
    std::optional<double> above, below;  // points
    std::string parent;
  };
  Space resolved(const std::string& style) const;
  void take_space(const XmlAttributes& attributes);
  void take_level(const XmlAttributes& attributes);

  ListNumbering numbers_;
  std::map<std::string, Space> spaces_;  // by style; "": the default
  std::optional<std::string> style_, list_;
  NumberingLevels levels_;
};

}  // namespace opslag::corpus
