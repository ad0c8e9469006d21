// Reads the many layouts whose items are numbered one way or another: by their list of contents where the text answers
// to it, else by the chain of numbered lines that explains the text best. SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "corpus/minutes/candidates.h"
#include "corpus/minutes/dates.h"
#include "corpus/minutes/numbered.h"
#include "corpus/minutes/outline.h"
#include "corpus/minutes/reader.h"

namespace opslag::corpus::minutes {
namespace {

bool is_contents_line(const Line& line) {
  return line.text.size() < 60 && find_label(line.text).role == Role::contents;
}

// "Indholdsfortegnelse1. Orientering": the list begins on its label's line.
void split_labels(Lines& lines) {
  for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 400); ++i) {
    const std::string_view text = lines[i].text;
    const std::size_t digit = text.substr(0, 40).find_first_of("0123456789");
    if (digit == std::string_view::npos || digit < 5 || is_space(text[digit - 1])) continue;
    if (vocabulary().label(key(text.substr(0, digit))) == Role::contents) split_line(lines, i, digit);
  }
}

// Where the sections of items begin: no list of contents stands behind it.
std::size_t first_section(const Lines& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].blank()) continue;
    const auto heading = find_heading(lines, i, lines.size(), true);
    if (!heading || heading->role == Role::weak || heading->role == Role::discussion) continue;
    if (find_label(lines[i].text).role == Role::none) return i;
  }
  return lines.size();
}

// A list of contents and what answers to it in the text.
struct Match {
  Contents contents;
  std::vector<Heading> headings;
  std::size_t answered = 0;
};

// "Ad 1", "Punkt 1" in the text of a list whose titles are not repeated.
void match_bare_numbers(const Lines& lines, Match& match) {
  std::vector<Heading> headings;
  std::size_t next = 0;
  for (std::size_t i = match.contents.end; i < lines.size() && next < match.contents.entries.size(); ++i) {
    if (lines[i].blank() || lines[i].text.size() > 60) continue;
    const auto numbered = parse_numbered(lines[i].text);
    if (!numbered || numbered->word.empty() || !numbered->title.empty()) continue;
    for (std::size_t entry = next; entry < match.contents.entries.size(); ++entry) {
      const Entry& listed = match.contents.entries[entry];
      if (item_number(numbered->number) != listed.number) continue;
      headings.push_back({i, i + 1, 0, listed.number, listed.title, listed.closed, {}});
      next = entry + 1;
      break;
    }
  }
  if (headings.size() <= match.answered) return;
  match.answered = headings.size();
  match.headings = std::move(headings);
}

std::optional<Match> match_contents(Lines& lines) {
  std::optional<Match> best;
  const std::size_t most = std::min<std::size_t>(first_section(lines), 3000);
  int tries = 0;
  bool inside = false;  // a run of numbered lines is tried from its first line only
  for (std::size_t i = 0; i < most && tries < 12; ++i) {
    if (lines[i].blank()) continue;
    const bool label = is_contents_line(lines[i]);
    const bool numbered = parse_numbered(lines[i].text).has_value();
    const bool tried = inside;
    inside = numbered || label;
    if (!label && (!numbered || tried)) continue;
    ++tries;
    Match match;
    match.contents = read_contents(lines, label ? i + 1 : i);
    if (match.contents.entries.size() < 2) continue;
    split_after_titles(lines, match.contents);
    match.headings = find_headings(lines, match.contents);
    match.answered = static_cast<std::size_t>(std::count_if(match.headings.begin(), match.headings.end(),
                                                            [&](const Heading& h) { return h.body <= lines.size(); }));
    if (match.answered * 2 < match.contents.entries.size()) match_bare_numbers(lines, match);
    if (match.answered * 10 < match.contents.entries.size() * 6) continue;
    if (!best || match.answered > best->answered) best = std::move(match);
    if (label) break;
  }
  return best;
}

// "BR 647/06." before a title, or where it should be: its length, 0 if there is none.
std::size_t file_mark(std::string_view title) {
  std::size_t at = 0;
  while (at < title.size() && title[at] >= 'A' && title[at] <= 'Z') ++at;
  if (at > 4 || (at > 0 && (at >= title.size() || !is_space(title[at])))) return 0;
  while (at < title.size() && is_space(title[at])) ++at;
  const std::size_t first = at;
  while (at < title.size() && is_digit(title[at])) ++at;
  if (at == first || at >= title.size() || title[at] != '/') return 0;
  const std::size_t second = ++at;
  while (at < title.size() && is_digit(title[at])) ++at;
  if (at == second || at - second > 4 ||
      (at < title.size() && !is_space(title[at]) && title[at] != '.' && title[at] != ':'))
    return 0;
  return at;
}

