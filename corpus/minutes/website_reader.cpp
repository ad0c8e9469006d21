// Reads meetings as public web pages print them: labels on lines of their own, PUNKTER, then each item under its
// heading. SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "corpus/minutes/outline.h"
#include "corpus/minutes/reader.h"

namespace opslag::corpus::minutes {
namespace {

// The line "PUNKTER", if the lines before it hold labels of such a head.
std::optional<std::size_t> find_list(const Lines& lines) {
  int labels = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 300); ++i) {
    const std::string_view text = lines[i].text;
    if (text == "UDVALG" || text == "MØDE" || text == "STED" || text == "STARTTIDSPUNKT" || text == "SLUTTIDSPUNKT")
      ++labels;
    if (text == "PUNKTER" && labels >= 2) return i;
  }
  return std::nullopt;
}

class WebsiteReader : public Reader {
 public:
  std::string_view layout() const override { return "website"; }

  std::optional<Meeting> read(Lines lines) const override {
    const auto list = find_list(lines);
    if (!list) return std::nullopt;
    const Contents contents = read_contents(lines, *list + 1);
    if (contents.entries.empty()) return std::nullopt;
    split_after_titles(lines, contents);
    Plan plan;
    plan.headings = find_headings(lines, contents);
    // No heading answers to the list, yet text follows: the list was none.
    const auto answered = [&](const Heading& heading) { return heading.body <= lines.size(); };
    const auto rest = lines.begin() + static_cast<std::ptrdiff_t>(contents.end);
    if (std::none_of(plan.headings.begin(), plan.headings.end(), answered) &&
        std::any_of(rest, lines.end(), [](const Line& line) { return !line.blank(); })) {
      return std::nullopt;
    }
    plan.head = read_head(lines, {0, *list});
    plan.list_end = contents.end;
    plan.layout = layout();
    return build(lines, std::move(plan));
  }
};

}  // namespace

std::unique_ptr<Reader> make_website_reader() {
  return std::make_unique<WebsiteReader>();
}

}  // namespace opslag::corpus::minutes
