// Tells a line's end that was written from one that the page's width made.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/page_layout.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace opslag::corpus {
namespace {

constexpr std::size_t kEnough = 2000;    // lines that tell of the margin
constexpr std::size_t kRowLines = 12;    // of a cell, at most
constexpr std::size_t kNeighbours = 60;  // lines among which one beside it is looked for
constexpr double kApart = 0.35;          // of a line's height more than usual: lines stand apart
constexpr double kGutter = 10;           // points between a cell's text and the next cell's

bool starts_small(const std::string& text) {
  if (text.empty()) return false;
  if (text[0] >= 'a' && text[0] <= 'z') return true;
  return text.size() > 1 && text[0] == '\xC3' && static_cast<unsigned char>(text[1]) >= 0x9F;
}

double gap_between(const PrintedLine& a, const PrintedLine& b) {
  return (b.top - a.bottom) / std::max(1.0, std::min(a.height(), b.height()));
}

bool overlap(const PrintedLine& a, const PrintedLine& b) {
  return std::min(a.bottom, b.bottom) - std::max(a.top, b.top) > 0.5 * std::min(a.height(), b.height());
}

// Under it, in the same column, in the same letters?
bool may_go_on(const PrintedLine& a, const PrintedLine& b) {
  if (!a.placed || !b.placed || b.top < a.top + a.height() * 0.5 || overlap(a, b)) return false;
  if (a.font >= 0 && b.font >= 0 && a.font != b.font) return false;
  if (std::abs(a.height() - b.height()) > 0.15 * a.height()) return false;
  return std::abs(b.left - a.last_left) < 40 || std::abs(b.left - a.left) < 40;
}

// A last cell without letters, as a list of contents has, reaches the margin whatever follows.
bool ends_in_number(const std::string& text) {
  const std::size_t tab = text.rfind('\t');
  return tab != std::string::npos && text.find_first_not_of("0123456789.,-/% ", tab + 1) == std::string::npos;
}

class Arranger {
 public:
  Arranger(const std::vector<PrintedLine>& lines, double margin, double usual)
      : lines_(lines), margin_(margin), usual_(usual) {}

  std::string run() {
    std::string text;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      text += lines_[i].text;
      if (i + 1 < lines_.size()) text += break_after(i);
    }
    return text;
  }

 private:
  const char* break_after(std::size_t i) {
    const PrintedLine &line = lines_[i], &next = lines_[i + 1];
    const std::optional<double> limit = std::exchange(limit_, std::nullopt);
    if (!line.placed || !next.placed) return "\n";
    if (is_next_cell(i)) return "\t";
    if (next.bottom < line.top) return lowest_ = next.bottom, "\n\n";  // a new column, or a foot before the head
    lowest_ = std::max(lowest_, line.bottom);
    const double height = std::max(1.0, std::min(line.height(), next.height()));
    if ((next.top - lowest_) / height > usual_ + kApart) return "\n\n";
    if (!may_go_on(line, next)) return "\n";
    if (ends_in_number(line.text)) return "\n";
    limit_ = beside(i) ? beside(i) : limit;
    const double margin = limit_ ? std::min(*limit_, margin_) : margin_;
    return line.right + line.space + next.first_width > margin + 0.5 ? " \n" : "\n";
  }

  // Does the next line begin a cell to the right of the lines before it?
  bool is_next_cell(std::size_t i) const {
    const PrintedLine& next = lines_[i + 1];
    const double middle = (next.top + next.bottom) / 2;
    for (std::size_t k = i + 1; k-- > 0 && i - k < kRowLines;) {
      const PrintedLine& line = lines_[k];
      if (!line.placed || line.right > next.left) return false;
      if (std::abs((line.top + line.bottom) / 2 - middle) < 0.6 * line.height()) return true;
    }
    return false;
  }

  // Where what stands to the right of a line begins, less the gutter.
  std::optional<double> beside(std::size_t i) const {
    std::optional<double> nearest;
    const std::size_t begin = i > kNeighbours ? i - kNeighbours : 0;
    for (std::size_t k = begin; k < std::min(lines_.size(), i + kNeighbours); ++k) {
      const PrintedLine& other = lines_[k];
      if (k == i || !other.placed || other.left < lines_[i].right || !overlap(other, lines_[i])) continue;
      if (!nearest || other.left - kGutter < *nearest) nearest = other.left - kGutter;
    }
    return nearest;
  }

  const std::vector<PrintedLine>& lines_;
  double margin_, usual_;
  double lowest_ = 0;            // of the row or column so far
  std::optional<double> limit_;  // of the cell that is read
};

// What the most reaches hold.
std::optional<double> common_point(const auto& reaches) {
  std::vector<std::pair<double, int>> ends;
  for (const auto& reach : reaches) {
    ends.emplace_back(reach.from, -1);  // begins before others end
    ends.emplace_back(reach.to, 1);
  }
  std::sort(ends.begin(), ends.end());
  std::size_t open = 0, most = 0;
  double point = 0;
  for (const auto& [at, step] : ends) {
    open = step < 0 ? open + 1 : open - 1;
    if (open <= most) continue;
    most = open;
    point = at;
  }
  return most >= 3 && most * 2 > reaches.size() ? std::optional(point) : std::nullopt;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// As far from the right edge as the text is from the left one, or as far as it reaches.
double even_margin(const std::vector<PrintedLine>& lines, double page_width) {
  double left = page_width, right = 0;
  for (const PrintedLine& line : lines) {
    if (!line.placed) continue;
    left = std::min(left, line.left);
    right = std::max(right, line.right);
  }
  return std::max(right, page_width - left);
}

// The least gap between lines, where no line is known to go on.
double least_gap(const std::vector<PrintedLine>& lines) {
  std::vector<double> gaps;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (may_go_on(lines[i], lines[i + 1])) gaps.push_back(gap_between(lines[i], lines[i + 1]));
  }
  if (gaps.empty()) return 0.2;
  const auto low = gaps.begin() + std::ssize(gaps) / 10;
  std::nth_element(gaps.begin(), low, gaps.end());
  return std::clamp(*low, -0.15, 0.5);
}

}  // namespace

void PageLayout::learn(const std::vector<PrintedLine>& lines, double page_width) {
  if (std::abs(page_width - page_width_) > 1) {
    reaches_.clear();
    margin_ = 0;
    page_width_ = page_width;
  }
  if (reaches_.size() > kEnough) return;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const PrintedLine &line = lines[i], &next = lines[i + 1];
    if (!may_go_on(line, next) || !starts_small(next.text) || gap_between(line, next) > 1) continue;
    reaches_.push_back({line.right, line.right + line.space + next.first_width});
    gaps_.push_back(gap_between(line, next));
  }
  if (const auto point = common_point(reaches_)) margin_ = *point;
}

std::string PageLayout::arrange(const std::vector<PrintedLine>& lines, double page_width) {
  learn(lines, page_width);
  const double margin = margin_ > 0 ? margin_ : even_margin(lines, page_width);
  const double usual = gaps_.size() >= 3 ? median(gaps_) : least_gap(lines);
  return Arranger(lines, margin, usual).run();
}

}  // namespace opslag::corpus
