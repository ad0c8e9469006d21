// Tells heads and feet of pages by where they stand.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/running_lines.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "corpus/attachments/running_key.h"

namespace opslag::corpus {
namespace {

constexpr double kEdge = 0.15;          // of a page's height, above and below
constexpr double kMargin = 0.045;       // where browsers print theirs
constexpr double kFar = 5;              // heights of a line
constexpr std::ptrdiff_t kLetters = 3;  // fewer than these, and it may be a table's row
constexpr double kSamePlace = 3;        // points
constexpr std::size_t kMostSaid = 100;
constexpr std::size_t kMost = 6;  // heads or feet of a page

// Empty if it can't be a head or a foot.
std::string key_of(const PrintedLine& line, const PrintedPage& page) {
  const auto letters =
      std::count_if(line.text.begin(), line.text.end(), [](char c) { return static_cast<unsigned char>(c) >= 'A'; });
  std::string key = running_key(line.text, page.number);
  const bool number = letters == 0 && key.find('#') != std::string::npos;
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

// Is the page's `rank`-th line from that edge this one?
bool has_line(const PrintedPage& page, std::size_t rank, bool upper, double top, const std::string& key) {
  const std::vector<std::size_t> lines = outermost(page, upper);
  if (rank >= lines.size()) return false;
  const PrintedLine& line = page.lines[lines[rank]];
  return std::abs(line.top - top) < kSamePlace && key_of(line, page) == key;
}

// A few lines at the edge, far from all else.
std::vector<std::size_t> lonely(const PrintedPage& page, bool upper) {
  const std::vector<std::size_t> lines = outermost(page, upper);
  const auto gap = [&](const PrintedLine& outer, const PrintedLine& inner) {
    return (upper ? inner.top - outer.bottom : outer.top - inner.bottom) / std::max(1.0, outer.height());
  };
  for (std::size_t n = 1; n <= lines.size() && n < kMost; ++n) {
    const PrintedLine& last = page.lines[lines[n - 1]];
    const bool in_margin = upper ? last.bottom < kMargin * page.height : last.top > (1 - kMargin) * page.height;
    const bool apart = std::none_of(page.lines.begin(), page.lines.end(), [&](const PrintedLine& line) {
      return line.placed && gap(last, line) > -0.5 && gap(last, line) < (in_margin ? 1.5 : kFar);
    });
    if (apart) return {lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(n)};
  }
  return {};
}

// Do the pages beside this one have the line too?
bool repeats(const std::vector<PrintedPage>& pages, std::size_t at, const auto& has) {
  constexpr std::ptrdiff_t kPairs[][2]{{-1, 1}, {1, 2}, {-2, -1}, {-2, 2}};
  const auto there = [&](std::ptrdiff_t offset) {
    const std::ptrdiff_t i = static_cast<std::ptrdiff_t>(at) + offset;
    return i >= 0 && i < std::ssize(pages) && has(pages[static_cast<std::size_t>(i)]);
  };
  return std::any_of(std::begin(kPairs), std::end(kPairs),
                     [&](const auto& pair) { return there(pair[0]) && there(pair[1]); });
}

}  // namespace

bool RunningLines::said(const std::string& key, double top) const {
  return std::any_of(said_.begin(), said_.end(),
                     [&](const Said& line) { return line.key == key && std::abs(line.top - top) < kSamePlace; });
}

std::vector<bool> RunningLines::running(const std::vector<PrintedPage>& pages, std::size_t at, bool all,
                                        bool upper) const {
  const PrintedPage& page = pages[at];
  std::vector<bool> runs(page.lines.size());
  const std::vector<std::size_t> lines = outermost(page, upper);
  if (all && pages.size() == 1) {
    for (const std::size_t line : lonely(page, upper)) runs[line] = true;
    return runs;
  }
  for (std::size_t rank = 0; rank < lines.size(); ++rank) {
    const PrintedLine& line = page.lines[lines[rank]];
    const std::string key = key_of(line, page);
    const auto has = [&](const PrintedPage& other) { return has_line(other, rank, upper, line.top, key); };
    bool runs_on = !key.empty();
    if (all && pages.size() == 2) {
      runs_on = runs_on && has(pages[1 - at]);
    } else {
      runs_on = runs_on && (said(key, line.top) || repeats(pages, at, has));
    }
    if (!runs_on) break;
    runs[lines[rank]] = true;
  }
  return runs;
}

PageParts RunningLines::parts(const std::vector<PrintedPage>& pages, std::size_t at, bool all) {
  const std::vector<bool> heads = running(pages, at, all, true), feet = running(pages, at, all, false);
  const PrintedPage& page = pages[at];
  PageParts parts;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const PrintedLine& line = page.lines[i];
    if (heads[i] || feet[i]) {
      std::string key = key_of(line, page);
      if (said(key, line.top)) continue;
      if (said_.size() < kMostSaid) said_.push_back({std::move(key), line.top});
    }
    (heads[i] ? parts.heads : feet[i] ? parts.feet : parts.text).push_back(line);
  }
  return parts;
}

}  // namespace opslag::corpus
