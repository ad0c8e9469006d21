// Matches the list of contents with the headings in the text, and builds the meeting.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/outline.h"

#include <algorithm>
#include <unordered_map>

#include "corpus/minutes/dates.h"
#include "corpus/minutes/marked_items.h"
#include "corpus/minutes/numbered.h"

namespace opslag::corpus::minutes {
namespace {

Role part_role(const Line& line) {
  if (line.blank() || line.text.size() > 60) return Role::none;
  const Role role = vocabulary().heading(key(line.text));
  return role == Role::open_part || role == Role::closed_part ? role : Role::none;
}

Entry make_entry(std::string_view number, std::string_view title, bool closed) {
  const Title clean = clean_title(title);
  return {item_number(number), std::string(title), key(clean.text), closed || clean.closed};
}

// Splits "10. Eventuelt1. Orientering" where the list's first entry begins again.
bool split_glued(Lines& lines, std::size_t index, std::string_view first) {
  const std::string_view text = lines[index].text;
  if (first.size() < 5 || text.size() <= first.size() || !text.ends_with(first)) return false;
  split_line(lines, index, text.size() - first.size());
  return true;
}

// Do numbered lines begin a few lines on?
bool numbers_follow(const Lines& lines, std::size_t i) {
  for (int seen = 0; ++i < lines.size() && seen < 6;) {
    if (lines[i].blank()) continue;
    if (lines[i].text.size() < 300 && parse_numbered(lines[i].text)) return true;
    ++seen;
  }
  return false;
}

// Is the line the rest of the entry above it: does the next number follow?
bool goes_on(const Lines& lines, std::size_t i, const Entry& entry) {
  const int* number = std::get_if<int>(&entry.number);
  if (number == nullptr || lines[i].text.size() > 200 || find_heading(lines, i, lines.size(), false)) return false;
  for (std::size_t next = i + 1; next < std::min(i + 4, lines.size()); ++next) {
    if (lines[next].blank()) continue;
    const auto numbered = parse_numbered(lines[next].text);
    if (numbered && item_number(numbered->number) == ItemNumber(*number + 1)) return true;
  }
  return false;
}

// Finds headings by number and title.
class NumberedSearch {
 public:
  NumberedSearch(const Lines& lines, const Contents& contents)
      : lines_(lines), contents_(contents), used_(contents.entries.size()) {
    for (std::size_t i = 0; i < contents.entries.size(); ++i)
      by_number_[to_string(contents.entries[i].number)].push_back(i);
  }

  // For each entry, the line of its heading.
  std::vector<std::optional<Heading>> run() {
    std::vector<std::optional<Heading>> found(contents_.entries.size());
    for (std::size_t i = contents_.end; i < lines_.size(); ++i) {
      if (lines_[i].blank() || lines_[i].text.size() > 1000) continue;
      const auto numbered = parse_numbered(lines_[i].text);
      if (!numbered) continue;
      const auto entry = match(*numbered);
      if (!entry) continue;
      used_[*entry] = true;
      found[*entry] = Heading{
          i, i + 1, 0, contents_.entries[*entry].number, std::string(numbered->title), contents_.entries[*entry].closed,
          {}};
      extend_title(lines_, *found[*entry], &contents_.entries[*entry].key);
    }
    return found;
  }

 private:
  std::optional<std::size_t> match(const Numbered& numbered) const {
    const auto candidates = by_number_.find(to_string(item_number(numbered.number)));
    if (candidates == by_number_.end()) return std::nullopt;
    const std::string title = key(clean_title(numbered.title).text);
    std::size_t compared = 0;
    for (const bool exactly : {true, false}) {
      for (const std::size_t i : candidates->second) {
        if (used_[i] || ++compared > 400) continue;
        const std::string& wanted = contents_.entries[i].key;
        if (exactly ? title == wanted : !title.empty() && same_title(title, wanted)) return i;
      }
    }
    return std::nullopt;
  }

