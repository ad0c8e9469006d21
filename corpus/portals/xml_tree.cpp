// Builds the tree from the events of corpus/attachments/xml_events.h, whose limits hold.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/portals/xml_tree.h"

#include <deque>

#include "analyzers/text.h"
#include "corpus/attachments/xml_events.h"
#include "corpus/minutes/lines.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kDeepest = 64;

std::string_view without_prefix(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_declaration(std::string_view name) {
  return name == "xmlns" || name.starts_with("xmlns:");
}

class TreeBuilder : public XmlHandler {
 public:
  explicit TreeBuilder(XmlNode& top) { open_.push_back(&top); }

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    XmlNode node;
    node.name = analyzers::nfc(name);
    attributes.each([&](std::string_view key, std::string_view value) {
      if (!is_declaration(key)) node.attributes.emplace_back(analyzers::nfc(without_prefix(key)), value);
    });
    open_.back()->children.push_back(std::move(node));
    open_.push_back(&open_.back()->children.back());
    return true;
  }
  void end(std::string_view) override { open_.pop_back(); }
  void text(std::string_view text) override {
    XmlNode node;
    node.text = text;
    open_.back()->children.push_back(std::move(node));
  }

 private:
  std::vector<XmlNode*> open_;  // a node's children don't move while one of them is open
};

std::string clean(std::string_view text) {
  return analyzers::nfc(minutes::trim(text));
}

void add_plain(const XmlNode& node, std::string& out) {
  out += node.text;
  for (const XmlNode& child : node.children) add_plain(child, out);
}

void add_escaped(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
}

void add_markup(const XmlNode& node, std::string& out) {
  if (node.name.empty()) return add_escaped(node.text, out);
  (out += '<') += node.name;
  out += '>';
  for (const XmlNode& child : node.children) add_markup(child, out);
  ((out += "</") += node.name) += '>';
}

// "<p>", "</td", "<br/>": what plain text doesn't hold.
bool has_tags(std::string_view text) {
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    const char after = at + 2 < text.size() ? text[at + 2] : ' ';
    if (is_letter(next) || next == '!' || (next == '/' && is_letter(after)))
      return text.find('>', at) != std::string_view::npos;
  }
  return false;
}

// "&nbsp;" "&#248;": HTML's own references, which were escaped once more.
bool is_reference(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && end - at < 10 &&
         (is_letter(text[end]) || text[end] == '#' || minutes::is_digit(text[end])))
    ++end;
  return end > at + 2 && end < text.size() && text[end] == ';';
}

// Plain text as HTML: every line end breaks the line.
std::string lines_as_html(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n')
      out += "<br>";
    else if (text[at] == '&' && is_reference(text, at))
      out += '&';
    else
      add_escaped(text.substr(at, 1), out);
  }
  return out;
}

}  // namespace

std::string XmlNode::attribute(std::string_view wanted) const {
  for (const auto& [key, value] : attributes) {
    if (key == wanted) return clean(value);
  }
  return {};
}

const XmlNode* XmlNode::child(std::string_view wanted) const {
  for (const XmlNode& node : children) {
    if (node.name == wanted) return &node;
  }
  return nullptr;
}

std::vector<const XmlNode*> XmlNode::all(std::string_view wanted) const {
  std::vector<const XmlNode*> found;
  for (const XmlNode& node : children) {
    if (node.name == wanted) found.push_back(&node);
  }
  return found;
}

std::string XmlNode::value(std::string_view wanted) const {
  const XmlNode* found = child(wanted);
  return found == nullptr ? std::string() : clean(found->plain());
}

const XmlNode* XmlNode::find(std::string_view wanted, std::string_view beyond) const {
  std::deque<const XmlNode*> open{this};
  for (; !open.empty(); open.pop_front()) {
    for (const XmlNode& node : open.front()->children) {
      if (node.name == wanted) return &node;
      if (!node.name.empty() && (beyond.empty() || node.name != beyond)) open.push_back(&node);
    }
  }
  return nullptr;
}

std::string XmlNode::value_below(std::string_view wanted, std::string_view beyond) const {
  const XmlNode* found = find(wanted, beyond);
  return found == nullptr ? std::string() : clean(found->plain());
}

std::string XmlNode::plain() const {
  std::string all;
  add_plain(*this, all);
  return all;
}

std::string XmlNode::html() const {
  bool elements = false;
  for (const XmlNode& node : children) elements = elements || !node.name.empty();
  if (!elements) {
    const std::string all = plain();
    return has_tags(all) ? all : lines_as_html(minutes::trim(all));
  }
  std::string out;
  for (const XmlNode& node : children) add_markup(node, out);
  return out;
}

XmlNode parse_xml(std::string_view text) {
  ExtractionLimits limits;
  limits.xml_depth = kDeepest;
  XmlNode document;
  TreeBuilder builder(document);
  walk_xml(text, limits, builder);
  for (XmlNode& node : document.children) {
    if (!node.name.empty()) return std::move(node);
  }
  throw ExtractionError("damaged XML: it has no element");
}

std::string xml_root(std::string_view text) {
  constexpr std::size_t kLook = 64 << 10;
  text = text.substr(0, kLook);
  for (std::size_t at = 0;;) {
    at = text.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos || text[at] != '<') return {};
    const std::string_view rest = text.substr(at);
    const std::string_view close = rest.starts_with("<?") ? "?>" : rest.starts_with("<!--") ? "-->" : "";
    if (close.empty()) {
      const auto end = std::min(rest.find_first_of(" \t\r\n/>", 1), rest.size());
      const std::string_view name = rest.substr(1, end - 1);
      return end == rest.size() || name.empty() || name[0] == '!' ? std::string() : std::string(without_prefix(name));
    }
    at = text.find(close, at);
    if (at == std::string_view::npos) return {};
    at += close.size();
  }
}

}  // namespace opslag::corpus
