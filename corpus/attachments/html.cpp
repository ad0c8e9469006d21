// HTML through gumbo, an HTML5 parser: what a reader would see, blocks on lines of their own, table cells apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gumbo.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzers/text.h"
#include "corpus/attachments/extractors.h"
#include "corpus/attachments/html.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kMostNested = 400;  // gumbo frees its tree by recursion

struct Frame {
  const GumboNode* node;
  unsigned next = 0;
};

bool is_hidden(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_TITLE:
      return true;
    default:
      return false;
  }
}

bool is_inline(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_DATA:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_U:
    case GUMBO_TAG_VAR:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_UNKNOWN:
    case GUMBO_TAG_IMG:
      return true;
    default:
      return false;
  }
}

void open_element(GumboTag tag, TextSink& sink) {
  if (tag == GUMBO_TAG_BR) return sink.line_break();
  if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH || is_inline(tag)) return;
  if (tag == GUMBO_TAG_LI || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_OPTION)
    return sink.line_break();
  sink.paragraph_break();
}

void close_element(GumboTag tag, TextSink& sink) {
  if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) return sink.cell_break();
  open_element(tag, sink);
}

void add_text(std::string_view text, TextSink& sink) {
  std::string line;
  bool space = false;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
      space = true;
      continue;
    }
    if (space) line += ' ';
    space = false;
    line += c;
  }
  if (space) line += ' ';
  if (line != " ")
    sink.add(line);
  else
    sink.add(" ");
}

// Lines as they stand; what lies empty between them is one empty line.
void add_preformatted(std::string_view text, TextSink& sink) {
  bool empty = false;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    std::string_view line = text.substr(from, to - from);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (from > 0) empty ? sink.paragraph_break() : sink.line_break();
    empty = from > 0 && line.empty();
    sink.add(line);
    from = to + 1;
  }
}

// Unclosed tags nest as deep as a hostile page likes, and the parser's clean-up is recursive.
void refuse_deep(std::string_view html) {
  std::size_t depth = 0, deepest = 0;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const char next = at + 1 < html.size() ? html[at + 1] : ' ';
    if (next == '/' && depth > 0) --depth;
    const bool opens = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    const std::string_view tag = html.substr(at + 1, 3);
    const bool empty = tag.starts_with("br") || tag.starts_with("p>") || tag.starts_with("li") ||
                       tag.starts_with("hr") || tag.starts_with("img") || tag.starts_with("met") ||
                       tag.starts_with("lin") || tag.starts_with("inp") || tag.starts_with("td") ||
                       tag.starts_with("tr") || tag.starts_with("p ") || tag.starts_with("col");
    if (opens && !empty) deepest = std::max(deepest, ++depth);
  }
  if (deepest > kMostNested * 10) throw ExtractionError("HTML nested too deeply");
}

struct OutputOwner {
  explicit OutputOwner(const std::string& html)
      : output(gumbo_parse_with_options(&options, html.data(), html.size())) {}
  ~OutputOwner() { gumbo_destroy_output(&options, output); }
  OutputOwner(const OutputOwner&) = delete;
  OutputOwner& operator=(const OutputOwner&) = delete;
  GumboOptions options = kGumboDefaultOptions;
  GumboOutput* output;
};

bool is_text(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT;
}

bool is_preformatted(const GumboNode* node) {
  return is_element(node) && (node->v.element.tag == GUMBO_TAG_PRE || node->v.element.tag == GUMBO_TAG_TEXTAREA);
}

// Which marks of lists are text: none, the numbers of numbered lists, or bullets too.
enum class ListMarks { none, numbers, all };

// What stands before a list's items; counts as it goes.
class ListCounter {
 public:
  explicit ListCounter(ListMarks marks) : marks_(marks) {}

  std::string next_mark(const GumboNode* item) {
    const GumboNode* list = item->parent;
    const bool numbered = list != nullptr && is_element(list) && list->v.element.tag == GUMBO_TAG_OL;
    if (marks_ == ListMarks::none || (!numbered && marks_ == ListMarks::numbers)) return {};
    if (!numbered) return "• ";
    const auto [counter, fresh] = last_.try_emplace(list, 0);
    if (fresh) counter->second = number(list, "start", 1) - 1;
    counter->second = number(item, "value", counter->second + 1);
    const int shown = counter->second;
    const GumboAttribute* type = gumbo_get_attribute(&list->v.element.attributes, "type");
    const bool letters = type != nullptr && (type->value[0] | 32) == 'a' && shown >= 1 && shown <= 26;
    return (letters ? std::string(1, static_cast<char>('a' + shown - 1)) : std::to_string(shown)) + ". ";
  }

