// Tells heads and feet of pages by where they stand.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/running_lines.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace opslag::corpus {
namespace {

constexpr double kEdge = 0.15;  // of a page's height, above and below
constexpr double kMargin = 0.06;
constexpr std::size_t kLetters = 3;  // fewer than these, and it may be a table's row
constexpr std::size_t kMost = 6;     // heads or feet of a page

// "Side 3 af 12" and "Side 4 af 12" are the same line. Empty if it can't be a head or a foot.
std::string key_of(std::string_view line) {
  std::string key;
  std::size_t letters = 0;
  for (const char c : line) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !key.empty() && key.back() == '#') continue;
    if (c == ' ' || c == '\t' || c == '\r') continue;
    key += digit ? '#' : c;
    if (!digit && static_cast<unsigned char>(c) >= 'A') ++letters;
  }
  const bool number = key == "#" || key == "-#-" || key == "#/#";
  return letters >= kLetters || number ? key : std::string();
}

// From the upper edge inwards, or from the lower one.
std::vector<std::size_t> outermost(const PrintedPage& page, bool upper) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const PrintedLine& line = page.lines[i];
    const bool near = upper ? line.bottom < kEdge * page.height : line.top > (1 - kEdge) * page.height;
    if (line.placed && near) found.push_back(i);
  }
  std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
    return upper ? page.lines[a].top < page.lines[b].top : page.lines[a].top > page.lines[b].top;
  });
  if (found.size() > kMost) found.resize(kMost);
  return found;
}

bool has_line(const PrintedPage& page, const std::string& key, double top) {
  return std::any_of(page.lines.begin(), page.lines.end(), [&](const PrintedLine& line) {
    return line.placed && std::abs(line.top - top) < 3 && key_of(line.text) == key;
  });
}

// Printed in the margin, where no text stands?
bool stands_alone(const PrintedPage& page, std::size_t i, bool upper) {
  const PrintedLine& line = page.lines[i];
  if (upper ? line.bottom > kMargin * page.height : line.top < (1 - kMargin) * page.height) return false;
  return std::none_of(page.lines.begin(), page.lines.end(), [&](const PrintedLine& other) {
    const double gap = upper ? other.top - line.bottom : line.top - other.bottom;
    return other.placed && gap > -line.height() && gap < 3 * line.height() && std::abs(other.top - line.top) > 1;
  });
}

std::vector<bool> running(const PrintedPage& page, const std::vector<const PrintedPage*>& others, bool upper) {
  std::vector<bool> runs(page.lines.size());
  for (const std::size_t i : outermost(page, upper)) {
    const std::string key = key_of(page.lines[i].text);
    const auto repeats = [&](const PrintedPage* other) { return has_line(*other, key, page.lines[i].top); };
    const bool runs_on = others.empty() ? stands_alone(page, i, upper)
                                        : !key.empty() && std::all_of(others.begin(), others.end(), repeats);
    if (!runs_on) break;
    runs[i] = true;
  }
  return runs;
}

}  // namespace

PageParts parts_of(const PrintedPage& page, const std::vector<const PrintedPage*>& others) {
  const std::vector<bool> heads = running(page, others, true), feet = running(page, others, false);
  PageParts parts;
  for (std::size_t i = 0; i < page.lines.size(); ++i)
    (heads[i] ? parts.heads : feet[i] ? parts.feet : parts.text).push_back(page.lines[i]);
  return parts;
}

}  // namespace opslag::corpus
