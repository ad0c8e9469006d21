// Finds marked items that the readers missed. Where in doubt, it hides.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/marked_items.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "corpus/minutes/numbered.h"

namespace opslag::corpus::minutes {
namespace {

struct Marked {
  ItemNumber number;
  std::string title;
  bool closed = false;
};

std::optional<Marked> marked_at(const Line& line) {
  if (line.blank() || line.text.size() > 400) return std::nullopt;
  const auto numbered = parse_numbered(line.text);
  if (!numbered || numbered->title.empty()) return std::nullopt;
  Marked found{item_number(numbered->number), std::string(numbered->title), false};
  const int* number = std::get_if<int>(&found.number);
  if (number != nullptr && *number > 999) return std::nullopt;
  const MarkerKind kind = marker_before(numbered->title);
  const Title title = clean_title(numbered->title);
  // A sentence that ends in the word is none.
  found.closed = kind == MarkerKind::closed || (title.closed && starts_upper(title.text));
  if (!found.closed && kind == MarkerKind::none) return std::nullopt;
  return found;
}

class Net {
 public:
  Net(const Lines& lines, std::vector<Heading>& headings) : lines_(lines), headings_(headings) {}

  void run(std::size_t begin) {
    std::vector<std::size_t> real;  // the headings that stand in the text
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      if (headings_[i].body <= lines_.size()) real.push_back(i);
    }
    if (real.empty()) return;
    std::size_t next = 0;
    for (std::size_t i = begin; i < lines_.size(); ++i) {
      while (next < real.size() && headings_[real[next]].line <= i) enter(headings_[real[next++]]);
      if (i < body_) continue;  // a heading's own lines
      const auto marked = marked_at(lines_[i]);
      if (marked) {
        take(i, *marked, next == 0);
      } else if (open_ && !lines_[i].blank() && !decided_) {
        const auto heading = find_heading(lines_, i, lines_.size(), true);
        decided_ = heading && heading->role == Role::decision;
      }
    }
    merge();
  }

 private:
  static bool grows(const ItemNumber& from, const ItemNumber& to) {
    const int* a = std::get_if<int>(&from);
    const int* b = std::get_if<int>(&to);
    return a == nullptr || b == nullptr || *b > *a;
  }

  // A heading of the reader begins.
  void enter(Heading& heading) {
    body_ = heading.body;
    own_ = &heading;
    if (!open_) return;
    const Heading& added = added_.back();
    if (heading.number == ItemNumber()) {
      // Its first section, which is all that this reader knows of it.
      if (!decided_) {
        heading.line = added.line;
        heading.number = added.number;
        heading.title = added.title;
        heading.closed = heading.closed || added.closed;
        added_.pop_back();
      }
      open_ = false;
    } else if (added.closed && !grows(added.number, heading.number)) {
      heading.closed = true;  // a list in the closed item's text
    } else {
      open_ = false;
    }
  }

  void take(std::size_t line, const Marked& marked, bool before_all) {
    const bool unnumbered = !headings_.empty() && headings_.front().number == ItemNumber();
    if (before_all && !unnumbered) return;  // belongs to no item: a list of contents
    const bool ends_closed = open_ && added_.back().closed && grows(added_.back().number, marked.number);
    if (!marked.closed && !ends_closed) return;
    if (marked.closed && !open_ && own_ != nullptr && marked.number == own_->number &&
        clean_title(own_->title).text == clean_title(marked.title).text) {
      own_->closed = true;  // the item's own heading again
      return;
    }
    added_.push_back({line, line + 1, 0, marked.number, marked.title, marked.closed, {}});
    open_ = true;
    decided_ = false;
  }

  void merge() {
    if (added_.empty()) return;
    // What the list names and the readers did not find has been found.
    std::set<std::string> numbers;
    for (const Heading& added : added_) numbers.insert(to_string(added.number));
    std::erase_if(headings_, [&](const Heading& heading) {
      return heading.body > lines_.size() && numbers.contains(to_string(heading.number));
    });
    headings_.insert(headings_.end(), added_.begin(), added_.end());
    std::stable_sort(headings_.begin(), headings_.end(),
                     [](const Heading& a, const Heading& b) { return a.line < b.line; });
  }

  const Lines& lines_;
  std::vector<Heading>& headings_;
  std::vector<Heading> added_;
  Heading* own_ = nullptr;  // of the reader's item that the line stands in
  std::size_t body_ = 0;    // where its text begins
  bool open_ = false;       // the last added item goes on
  bool decided_ = false;    // it has had its decision
};

}  // namespace

void add_marked_items(const Lines& lines, std::size_t begin, std::vector<Heading>& headings) {
  Net(lines, headings).run(begin);
}

void drop_bare_markers(std::vector<Heading>& headings) {
  std::size_t marked = 0;
  for (const Heading& heading : headings) {
    if (marker_before(heading.title) != MarkerKind::none) ++marked;
  }
  if (marked < 2 || marked * 2 < headings.size()) return;
  for (Heading& heading : headings) heading.title = without_bare_marker(heading.title);
}

}  // namespace opslag::corpus::minutes
