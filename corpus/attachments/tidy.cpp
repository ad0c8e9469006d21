// Mends what page layout did to the text: running heads, hyphenation (hyphens.h), ligatures.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <map>
#include <string>
#include <string_view>

#include "analyzers/text.h"
#include "corpus/attachments/extractors.h"
#include "corpus/attachments/hyphens.h"
#include "corpus/attachments/running_key.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kRunningLines = 3;  // at the top and at the bottom of a page
constexpr std::size_t kFewPages = 3;      // below that, a line that repeats may well be text

struct Replacement {
  std::string_view from, to;
};
constexpr std::array kReplacements = std::to_array<Replacement>({{"\uFB00", "ff"},
                                                                 {"\uFB01", "fi"},
                                                                 {"\uFB02", "fl"},
                                                                 {"\uFB03", "ffi"},
                                                                 {"\uFB04", "ffl"},
                                                                 {"\uFB05", "st"},
                                                                 {"\uFB06", "st"},
                                                                 {"\u00AD\n", ""},
                                                                 {"\u00AD", ""},
                                                                 {"\u200B", ""},
                                                                 {"\uFEFF", ""}});

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    lines.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return lines;
}

// A line near a page's edge. Running lines stand at the same distance from it on every page; text that happens to
// repeat does not.
struct EdgeLine {
  std::size_t line;
  std::string key;
  bool upper;
};

std::vector<EdgeLine> edge_lines(const std::vector<std::string>& lines, std::size_t page) {
  std::vector<EdgeLine> filled, edges;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (std::string key = running_key(lines[i], page); !key.empty()) filled.push_back({i, std::move(key), false});
  }
  for (std::size_t i = 0; i < filled.size(); ++i) {
    const std::size_t left = filled.size() - 1 - i;
    if (i < kRunningLines) edges.push_back({filled[i].line, "top " + std::to_string(i) + filled[i].key, true});
    if (left < kRunningLines) edges.push_back({filled[i].line, "end " + std::to_string(left) + filled[i].key, false});
  }
  return edges;
}

void drop_running_lines(std::vector<Page>& pages) {
  if (pages.size() < kFewPages) return;
  std::vector<std::vector<std::string>> texts;
  std::map<std::string, std::size_t> counts;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    texts.push_back(lines_of(pages[i].text));
    for (const EdgeLine& edge : edge_lines(texts[i], i)) ++counts[edge.key];
  }
  for (std::size_t i = 1; i < pages.size(); ++i) {
    // From the edge inwards: behind a line that does not run stands text.
    const std::vector<EdgeLine> edges = edge_lines(texts[i], i);
    const auto runs = [&](const EdgeLine& edge) {
      const std::size_t count = counts[edge.key];
      return count >= kFewPages && count * 2 > pages.size();
    };
    std::vector<std::size_t> running;
    for (auto edge = edges.begin(); edge != edges.end(); ++edge) {
      if (!edge->upper) continue;
      if (!runs(*edge)) break;
      running.push_back(edge->line);
    }
    for (auto edge = edges.rbegin(); edge != edges.rend(); ++edge) {
      if (edge->upper) continue;
      if (!runs(*edge)) break;
      running.push_back(edge->line);
    }
    for (const std::size_t line : running) texts[i][line].clear();
    if (running.empty()) continue;
    std::string& text = pages[i].text;
    text.clear();
    for (const std::string& line : texts[i]) text += line + '\n';
  }
}

std::string replace_all(std::string text) {
  for (const auto& [from, to] : kReplacements) {
    std::size_t at = text.find(from);
    if (at == std::string::npos) continue;
    std::string result;
    std::size_t done = 0;
    for (; at != std::string::npos; at = text.find(from, done)) {
      result.append(text, done, at - done).append(to);
      done = at + from.size();
    }
    text = result.append(text, done);
  }
  return text;
}

}  // namespace

void tidy(std::vector<Page>& pages, bool running_told) {
  if (!running_told) drop_running_lines(pages);
  for (Page& page : pages) page.text = replace_all(std::move(page.text));
  const Hyphens hyphens(pages);
  for (Page& page : pages) {
    page.text = analyzers::nfc(hyphens.joined(page.text));
    while (!page.text.empty() && (page.text.back() == '\n' || page.text.back() == ' ' || page.text.back() == '\f'))
      page.text.pop_back();
  }
}

}  // namespace opslag::corpus