// "Title⇥25/12341": it stands in another cell of the title's row, which the title loses later.
void take_case_beside(Heading& heading) {
  const std::size_t tab = heading.title.rfind('\t');
  if (tab == std::string::npos || heading.case_number) return;
  const std::string_view cell = trim(std::string_view(heading.title).substr(tab));
  const auto digits = std::count_if(cell.begin(), cell.end(), is_digit);
  const bool parts = cell.find_first_of("-/") != std::string_view::npos && !find_date(cell);
  if (digits > 5 && parts && cell.find_first_not_of("0123456789-/.") == std::string_view::npos)
    heading.case_number = std::string(cell);
}

// "Title (2030-0012345)": the case number stands behind the title.
void take_case_behind(Heading& heading) {
  const std::size_t open = heading.title.rfind('(');
  if (open == std::string::npos || open == 0 || !heading.title.ends_with(')')) return;
  const std::string inner = heading.title.substr(open + 1, heading.title.size() - open - 2);
  const auto digits = std::count_if(inner.begin(), inner.end(), is_digit);
  if (digits < 7 || inner.find('-') == std::string::npos ||
      inner.find_first_not_of("0123456789-/.") != std::string::npos)
    return;
  heading.case_number = inner;
  heading.title = std::string(trim(std::string_view(heading.title).substr(0, open)));
}

// A heading without a title has it on the next line, or (where headings of sections follow at once) on the one before.
void find_title(const Lines& lines, Heading& heading, bool before) {
  if (const std::size_t mark = file_mark(heading.title)) {
    heading.case_number = heading.title.substr(0, mark);
    std::string_view rest = std::string_view(heading.title).substr(mark);
    while (rest.starts_with('.') || rest.starts_with(':') || rest.starts_with(' ') || rest.starts_with('\t'))
      rest.remove_prefix(1);
    heading.title = std::string(trim(rest));
  }
  if (const auto found = find_case_number(heading.title)) {
    heading.case_number = found->text;
    std::string_view rest = trim(std::string_view(heading.title).substr(found->end));
    while (rest.starts_with('-') || rest.starts_with(':') || rest.starts_with(',')) rest = trim(rest.substr(1));
    heading.title = std::string(rest);
  }
  if (!heading.title.empty()) return;
  if (before) {
    std::size_t above = heading.line;
    if (above > 1 && lines[above - 1].blank()) --above;
    if (above == 0 || lines[above - 1].blank() || lines[above - 1].text.size() > 250) return;
    if (above < heading.line && lines[above - 1].text.ends_with('.')) return;
    heading.line = above - 1;
    heading.title = lines[heading.line].text;
    return;
  }
  std::size_t next = heading.body;
  while (next < lines.size() && lines[next].blank()) ++next;
  if (next >= lines.size() || next > heading.body + 2 || lines[next].text.size() > 250) return;
  if (find_heading(lines, next, lines.size(), true) || find_case_number(lines[next].text)) return;
  heading.title = lines[next].text;
  heading.body = next + 1;
}

// Do sections begin right after most headings without a title?
bool titles_stand_before(const Lines& lines, const std::vector<Heading>& headings) {
  int after = 0, bare = 0;
  for (const Heading& heading : headings) {
    if (!heading.title.empty()) continue;
    ++bare;
    std::size_t next = heading.body;
    while (next < lines.size() && lines[next].blank()) ++next;
    if (next < lines.size() && (find_heading(lines, next, lines.size(), true) || find_case_number(lines[next].text)))
      ++after;
  }
  return bare > 0 && after * 2 > bare;
}

std::vector<Heading> headings_of(const Lines& lines, const Chain& chain) {
  std::vector<Heading> headings;
  for (const Candidate& item : chain.items) {
    headings.push_back({item.line, item.line + 1, 0, item_number(item.number), item.title, false, {}});
  }
  const bool before = titles_stand_before(lines, headings);
  for (Heading& heading : headings) {
    find_title(lines, heading, before);
    extend_title(lines, heading, nullptr);
  }
  return headings;
}

