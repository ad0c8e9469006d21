// Finds the words of each line among a page's boxes, which may come in another order.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/printed_lines.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace opslag::corpus {
namespace {

constexpr std::size_t kTries = 24;  // boxes that are tried for a word; keeps the search linear

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t begin = line.find_first_not_of(" \t\r\f", at);
    if (begin == std::string_view::npos) break;
    at = std::min(line.find_first_of(" \t\r\f", begin), line.size());
    words.push_back(line.substr(begin, at - begin));
  }
  return words;
}

class Finder {
 public:
  explicit Finder(const std::vector<PrintedWord>& words) : words_(words), used_(words.size()) {
    for (std::size_t i = 0; i < words.size(); ++i) boxes_[words[i].text].boxes.push_back(i);
  }

  // The boxes of a line's words, from left to right; empty if they are not found.
  std::vector<std::size_t> find(const std::vector<std::string_view>& line) {
    std::vector<std::size_t> found = in_turn(line);
    if (found.empty()) found = on_one_line(line);
    for (const std::size_t box : found) used_[box] = true;
    if (!found.empty()) next_ = found.back() + 1;
    return found;
  }

 private:
  struct Same {
    std::vector<std::size_t> boxes;
    std::size_t begin = 0;  // those before are used
  };

  // Most lines are the boxes that come next.
  std::vector<std::size_t> in_turn(const std::vector<std::string_view>& line) const {
    std::vector<std::size_t> found;
    for (std::size_t i = next_; found.size() < line.size() && i < words_.size(); ++i) {
      if (used_[i] || words_[i].text != line[found.size()]) return {};
      if (!found.empty() && !level(words_[found.back()], words_[i])) return {};
      found.push_back(i);
    }
    return found.size() == line.size() ? found : std::vector<std::size_t>();
  }

  std::vector<std::size_t> on_one_line(const std::vector<std::string_view>& line) {
    std::size_t tries = 0;
    for (const std::size_t first : boxes_of(line.front())) {
      if (used_[first]) continue;
      std::vector<std::size_t> found{first};
      while (found.size() < line.size()) {
        const std::size_t box = beside(found.back(), line[found.size()]);
        if (box == words_.size()) break;
        found.push_back(box);
      }
      if (found.size() == line.size()) return found;
      if (++tries >= kTries) break;
    }
    return {};
  }

  // The nearest box of `word` to the right of `box`.
  std::size_t beside(std::size_t box, std::string_view word) {
    std::size_t best = words_.size(), tries = 0;
    for (const std::size_t other : boxes_of(word)) {
      if (used_[other]) continue;
      const bool fits = other != box && level(words_[box], words_[other]);
      if (fits && (best == words_.size() || words_[other].left < words_[best].left)) best = other;
      if (++tries >= kTries) break;
    }
    return best;
  }

  std::vector<std::size_t> boxes_of(std::string_view word) {
    const auto found = boxes_.find(word);
    if (found == boxes_.end()) return {};
    Same& all = found->second;
    while (all.begin < all.boxes.size() && used_[all.boxes[all.begin]]) ++all.begin;
    const std::size_t end = std::min(all.boxes.size(), all.begin + 2 * kTries);
    return {all.boxes.begin() + static_cast<std::ptrdiff_t>(all.begin),
            all.boxes.begin() + static_cast<std::ptrdiff_t>(end)};
  }

  // On the same line, and to the right?
  static bool level(const PrintedWord& a, const PrintedWord& b) {
    const double height = std::min(a.bottom - a.top, b.bottom - b.top);
    const double common = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    return common > height * 0.5 && b.left > a.left;
  }

  const std::vector<PrintedWord>& words_;
  std::vector<bool> used_;
  std::unordered_map<std::string_view, Same> boxes_;
  std::size_t next_ = 0;
};

using Boxes = std::vector<std::size_t>;

