// Mends what page layout did to the text: running heads, hyphenation, ligatures.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <map>
#include <string>
#include <string_view>

#include "analyzers/text.h"
#include "corpus/attachments/extractors.h"

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

// "Side 3 af 12" and "Side 4 af 12" are the same running line.
std::string without_digits(std::string_view line) {
  std::string key;
  for (const char c : line) {
    if (c >= '0' && c <= '9') {
      if (key.empty() || key.back() != '#') key += '#';
    } else if (c != ' ' && c != '\t' && c != '\r' && c != '\f') {
      key += c;
    }
  }
  return key;
}

// A line near a page's edge. Running lines stand at the same distance from it on every page; text that happens to
// repeat does not.
struct EdgeLine {
  std::size_t line;
  std::string key;
};

std::vector<EdgeLine> edge_lines(const std::vector<std::string>& lines) {
  std::vector<EdgeLine> filled, edges;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (std::string key = without_digits(lines[i]); !key.empty()) filled.push_back({i, std::move(key)});
  }
  for (std::size_t i = 0; i < filled.size(); ++i) {
    const std::size_t left = filled.size() - 1 - i;
    if (i < kRunningLines) edges.push_back({filled[i].line, "top " + std::to_string(i) + filled[i].key});
    if (left < kRunningLines) edges.push_back({filled[i].line, "end " + std::to_string(left) + filled[i].key});
  }
  return edges;
}

void drop_running_lines(std::vector<Page>& pages) {
  if (pages.size() < kFewPages) return;
  std::vector<std::vector<std::string>> texts;
  std::map<std::string, std::size_t> counts;
  for (const Page& page : pages) {
    texts.push_back(lines_of(page.text));
    for (const EdgeLine& edge : edge_lines(texts.back())) ++counts[edge.key];
  }
  for (std::size_t i = 1; i < pages.size(); ++i) {
    bool changed = false;
    for (const EdgeLine& edge : edge_lines(texts[i])) {
      const std::size_t count = counts[edge.key];
      if (count < kFewPages || count * 2 <= pages.size()) continue;
      texts[i][edge.line].clear();
      changed = true;
    }
    if (!changed) continue;
    std::string& text = pages[i].text;
    text.clear();
    for (const std::string& line : texts[i]) text += line + '\n';
  }
}

bool is_lower(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  if (text[at] >= 'a' && text[at] <= 'z') return true;
  const std::string_view letter = text.substr(at, 2);
  return letter == "æ" || letter == "ø" || letter == "å" || letter == "é";
}

bool ends_in_letter(const std::string& text) {
  return !text.empty() &&
         (static_cast<unsigned char>(text.back()) >= 0x80 || (text.back() >= 'a' && text.back() <= 'z'));
}

// "2027-" and "2028", "Nord-" and "Jylland", broken by the page's width.
bool keeps_hyphen(const std::string& before, std::string_view after) {
  if (before.empty() || after.empty()) return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (is_digit(before.back())) return is_digit(after.front());
  return ends_in_letter(before) && after.front() >= 'A' && after.front() <= 'Z';
}

// "special-\nområde" → "specialområde", but "bo- og" and "børne-\nog" keep their hyphen. A line that goes on in the
// next (it ends in a space) has "2027- \n2028" → "2027-2028".
std::string join_hyphenated(std::string_view text) {
  std::string joined;
  joined.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool flows = text.substr(i, 3) == "- \n";
    const bool breaks = text[i] == '-' && (flows || text.substr(i + 1, 1) == "\n" || text.substr(i + 1, 2) == "\r\n");
    if (flows && keeps_hyphen(joined, text.substr(i + 3))) {
      joined += '-';
      i += 2;
      continue;
    }
    if (!breaks || !ends_in_letter(joined)) {
      joined += text[i];
      continue;
    }
    const std::size_t next = text.find_first_not_of(" \t\r\n", i + 1);
    const bool suspended =
        next != std::string_view::npos &&
        (text.substr(next, 3) == "og " || text.substr(next, 6) == "eller " || text.substr(next, 6) == "samt ");
    if (next == std::string_view::npos || suspended || !is_lower(text, next)) {
      joined += '-';
    } else {
      i = next - 1;
    }
  }
  return joined;
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

void tidy(std::vector<Page>& pages) {
  drop_running_lines(pages);
  for (Page& page : pages) {
    page.text = analyzers::nfc(join_hyphenated(replace_all(std::move(page.text))));
    while (!page.text.empty() && (page.text.back() == '\n' || page.text.back() == ' ' || page.text.back() == '\f'))
      page.text.pop_back();
  }
}

}  // namespace opslag::corpus