 private:
  static int number(const GumboNode* node, const char* name, int otherwise) {
    const GumboAttribute* attribute = gumbo_get_attribute(&node->v.element.attributes, name);
    return attribute == nullptr ? otherwise : std::clamp(std::atoi(attribute->value), -9999, 999999);
  }

  ListMarks marks_;
  std::unordered_map<const GumboNode*, int> last_;
};

bool is_child_of_item(const GumboNode* node) {
  return node->parent != nullptr && is_element(node->parent) && node->parent->v.element.tag == GUMBO_TAG_LI;
}

// Whether a block is the first, or the last, in a table's cell, or the first in a list's item: what breaks lines there
// would take the row apart, or the item from its number.
bool is_at_edge(const GumboNode* node, bool first) {
  const GumboNode* cell = node->parent;
  if (cell == nullptr || !is_element(cell) || node->v.element.tag == GUMBO_TAG_TABLE) return false;
  const GumboTag tag = cell->v.element.tag;
  if (tag != GUMBO_TAG_TD && tag != GUMBO_TAG_TH && !(first && tag == GUMBO_TAG_LI)) return false;
  const GumboVector& children = cell->v.element.children;
  for (unsigned i = 0; i < children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(children.data[first ? i : children.length - 1 - i]);
    if (child == node) return true;
    if (child->type != GUMBO_NODE_WHITESPACE && child->type != GUMBO_NODE_COMMENT) return false;
  }
  return false;
}

// The foot of a page, or of printed pages as word processors write it.
bool is_foot(const GumboNode* node) {
  if (!is_element(node)) return false;
  if (node->v.element.tag == GUMBO_TAG_FOOTER) return true;
  const GumboAttribute* title = gumbo_get_attribute(&node->v.element.attributes, "title");
  return node->v.element.tag == GUMBO_TAG_DIV && title != nullptr && std::string_view(title->value) == "footer";
}

// With `feet`, the feet of the page are put there and are no text.
void add_subtree(const GumboNode* root, TextSink& sink, ListMarks marks,
                 std::vector<const GumboNode*>* feet = nullptr) {
  if (is_text(root)) return add_text(root->v.text.text, sink);
  if (!is_element(root) || is_hidden(root->v.element.tag)) return;
  open_element(root->v.element.tag, sink);
  std::vector<Frame> open{{root}};
  ListCounter lists(marks);
  std::size_t preformatted = is_preformatted(root) ? 1 : 0;  // how many of the open elements are
  while (!open.empty()) {
    Frame& frame = open.back();
    const GumboVector& children = frame.node->v.element.children;
    if (frame.next >= children.length) {
      if (is_preformatted(frame.node)) --preformatted;
      if (!is_at_edge(frame.node, false)) close_element(frame.node->v.element.tag, sink);
      open.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[frame.next++]);
    if (child->type == GUMBO_NODE_WHITESPACE && frame.next == 1 && is_child_of_item(child)) continue;
    if (feet != nullptr && is_foot(child)) {
      feet->push_back(child);
      sink.paragraph_break();
      continue;
    }
    if (is_text(child)) {
      preformatted > 0 ? add_preformatted(child->v.text.text, sink) : add_text(child->v.text.text, sink);
    } else if (is_element(child) && !is_hidden(child->v.element.tag)) {
      if (!is_at_edge(child, true)) open_element(child->v.element.tag, sink);
      if (child->v.element.tag == GUMBO_TAG_LI) sink.add(lists.next_mark(child));
      if (is_preformatted(child)) ++preformatted;
      open.push_back({child});
    }
  }
}

std::string text_of(TextSink& sink) {
  std::string text;
  for (Page& page : sink.take()) text += page.text;
  const auto from = text.find_first_not_of(" \t\n");
  if (from == std::string::npos) return {};
  return analyzers::nfc(std::string_view(text).substr(from, text.find_last_not_of(" \t\n") + 1 - from));
}