  const Lines& lines_;
  const Contents& contents_;
  std::vector<bool> used_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_number_;
};

// Finds headings by title alone, in the list's order.
std::vector<std::optional<Heading>> search_titles(const Lines& lines, const Contents& contents) {
  std::vector<std::optional<Heading>> found(contents.entries.size());
  std::size_t next = 0;
  for (std::size_t i = contents.end; i < lines.size() && next < contents.entries.size(); ++i) {
    if (lines[i].blank() || lines[i].text.size() > 1000) continue;
    const std::string words = key(clean_title(lines[i].text).text);
    // An entry whose heading was lost must not hide those after it.
    for (std::size_t entry = next; entry < std::min(next + 4, contents.entries.size()); ++entry) {
      if (words != contents.entries[entry].key) continue;
      found[entry] = Heading{
          i, i + 1, 0, contents.entries[entry].number, contents.entries[entry].title, contents.entries[entry].closed,
          {}};
      next = entry + 1;
      break;
    }
  }
  return found;
}

// Marks what stands in closed parts of the text.
void mark_parts(const Lines& lines, std::size_t begin, std::vector<Heading>& headings) {
  if (headings.empty()) return;
  bool closed = false;
  std::size_t next = 0;
  for (std::size_t i = begin; i < lines.size() && next < headings.size(); ++i) {
    while (next < headings.size() && headings[next].line <= i) {
      headings[next].closed = headings[next].closed || closed;
      ++next;
    }
    const Role role = part_role(lines[i]);
    if (role == Role::closed_part) closed = true;
    if (role == Role::open_part) closed = false;
  }
}

std::string guess_type(const Head& head, bool decided, std::size_t recommended) {
  if (head.said_type && head.meeting.type == "referat") return "referat";
  if (decided) return "referat";
  if (head.said_type) return head.meeting.type;
  return recommended >= 2 ? "dagsorden" : "referat";
}

// A case number on the last line before a heading belongs to the item that begins there.
void take_case_number(const Lines& lines, std::size_t begin, std::size_t& end, Heading& next) {
  std::size_t i = end;
  while (i > begin && lines[i - 1].blank()) --i;
  if (i <= begin + 2 || lines[i - 1].text.size() > 80) return;
  const auto found = find_case_number(lines[i - 1].text);
  if (!found) return;
  if (!next.case_number) next.case_number = found->text;
  end = i - 1;
}

// "17.00": the next row's first cell, in a flattened table.
bool is_time_alone(std::string_view text) {
  return text.size() > 3 && text.size() < 14 && is_digit(text.front()) &&
         text.find_first_not_of("0123456789.:- kl") == std::string_view::npos &&
         !find_times("kl. " + std::string(text)).empty() && !find_date(text);
}

// An item's text ends before the line that begins a closed or open part.
std::size_t end_of(const Lines& lines, std::size_t begin, std::size_t end) {
  if (end > begin && end < lines.size() && is_time_alone(lines[end - 1].text)) --end;
  for (std::size_t i = end; i > begin && i + 6 > end; --i) {
    if (part_role(lines[i - 1]) != Role::none) return i - 1;
  }
  return end;
}

}  // namespace

std::string_view without_page(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && is_digit(text[end - 1])) --end;
  if (end == text.size() || end == 0) return text;
  const bool apart = text[end - 1] == '\t' || text.substr(0, end).ends_with("..") ||
                     text.substr(0, end).ends_with("  ") || text.substr(0, end).ends_with(". ");
  if (!apart) return text;
  text = trim(text.substr(0, end));
  while (text.ends_with("..") || text.ends_with("…"))
    text = trim(text.substr(0, text.size() - (text.ends_with('.') ? 1 : 3)));
  return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

Contents read_contents(Lines& lines, std::size_t begin) {
  Contents contents;
  contents.end = begin;
  std::string first, word;
  bool closed = false, numbers = true;
  for (std::size_t i = begin; i < lines.size(); ++i) {
    if (lines[i].blank()) continue;
    if (const Role part = part_role(lines[i]); part != Role::none) {
      closed = part == Role::closed_part;
      continue;
    }
    if (lines[i].text.size() > 1000) break;
    if (contents.entries.size() > 1 && split_glued(lines, i, first)) {
      --i;
      continue;
    }
    const auto numbered = parse_numbered(lines[i].text);
    if (!numbered && contents.entries.empty() && numbers_follow(lines, i)) continue;
    const bool more = numbers && !contents.entries.empty();
    if (more && (!numbered || numbered->title.empty()) && !lines[i - 1].blank() &&
        goes_on(lines, i, contents.entries.back())) {
      Entry& entry = contents.entries.back();
      entry.title += " " + std::string(without_page(lines[i].text));
      entry.key = key(entry.title);
      contents.end = i + 1;
      continue;
    }
    if (numbered && more && (numbered->word != word || numbered->title.empty())) break;
    if (!numbered && (contents.entries.empty() ? lines[i].text.size() > 200 : numbers)) break;
    if (contents.entries.empty()) {
      numbers = numbered.has_value();
      word = numbered ? numbered->word : "";
      first = lines[i].text;
    }
    if (!numbered && find_heading(lines, i, lines.size(), false)) break;
    Entry entry = numbered ? make_entry(numbered->number, without_page(numbered->title), closed)
                           : make_entry("", without_page(lines[i].text), closed);
    const bool again =
        std::any_of(contents.entries.begin(),
                    contents.entries.begin() + std::min<std::ptrdiff_t>(std::ssize(contents.entries), 400),
                    [&](const Entry& known) {
                      return known.number == entry.number &&
                             (known.key == entry.key || (entry.key.size() >= 20 && known.key.starts_with(entry.key)));
                    });
    if (again) break;
    if (contents.entries.empty()) contents.begin = i;
    contents.entries.push_back(std::move(entry));
    contents.end = i + 1;
  }
  return contents;
}

// Does a title break off in the middle of a phrase?
bool ends_in_phrase(const std::string& title) {
  for (const std::string_view word : {" i", " og", " af", " til", " fra", " for", " med", " om", " på", " den", " det",
                                      " de", " ved", " under", " samt", " eller", " bilag", " nr"}) {
    if (title.ends_with(word)) return true;
  }
  return false;
}

void extend_title(const Lines& lines, Heading& heading, const std::string* listed) {
  for (int n = 0; n < 3; ++n) {
    const std::size_t next = heading.body;
    if (next >= lines.size() || next == 0 || lines[next].blank() || lines[next - 1].blank()) return;
    const std::string_view line = lines[next].text;
    if (heading.title.size() < 30 || line.size() > 160 || vocabulary().heading(key(line)) != Role::none ||
        find_heading(lines, next, lines.size(), true))
      return;
    const std::string both = heading.title + " " + std::string(line);
    const std::string alone = key(heading.title), joined = key(both);
    const bool in_list = listed != nullptr && listed->size() > alone.size() + 2 && listed->starts_with(alone) &&
                         (listed->starts_with(joined) || (joined.size() > 20 && likeness(*listed, joined) > 0.93));
    const bool last =
        next + 1 >= lines.size() || lines[next + 1].blank() || find_heading(lines, next + 1, lines.size(), true);
    const bool open = alone.ends_with(',') || alone.ends_with('-') || starts_lower(line) || ends_in_phrase(alone);
    const bool full = listed != nullptr && (*listed == alone || !listed->starts_with(alone.substr(0, 20)));
    if (!in_list && !(open && last && !full && !line.ends_with('.'))) return;
    heading.title = both;
    heading.body = next + 1;
  }
}

void split_after_titles(Lines& lines, const Contents& contents) {
  std::unordered_map<std::string, std::vector<std::size_t>> by_number;
  for (std::size_t i = 0; i < contents.entries.size(); ++i) {
    by_number[to_string(contents.entries[i].number)].push_back(i);
  }
  Lines out;
  out.reserve(lines.size() + contents.entries.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out.push_back(lines[i]);
    if (i < contents.end || lines[i].blank()) continue;
    const auto numbered = parse_numbered(lines[i].text.substr(0, 400));
    const auto found = numbered ? by_number.find(to_string(item_number(numbered->number))) : by_number.end();
    if (found == by_number.end() || found->second.size() > 20) continue;
    const auto title = static_cast<std::size_t>(numbered->title.data() - lines[i].text.data());
    for (const std::size_t entry : found->second) {
      const Entry& listed = contents.entries[entry];
      const std::size_t cut = title + listed.title.size();
      if (listed.key.size() < 6 || cut + 1 >= lines[i].text.size() || !is_space(lines[i].text[cut])) continue;
      if (lines[i].text.substr(title, listed.title.size()) != listed.title) continue;
      const std::string_view rest = trim(lines[i].text.substr(cut));
      // More of the title goes on in small letters, or is no sentence.
      if (!starts_upper(rest) || (!rest.ends_with('.') && count_words(rest, 10) < 4)) continue;
      out.back() = {lines[i].text.substr(0, cut), lines[i].text.substr(0, cut)};
      out.push_back({rest, rest});
      break;
    }
  }
  lines = std::move(out);
}

std::vector<Heading> find_headings(const Lines& lines, const Contents& contents) {
  auto found = NumberedSearch(lines, contents).run();
  const auto count = [](const auto& headings) {
    return std::count_if(headings.begin(), headings.end(), [](const auto& h) { return h.has_value(); });
  };
  const bool numbers = !contents.entries.empty() && contents.entries.front().number != ItemNumber();
  if (static_cast<std::size_t>(count(found)) * 2 < contents.entries.size() &&
      (contents.entries.size() > 1 || !numbers)) {
    auto by_title = search_titles(lines, contents);
    if (count(by_title) > count(found)) found = std::move(by_title);
  }
  // What the list names but the text lacks stands, empty, behind the entry before it.
  std::vector<Heading> headings;
  std::size_t last = contents.end;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i]) {
      last = found[i]->line;
      headings.push_back(*found[i]);
    } else {
      const Entry& entry = contents.entries[i];
      headings.push_back({last, lines.size() + 1, 0, entry.number, entry.title, entry.closed, {}});
    }
  }
  std::stable_sort(headings.begin(), headings.end(),
                   [](const Heading& a, const Heading& b) { return a.line < b.line; });
  return headings;
}

