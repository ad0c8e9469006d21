// Reads the text of PDF exports: "REFERAT committee d. date", a list of contents with dotted lines, "Punkt N: title".
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "corpus/minutes/numbered.h"
#include "corpus/minutes/outline.h"
#include "corpus/minutes/reader.h"

namespace opslag::corpus::minutes {
namespace {

// The titles listed before the first heading, in order.
std::vector<std::string> listed_titles(const Lines& lines, Range range) {
  static constexpr std::size_t kMost = 1000;  // each heading is compared with all of them
  std::vector<std::string> titles;
  for (std::size_t i = range.begin; i < range.end && titles.size() < kMost; ++i) {
    if (lines[i].blank()) continue;
    const std::string_view title = without_page(lines[i].text);
    if (title.size() == lines[i].text.size()) continue;
    const auto numbered = parse_numbered(title);
    titles.push_back(key(numbered && !numbered->word.empty() ? numbered->title : title));
  }
  return titles;
}

bool is_item_word(const std::string& word) {
  return word == "punkt" || word == "punkt nr" || word == "dagsordenspunkt";
}

class PdfTextReader : public Reader {
 public:
  std::string_view layout() const override { return "pdf-text"; }

  std::optional<Meeting> read(Lines lines) const override {
    drop_running_heads(lines);
    std::vector<Heading> headings;
    std::vector<std::string> titles;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].blank() || lines[i].text.size() > 600) continue;
      const auto numbered = parse_numbered(lines[i].text);
      if (!numbered || !is_item_word(numbered->word) || numbered->mark != ':') continue;
      if (without_page(lines[i].text).size() != lines[i].text.size()) continue;  // a line of the list itself
      if (headings.empty()) titles = listed_titles(lines, {0, i});
      Heading heading{i, i + 1, 0, item_number(numbered->number), std::string(numbered->title), false, {}};
      if (!headings.empty() && headings.front().number == heading.number && headings.size() > 1 &&
          same_title(key(headings.front().title), key(heading.title))) {
        // The list again, or rather: what was read so far was the list.
        for (const Heading& listed : headings) {
          if (titles.size() < 1000) titles.push_back(key(listed.title));
        }
        headings.clear();
      }
      if (!follows(headings, heading, titles)) continue;
      const std::string title = key(heading.title);
      extend_title(lines, heading, listed_as(titles, title));
      headings.push_back(std::move(heading));
    }
    if (headings.empty() || (headings.size() < 2 && titles.size() > 3)) return std::nullopt;
    Plan plan;
    plan.head = read_head(lines, {0, std::min(headings.front().line, head_end(lines, headings.front().line))});
    plan.headings = std::move(headings);
    plan.body.join_pages = true;
    plan.layout = layout();
    return build(lines, std::move(plan));
  }

 private:
  // The title of the list that has most of its beginning in common, if it is longer.
  static const std::string* listed_as(const std::vector<std::string>& titles, const std::string& title) {
    const std::string* best = nullptr;
    std::size_t most = 19;
    for (const std::string& known : titles) {
      const auto end = std::mismatch(
          known.begin(), known.begin() + std::ssize(std::string_view(known).substr(0, title.size())), title.begin());
      const auto common = static_cast<std::size_t>(end.first - known.begin());
      if (common <= most) continue;
      most = common;
      best = &known;
    }
    return best != nullptr && best->size() > title.size() && most == title.size() ? best : nullptr;
  }

  // The document's first line, printed again on top of its pages.
  static void drop_running_heads(Lines& lines) {
    const auto first = std::find_if(lines.begin(), lines.end(), [](const Line& line) { return !line.blank(); });
    if (first == lines.end() || first->text.size() < 12 || first->text.size() > 200) return;
    for (auto line = first + 1; line != lines.end(); ++line) {
      if (line->text == first->text) line->raw = line->text = line->text.substr(0, 0);
    }
  }

  static std::size_t head_end(const Lines& lines, std::size_t first) {
    for (std::size_t i = 0; i < first; ++i) {
      if (!lines[i].blank() && find_label(lines[i].text).role == Role::contents) return i;
    }
    return first;
  }

  // Is this the heading that comes next? With a list, its title must be the one listed; without, numbers must grow.
  static bool follows(const std::vector<Heading>& before, const Heading& heading,
                      const std::vector<std::string>& titles) {
    if (heading.title.empty()) return false;
    const int* number = std::get_if<int>(&heading.number);
    if (number == nullptr) return true;
    for (std::size_t i = before.size(); i-- > 0 && i + 40 > before.size();) {
      if (before[i].number == heading.number) return false;
    }
    const std::string title = key(heading.title);
    const bool listed = std::any_of(titles.begin(), titles.begin() + std::min<std::ptrdiff_t>(std::ssize(titles), 200),
                                    [&](const std::string& known) { return same_title(known, title); });
    if (listed) return true;
    const int* last = before.empty() ? nullptr : std::get_if<int>(&before.back().number);
    return last == nullptr || (*number > *last && *number <= *last + 3);
  }
};

}  // namespace

std::unique_ptr<Reader> make_pdf_text_reader() {
  return std::make_unique<PdfTextReader>();
}

}  // namespace opslag::corpus::minutes
