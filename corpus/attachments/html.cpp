// HTML through gumbo, an HTML5 parser: what a reader would see, blocks on lines of their own, table cells apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gumbo.h>

#include <string>
#include <vector>

#include "analyzers/text.h"
#include "corpus/attachments/extractors.h"

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

}  // namespace

void extract_html(std::string_view bytes, TextSink& sink) {
  const std::string html = analyzers::decode(bytes).text;
  refuse_deep(html);
  GumboOptions options = kGumboDefaultOptions;
  GumboOutput* output = gumbo_parse_with_options(&options, html.data(), html.size());
  std::vector<Frame> open{{output->root}};
  sink.new_page();
  while (!open.empty()) {
    Frame& frame = open.back();
    const GumboVector& children = frame.node->v.element.children;
    if (frame.next >= children.length) {
      close_element(frame.node->v.element.tag, sink);
      open.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[frame.next++]);
    if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_WHITESPACE || child->type == GUMBO_NODE_CDATA) {
      add_text(child->v.text.text, sink);
    } else if (child->type == GUMBO_NODE_ELEMENT && !is_hidden(child->v.element.tag)) {
      open_element(child->v.element.tag, sink);
      open.push_back({child});
    }
  }
  gumbo_destroy_output(&options, output);
}

}  // namespace opslag::corpus