// One item alone needs more than a number.
bool is_convincing(const Lines& lines, const Chain& chain, const Landmarks& landmarks) {
  if (chain.items.empty()) return false;
  if (chain.items.size() >= 2) return chain.score >= 1.5;
  const Range rest{chain.items.front().line, lines.size()};
  return landmarks.headings(rest) > 0 && (chain.score > 0.9 || chain.items.front().family.size() > 1);
}

// The end of a row's first cell: a tab, " | " or a wide gap.
std::size_t cell_end(std::string_view text) {
  std::size_t end = std::string_view::npos;
  for (const std::string_view mark : {"\t", " | ", "   "}) end = std::min(end, text.find(mark, 4));
  return end;
}

// The last column of a table of decisions.
bool ends_in_decisions(const std::string& words) {
  return words.ends_with("beslutning") || words.ends_with("referat") || words.ends_with("konklusion");
}

// One of its first columns, before which their numbers may stand: "Nr. Punkt".
bool names_items(std::string_view words) {
  for (const std::string_view number : {"nr. ", "nr ", "# "}) {
    if (words.starts_with(number)) words.remove_prefix(number.size());
  }
  constexpr std::string_view kNames[]{"mødepunkt", "punkt", "emne", "tid", "dagsordenspunkt", "pkt", "sag"};
  return std::any_of(std::begin(kNames), std::end(kNames), [&](auto name) { return words.starts_with(name); });
}

// A flattened table whose rows are lines, "1 Title | Godkendt": its second cells become lines of their own.
void split_rows(Lines& lines) {
  std::size_t head = lines.size();
  for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 400) && head == lines.size(); ++i) {
    const std::size_t cell = lines[i].text.size() < 120 ? cell_end(lines[i].text) : std::string_view::npos;
    if (cell == std::string_view::npos || parse_numbered(lines[i].text)) continue;
    if (ends_in_decisions(key(lines[i].text))) head = i;
  }
  Lines out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out.push_back(lines[i]);
    if (i <= head) continue;
    const auto numbered = parse_numbered(lines[i].text);
    const std::size_t cell = numbered ? cell_end(lines[i].text) : std::string_view::npos;
    if (cell == std::string_view::npos || numbered->title.empty()) continue;
    out.back() = {lines[i].text.substr(0, cell), trim(lines[i].text.substr(0, cell))};
    std::string_view rest = trim(lines[i].text.substr(cell));
    if (rest.starts_with('|')) rest = trim(rest.substr(1));
    out.push_back({rest, rest});
  }
  lines = std::move(out);
}

class NumberedReader : public Reader {
 public:
  std::string_view layout() const override { return "numbered"; }

  std::optional<Meeting> read(Lines lines) const override {
    split_labels(lines);
    split_rows(lines);
    const Landmarks landmarks(lines);
    Plan plan;
    std::size_t head_end = lines.size();
    if (auto match = match_contents(lines)) {
      head_end = match->contents.begin;
      plan.list_end = match->contents.end;
      plan.headings = std::move(match->headings);
    } else {
      const Landmarks marks(lines);
      const Chain chain = best_chain(lines, find_candidates(lines), marks);
      if (!is_convincing(lines, chain, marks)) return std::nullopt;
      plan.headings = headings_of(lines, chain);
      head_end = plan.headings.front().line;
    }
    for (Heading& heading : plan.headings) tidy(heading);
    plan.head = read_head(lines, {0, head_end});
    plan.body.inline_labels = true;
    plan.body.bare_decisions = landmarks.all_decisions() == 0;
    plan.body.all_is_decision = plan.body.bare_decisions && is_table_of_decisions(lines, head_end);
    plan.layout = layout();
    return build(lines, std::move(plan));
  }

 private:
  static void tidy(Heading& heading) {
    take_case_beside(heading);
    take_case_behind(heading);
    heading.title = tidy_title(heading.title);
  }

  // A flattened table's head: "Nr. Mødepunkt Beslutning", or its cells on lines of their own.
  static bool is_table_of_decisions(const Lines& lines, std::size_t end) {
    std::string last;
    for (std::size_t i = 0; i < end; ++i) {
      if (lines[i].blank() || lines[i].text.size() > 80) continue;
      const std::string words = key(lines[i].text);
      if (ends_in_decisions(words) && (count_words(words) > 1 ? names_items(words) : names_items(last))) return true;
      last = words;
    }
    return false;
  }
};

}  // namespace

std::unique_ptr<Reader> make_numbered_reader() {
  return std::make_unique<NumberedReader>();
}

}  // namespace opslag::corpus::minutes
