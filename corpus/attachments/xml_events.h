// XML as a sequence of events: the only door to the XML library. No DTD is read, no entity but XML's own five resolved.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string_view>

#include "corpus/attachments/extract.h"

namespace opslag::corpus {

// An element's attributes; names with their prefix, as written.
class XmlAttributes {
 public:
  virtual ~XmlAttributes() = default;
  virtual std::string_view get(std::string_view name) const = 0;  // empty if absent
  virtual void each(const std::function<void(std::string_view name, std::string_view value)>& visit) const = 0;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // `name` without its prefix ("w:t" → "t"). Returns false to pass over the element with all that it holds.
  virtual bool start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view text) = 0;
};

// Walks a document. Throws ExtractionError if it has a DOCTYPE, is nested deeper than the limit, or is no XML at all;
// what can be read of a damaged document is given first, then the error is thrown.
void walk_xml(std::string_view bytes, const ExtractionLimits& limits, XmlHandler& handler);

}  // namespace opslag::corpus