bool is_heading(const GumboNode* node) {
  return is_element(node) && node->v.element.tag >= GUMBO_TAG_H1 && node->v.element.tag <= GUMBO_TAG_H6;
}

bool wraps_headings(const GumboNode* node) {
  if (!is_element(node) || node->v.element.tag != GUMBO_TAG_DIV) return false;
  for (unsigned i = 0; i < node->v.element.children.length; ++i) {
    if (is_heading(static_cast<const GumboNode*>(node->v.element.children.data[i]))) return true;
  }
  return false;
}

const GumboNode* find_id(const GumboNode* root, std::string_view id) {
  std::vector<const GumboNode*> open{root};
  while (!open.empty()) {
    const GumboNode* node = open.back();
    open.pop_back();
    if (!is_element(node)) continue;
    const GumboAttribute* attribute = gumbo_get_attribute(&node->v.element.attributes, "id");
    if (attribute != nullptr && attribute->value == id) return node;
    for (unsigned i = node->v.element.children.length; i > 0; --i)
      open.push_back(static_cast<const GumboNode*>(node->v.element.children.data[i - 1]));
  }
  return nullptr;
}

const GumboNode* body_of(const GumboNode* root) {
  for (unsigned i = 0; i < root->v.element.children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(root->v.element.children.data[i]);
    if (is_element(child) && child->v.element.tag == GUMBO_TAG_BODY) return child;
  }
  return root;
}

// Walks the children of a container, descending into wrappers, and cuts at headings.
class SectionCutter {
 public:
  explicit SectionCutter(const ExtractionLimits& limits) : limits_(limits), sink_(limits) {}

  void walk(const GumboNode* container) {
    for (unsigned i = 0; i < container->v.element.children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(container->v.element.children.data[i]);
      if (is_heading(child))
        begin(child);
      else if (wraps_headings(child))
        walk(child);
      else
        add_subtree(child, sink_, ListMarks::all);
    }
  }
  std::vector<HtmlSection> finish() {
    cut();
    return std::move(sections_);
  }

 private:
  void begin(const GumboNode* heading) {
    cut();
    TextSink title(limits_);
    add_subtree(heading, title, ListMarks::none);
    heading_ = text_of(title);
    has_heading_ = true;
  }
  void cut() {
    std::string text = text_of(sink_);
    sink_ = TextSink(limits_);
    if (has_heading_ || !text.empty()) sections_.push_back({heading_, std::move(text)});
    heading_.clear();
    has_heading_ = false;
  }

  ExtractionLimits limits_;
  TextSink sink_;
  std::vector<HtmlSection> sections_;
  std::string heading_;
  bool has_heading_ = false;
};

}  // namespace

std::vector<HtmlSection> html_sections(std::string_view html, std::string_view id, const ExtractionLimits& limits) {
  const std::string valid = analyzers::valid_utf8(html);
  refuse_deep(valid);
  const OutputOwner parsed(valid);
  const GumboNode* container = id.empty() ? nullptr : find_id(parsed.output->root, id);
  SectionCutter cutter(limits);
  cutter.walk(container != nullptr ? container : body_of(parsed.output->root));
  return cutter.finish();
}

std::string html_text(std::string_view html, const ExtractionLimits& limits) {
  const std::string valid = analyzers::valid_utf8(html);
  refuse_deep(valid);
  const OutputOwner parsed(valid);
  TextSink sink(limits);
  add_subtree(parsed.output->root, sink, ListMarks::all);
  return text_of(sink);
}

void extract_html(std::string_view bytes, TextSink& sink) {
  const std::string html = analyzers::decode(bytes).text;
  refuse_deep(html);
  const OutputOwner parsed(html);
  sink.new_page();
  std::vector<const GumboNode*> feet;
  add_subtree(parsed.output->root, sink, ListMarks::numbers, &feet);
  TextSink foot(sink.limits());
  for (const GumboNode* node : feet) add_subtree(node, foot, ListMarks::numbers);
  for (const Page& page : foot.take()) add_feet({page.text}, sink);
}

}  // namespace opslag::corpus
