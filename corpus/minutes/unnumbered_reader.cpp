// Reads meetings whose items bear no numbers: the same sections begin again with each item.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "corpus/minutes/numbered.h"
#include "corpus/minutes/outline.h"
#include "corpus/minutes/reader.h"

namespace opslag::corpus::minutes {
namespace {

struct Mark {
  std::size_t line = 0;
  std::string key;
  bool decision = false;
};

std::vector<Mark> find_marks(const Lines& lines) {
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].blank() || find_label(lines[i].text).role != Role::none) continue;
    const auto heading = find_heading(lines, i, lines.size(), true);
    if (!heading || heading->role == Role::weak) continue;
    const bool decision = heading->role == Role::decision;
    marks.push_back({i, decision ? "beslutning" : key(heading->heading), decision});
  }
  return marks;
}

// The first lines of items: where the section that came first comes again, with a decision in between.
std::vector<std::size_t> find_starts(const std::vector<Mark>& marks) {
  std::vector<std::size_t> starts;
  bool decided = true;
  for (const Mark& mark : marks) {
    if (mark.key == marks.front().key && decided) {
      starts.push_back(mark.line);
      decided = false;
    }
    decided = decided || mark.decision;
  }
  return starts;
}

bool is_title_like(const Lines& lines, std::size_t i) {
  const std::string_view text = lines[i].text;
  const bool apart = i == 0 || lines[i - 1].blank();
  return apart && text.size() > 3 && text.size() < 250 && starts_upper(text) && !text.ends_with('.') &&
         !text.ends_with(':') && !text.ends_with(',') && count_words(text) < 30;
}

// Above the first section may stand case numbers, what web pages put between items, and the title.
class Opening {
 public:
  Opening(const Lines& lines, std::size_t section, std::size_t floor) : lines_(lines), first_(section) {
    std::size_t i = section;
    for (int seen = 0; i > floor && seen < 6; --i) {
      const Line& line = lines_[i - 1];
      if (line.blank()) continue;
      ++seen;
      const Role role = line.text.size() < 60 ? vocabulary().heading(key(line.text)) : Role::none;
      if (role == Role::noise || role == Role::open_part || role == Role::closed_part) {
        first_ = i;
        separated_ = true;
        return;
      }
      if (find_case_number(line.text) || (find_heading(lines_, i - 1, section, true) && first_ < section)) {
        first_ = i - 1;
        continue;
      }
      if (!title_ && is_title_like(lines_, i - 1)) {
        title_ = i - 1;
        continue;
      }
      return;
    }
  }

  std::size_t first() const { return first_; }
  std::optional<std::size_t> title() const { return title_; }
  bool separated() const { return separated_; }

 private:
  const Lines& lines_;
  std::size_t first_;
  std::optional<std::size_t> title_;
  bool separated_ = false;
};

class UnnumberedReader : public Reader {
 public:
  std::string_view layout() const override { return "unnumbered"; }

  std::optional<Meeting> read(Lines lines) const override {
    const std::vector<Mark> marks = find_marks(lines);
    if (std::count_if(marks.begin(), marks.end(), [](const Mark& mark) { return mark.decision; }) < 2)
      return std::nullopt;
    const std::vector<std::size_t> starts = find_starts(marks);
    if (starts.size() < 2) return std::nullopt;
    std::vector<Opening> openings;
    std::size_t titled = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      openings.emplace_back(lines, starts[i], i == 0 ? 0 : starts[i - 1] + 1);
      if (openings.back().title()) ++titled;
    }
    // Titles are there for most items, or what looks like one is the end of the item before.
    const bool titles = titled * 10 >= openings.size() * 6;
    Plan plan;
    for (const Opening& opening : openings) {
      Heading heading{opening.first(), opening.first(), 0, {}, {}, false, {}};
      if (titles && opening.title()) {
        heading.line = std::min(*opening.title(), opening.first());
        heading.body = *opening.title() < opening.first() ? *opening.title() + 1 : opening.first();
        heading.title = tidy_title(lines[*opening.title()].text);
      }
      plan.headings.push_back(std::move(heading));
    }
    plan.head = read_head(lines, {0, plan.headings.front().line});
    plan.body.inline_labels = true;
    plan.layout = layout();
    return build(lines, std::move(plan));
  }
};

}  // namespace

std::unique_ptr<Reader> make_unnumbered_reader() {
  return std::make_unique<UnnumberedReader>();
}

}  // namespace opslag::corpus::minutes