double median(std::vector<double> values) {
  const auto middle = values.begin() + (std::ssize(values) - 1) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// How a line's words stand.
struct Spacing {
  std::vector<double> gaps;  // before each word but the first
  double height = 0, usual = 0;
};

Spacing spacing_of(const std::vector<PrintedWord>& words, const Boxes& boxes) {
  Spacing spacing;
  for (std::size_t i = 1; i < boxes.size(); ++i)
    spacing.gaps.push_back(words[boxes[i]].left - words[boxes[i - 1]].right);
  spacing.height = words[boxes.front()].bottom - words[boxes.front()].top;
  spacing.usual = spacing.gaps.size() > 1 ? std::min(median(spacing.gaps), spacing.height) : spacing.height / 4;
  return spacing;
}

// Where cells begin: behind a wide gap, or where others of the page do, at a gap that is not the usual one.
class Columns {
 public:
  Columns(const std::vector<PrintedWord>& words, const std::vector<Boxes>& lines) {
    std::vector<Spacing> spacings;
    for (const Boxes& boxes : lines) {
      if (boxes.size() > 1) spacings.push_back(spacing_of(words, boxes));
    }
    learn_space(spacings);
    std::size_t known = 0;
    for (const Boxes& boxes : lines) {
      if (boxes.size() < 2) continue;
      const Spacing& spacing = spacings[known++];
      for (std::size_t i = 1; i < boxes.size(); ++i) {
        if (is_wide(spacing.gaps[i - 1], spacing)) lefts_.push_back(words[boxes[i]].left);
      }
    }
    std::sort(lefts_.begin(), lefts_.end());
  }

  bool begins(double left, double gap, const Spacing& spacing) const {
    if (is_wide(gap, spacing)) return true;
    if (std::abs(gap - spacing.usual) < 0.25 * spacing.usual) return false;
    const auto near = std::lower_bound(lefts_.begin(), lefts_.end(), left - 0.3);
    return near != lefts_.end() && *near < left + 0.3;
  }

 private:
  // Where most gaps are alike, one that differs says something.
  void learn_space(const std::vector<Spacing>& spacings) {
    std::vector<double> all;
    for (const Spacing& line : spacings) {
      for (const double gap : line.gaps) all.push_back(gap / std::max(1.0, line.height));
    }
    if (all.empty()) return;
    const double usual = median(all);
    const auto alike =
        std::count_if(all.begin(), all.end(), [&](double gap) { return std::abs(gap - usual) < 0.12 * usual; });
    if (static_cast<std::size_t>(alike) * 10 >= all.size() * 6) space_ = usual;
  }
  bool is_wide(double gap, const Spacing& line) const {
    if (gap > std::max(line.height * 0.6, line.usual * 2.2)) return true;
    const double space = space_ * line.height, least = *std::min_element(line.gaps.begin(), line.gaps.end());
    const bool justified = line.gaps.size() > 2 && least > 1.2 * space;
    return space > 0 && !justified && gap > 1.6 * space && std::abs(gap / space - 2) > 0.12;  // two are a typist's
  }

  std::vector<double> lefts_;
  double space_ = 0;  // in heights of a line; 0 where gaps are of all sizes
};

PrintedLine place(const std::vector<PrintedWord>& words, const Boxes& boxes, const Columns& columns) {
  const PrintedWord& first = words[boxes.front()];
  const Spacing spacing = spacing_of(words, boxes);
  PrintedLine line{first.text, true, first.left, first.right, first.top, first.bottom, first.left, 0, 0, first.font};
  line.space = spacing.usual;
  line.first_width = first.right - first.left;
  for (std::size_t i = 1; i < boxes.size(); ++i) {
    const PrintedWord& word = words[boxes[i]];
    const bool apart = columns.begins(word.left, spacing.gaps[i - 1], spacing);
    if (apart) line.last_left = word.left;
    (line.text += apart ? '\t' : ' ') += word.text;
    line.right = std::max(line.right, word.right);
    line.top = std::min(line.top, word.top);
    line.bottom = std::max(line.bottom, word.bottom);
    if (word.font != line.font) line.font = -1;
  }
  return line;
}

}  // namespace

std::vector<PrintedLine> printed_lines(std::string_view text, const std::vector<PrintedWord>& words) {
  std::vector<std::string_view> lines;
  std::vector<Boxes> boxes;
  Finder finder(words);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
    const std::vector<std::string_view> wanted = words_of(lines.back());
    boxes.push_back(wanted.empty() ? Boxes() : finder.find(wanted));
  }
  const Columns columns(words, boxes);
  std::vector<PrintedLine> printed;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!boxes[i].empty()) {
      printed.push_back(place(words, boxes[i], columns));
    } else {
      printed.emplace_back().text = lines[i];
    }
  }
  return printed;
}

}  // namespace opslag::corpus
