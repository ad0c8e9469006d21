// Walks a pugixml document without recursion.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/xml_events.h"

#include <pugixml.hpp>
#include <string>

#include "analyzers/text.h"

namespace opslag::corpus {
namespace {

class Attributes : public XmlAttributes {
 public:
  explicit Attributes(pugi::xml_node node) : node_(node) {}
  std::string_view get(std::string_view name) const override {
    for (const pugi::xml_attribute& attribute : node_.attributes()) {
      if (name == attribute.name()) return attribute.value();
    }
    return {};
  }
  void each(const std::function<void(std::string_view, std::string_view)>& visit) const override {
    for (const pugi::xml_attribute& attribute : node_.attributes()) visit(attribute.name(), attribute.value());
  }

 private:
  pugi::xml_node node_;
};

std::string_view local_name(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Where a tag that begins at `at` ends: its '>', those in quoted values not counted. npos if it doesn't end.
std::size_t end_of_tag(std::string_view bytes, std::size_t at) {
  for (;;) {
    at = bytes.find_first_of("\"'>", at);
    if (at == std::string_view::npos || bytes[at] == '>') return at;
    at = bytes.find(bytes[at], at + 1);
    if (at == std::string_view::npos) return at;
    ++at;
  }
}

// pugixml frees its tree by recursion, so depth is bounded before it is built. Every byte is looked at once.
void refuse_deep_or_declared(std::string_view bytes, std::size_t limit) {
  std::size_t depth = 0;
  for (std::size_t at = bytes.find('<'); at != std::string_view::npos; at = bytes.find('<', at + 1)) {
    const std::string_view tag = bytes.substr(at, 9);
    if (tag.starts_with("<!DOCTYPE")) throw ExtractionError("XML with a document type declaration is refused");
    if (tag.starts_with("<![CDATA[")) {
      at = bytes.find("]]>", at);
    } else if (tag.starts_with("<!--")) {
      at = bytes.find("-->", at + 4);
    } else if (tag.starts_with("<?")) {
      at = bytes.find("?>", at);
    } else if (tag.starts_with("</")) {
      if (depth > 0) --depth;
    } else {
      const auto close = end_of_tag(bytes, at);
      if (close != std::string_view::npos && bytes[close - 1] != '/' && ++depth > limit)
        throw ExtractionError("XML nested too deeply");
      at = close;
    }
    if (at == std::string_view::npos) return;
  }
}

}  // namespace

void walk_xml(std::string_view bytes, const ExtractionLimits& limits, XmlHandler& handler) {
  std::string decoded;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) bytes = decoded = analyzers::decode(bytes).text;
  refuse_deep_or_declared(bytes, limits.xml_depth);
  pugi::xml_document document;
  constexpr unsigned kOptions = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata;
  const pugi::xml_parse_result result = document.load_buffer(bytes.data(), bytes.size(), kOptions, pugi::encoding_utf8);
  pugi::xml_node node = document.first_child();
  while (node) {
    bool inside = false;
    if (node.type() == pugi::node_element) {
      inside = handler.start(local_name(node.name()), Attributes(node));
      if (!(inside && node.first_child())) {
        if (inside) handler.end(local_name(node.name()));
        inside = false;
      }
    } else if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
      handler.text(node.value());
    }
    if (inside) {
      node = node.first_child();
      continue;
    }
    while (node && !node.next_sibling()) {
      node = node.parent();
      if (node == document)
        return result ? void() : throw ExtractionError("damaged XML: " + std::string(result.description()));
      handler.end(local_name(node.name()));
    }
    node = node.next_sibling();
  }
  if (!result) throw ExtractionError("damaged XML: " + std::string(result.description()));
}

}  // namespace opslag::corpus