// "Mødet hævet kl. 20.15" among the last lines ends the last item, and the meeting.
std::size_t end_of_meeting(const Lines& lines, MeetingHead& meeting) {
  std::size_t i = lines.size();
  for (int seen = 0; i > 0 && seen < 15; --i) {
    const Line& line = lines[i - 1];
    if (line.blank()) continue;
    ++seen;
    if (line.text.size() > 80 || find_label(line.text).role != Role::end) continue;
    const auto times = find_times(line.text);
    if (times.empty()) continue;
    if (!meeting.end && meeting.date) meeting.end = *meeting.date + "T" + times.front();
    return i - 1;
  }
  return lines.size();
}

Meeting build(const Lines& lines, Plan plan) {
  add_marked_items(lines, plan.list_end, plan.headings);
  drop_bare_markers(plan.headings);
  mark_parts(lines, plan.list_end, plan.headings);
  plan.body.date = plan.head.meeting.date;
  plan.body.committee = key(plan.head.meeting.committee.value_or(""));
  Meeting meeting;
  static_cast<MeetingHead&>(meeting) = plan.head.meeting;
  meeting.layout = plan.layout;
  const std::string title_key = key(meeting.title.value_or(""));
  const bool all_closed =
      title_key.starts_with("lukket ") || title_key == "lukket" || title_key.ends_with("for lukkede døre");
  if (all_closed) meeting.audience = Audience::internal;
  bool decided = false;
  std::size_t recommended = 0;
  std::size_t end = plan.headings.empty() ? lines.size() : end_of_meeting(lines, meeting);
  if (!plan.headings.empty() && end <= plan.headings.back().line) end = lines.size();
  for (std::size_t i = plan.headings.size(); i-- > 0;) {
    Heading& heading = plan.headings[i];
    const bool empty = heading.body > lines.size();
    heading.end = empty ? heading.body : end;
    if (!empty) end = heading.line;
  }
  if (!plan.headings.empty()) {
    Heading& first = plan.headings.front();
    std::size_t head_end = std::min(first.line, lines.size());
    if (head_end > 3) take_case_number(lines, head_end - 3, head_end, first);
  }
  for (std::size_t i = 0; i < plan.headings.size(); ++i) {
    Heading& heading = plan.headings[i];
    if (i + 1 < plan.headings.size() && plan.headings[i + 1].body <= lines.size() && heading.body <= lines.size()) {
      take_case_number(lines, heading.body, heading.end, plan.headings[i + 1]);
    }
    const Title title = clean_title(heading.title);
    const Range range =
        heading.body > lines.size() ? Range{0, 0} : Range{heading.body, end_of(lines, heading.body, heading.end)};
    Body body = read_body(lines, range, title.text, plan.body);
    body.item.number = heading.number;
    body.item.title = title.text;
    if (heading.case_number && !body.item.case_number) body.item.case_number = heading.case_number;
    if (title.closed || heading.closed || body.closed || all_closed) body.item.audience = Audience::internal;
    decided = decided || body.has_decision_heading || !body.item.decision->text.empty();
    for (const Section& section : body.item.sections) {
      if (section.heading && key(*section.heading).find("indstilling") != std::string::npos) ++recommended;
    }
    meeting.items.push_back(std::move(body.item));
  }
  meeting.type = guess_type(plan.head, decided, recommended);
  if (meeting.type != "referat") {
    for (AgendaItem& item : meeting.items) item.decision.reset();
  }
  return meeting;
}

}  // namespace opslag::corpus::minutes
