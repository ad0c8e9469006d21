// Reads the head of a meeting.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/head.h"

#include <algorithm>
#include <vector>

#include "corpus/minutes/dates.h"
#include "corpus/minutes/head_names.h"

namespace opslag::corpus::minutes {
namespace {

constexpr std::size_t kMostLines = 400;

// Says what kind of document this is; true if it does.
bool read_type(const std::string& words, Head& head) {
  if (head.said_type) return true;
  if (has_word(words, "tillægsdagsorden") || has_word(words, "supplerende dagsorden")) {
    head.meeting.type = "tillaegsdagsorden";
  } else if (has_word(words, "referat") || has_word(words, "beslutningsprotokol") ||
             has_word(words, "beslutningsreferat") || has_word(words, "protokol") || has_word(words, "mødereferat") ||
             has_word(words, "udskrift")) {
    head.meeting.type = "referat";
  } else if (has_word(words, "dagsorden") || has_word(words, "mødeindkaldelse")) {
    head.meeting.type = "dagsorden";
  } else {
    return false;
  }
  head.said_type = true;
  return true;
}

// "2023-09-29 08:15", "12-09-2030 13:30:00", "Fredag d. 27. marts 2026 kl. 09:00 - 11:00".
void read_start(std::string_view value, Head& head) {
  MeetingHead& meeting = head.meeting;
  const auto date = find_date(value);
  if (date && !meeting.date) {
    meeting.date = date->iso;
    head.other_date = date->swapped;
  }
  const auto times =
      find_times(date ? std::string(value.substr(0, date->begin)) + " " + std::string(value.substr(date->end))
                      : std::string(value));
  if (!times.empty() && !meeting.start) meeting.start = times[0];
  if (times.size() > 1 && !meeting.end) meeting.end = times[1];
}

void read_end(std::string_view value, Head& head) {
  const auto date = find_date(value);
  const auto times = find_times(date ? value.substr(date->end) : value);
  if (times.empty()) return;
  head.meeting.end = times[0];
}

void take(const Label& label, std::string_view value, Head& head) {
  MeetingHead& meeting = head.meeting;
  switch (label.role) {
    case Role::committee:
      if (!meeting.committee && !value.empty()) meeting.committee = value;
      break;
    case Role::organisation:
      if (!meeting.organisation && !value.empty()) meeting.organisation = value;
      break;
    case Role::place:
      if (!meeting.place && !value.empty()) meeting.place = value;
      break;
    case Role::date:
    case Role::start:
      read_start(value, head);
      break;
    case Role::end:
      read_end(value, head);
      break;
    case Role::published:
      if (const auto date = find_date(value); date && !meeting.published) meeting.published = date->iso;
      break;
    case Role::title:
      if (value.empty()) break;
      if (!meeting.title) meeting.title = value;
      read_title(value, head);
      break;
    default:
      break;
  }
}

bool is_label_line(const Line& line) {
  if (find_label(line.text).role != Role::none) return true;
  return line.text.size() < 40 && line.text.ends_with(':');
}

// The lines after a label that stands alone, up to a blank line or the next label.
std::string value_after(const Lines& lines, std::size_t label, Range range, std::size_t& next) {
  std::size_t i = label + 1;
  while (i < range.end && lines[i].blank()) ++i;
  std::string value;
  for (int n = 0; n < 3 && i < range.end && !lines[i].blank() && !is_label_line(lines[i]); ++n, ++i) {
    if (!value.empty()) value += ", ";
    value += lines[i].text;
  }
  next = value.empty() ? label + 1 : i;
  return value;
}

// Lines that say when something else happened.
bool of_other_date(const std::string& words) {
  if (words.size() > 160) return false;  // a page without line ends says all kinds of things
  for (const std::string_view word : {"udgivet", "publiceret", "offentliggjort", "udskrevet", "godkendelse af referat",
                                      "godkendt den", "udsendt", "næste møde", "opdateret", "frist"}) {
    if (words.find(word) != std::string::npos) return true;
  }
  return false;
}

struct TitleLine {
  std::size_t line = 0;
  bool found = false;
};

// The first line that names a meeting: "Møde i …", "Referat …", "… den 3. maj 2030".
TitleLine find_title(const Lines& lines, Range range) {
  TitleLine dated;
  for (std::size_t i = range.begin, seen = 0; i < range.end && seen < 60; ++i) {
    if (lines[i].blank() || lines[i].text.size() > 250) continue;
    ++seen;
    const std::string words = key(lines[i].text);
    if (find_label(lines[i].text).role != Role::none || of_other_date(words)) continue;
    if (vocabulary().heading(words) == Role::noise) continue;
    const bool names = has_word(words, "møde") || has_word(words, "mødet") || has_word(words, "referat") ||
                       has_word(words, "dagsorden") || has_word(words, "beslutningsprotokol") ||
                       has_word(words, "protokol") || has_word(words, "beslutningsreferat") ||
                       has_word(words, "mødereferat") || has_word(words, "tillægsdagsorden");
    if (names && count_words(words) > 1 && count_words(words) < 25) return {i, true};
    if (!dated.found && find_date(lines[i].text) && count_words(words) < 14) dated = {i, true};
  }
  return dated;
}

// A title over several lines: each but the last ends in the middle of a phrase.
std::string whole_title(const Lines& lines, std::size_t i, std::size_t end) {
  std::string title(lines[i].text);
  for (int n = 0; n < 4 && i + 1 < end && !lines[i + 1].blank(); ++n) {
    const std::string words = key(title);
    const bool open = words.ends_with(" for") || words.ends_with(" i") || words.ends_with(" og") ||
                      words.ends_with(" af") || words.ends_with(" til") || words.ends_with(" fra") ||
                      words.ends_with(" den") || words.ends_with(",") || words == "referat" ||
                      starts_lower(lines[i + 1].text);
    if (!open || lines[i + 1].text.size() > 120 || title.size() > 200) break;
    title += " ";
    title += lines[++i].text;
  }
  return title;
}

void complete_date(const Lines& lines, Range range, Head& head) {
  for (std::size_t i = range.begin; i < range.end && !head.meeting.date; ++i) {
    if (lines[i].blank() || lines[i].text.size() > 2000 || of_other_date(key(lines[i].text))) continue;
    if (find_date(lines[i].text)) read_start(lines[i].text, head);
  }
}

// "Møde den 14. januar", its year lost: the one that the head names elsewhere (when it was published).
void complete_year(const Lines& lines, Range range, Head& head) {
  if (head.meeting.date) return;
  std::string year;
  for (std::size_t i = range.begin; i < range.end && year.empty(); ++i) {
    if (lines[i].text.size() > 2000) continue;
    if (const auto date = find_date(lines[i].text)) year = date->iso.substr(0, 4);
  }
  for (std::size_t i = range.begin; i < range.end && !head.meeting.date && !year.empty(); ++i) {
    if (lines[i].text.size() > 2000 || of_other_date(key(lines[i].text))) continue;
    head.meeting.date = find_date_in_year(lines[i].text, year);
  }
}

// "25.08.27" may be read from both ends: the year that the text speaks of decides.
void choose_date(const Lines& lines, Head& head) {
  if (!head.meeting.date || head.other_date.empty() || head.other_date == *head.meeting.date) return;
  std::size_t here = 0, there = 0;
  const std::string year = head.meeting.date->substr(0, 4), other = head.other_date.substr(0, 4);
  for (std::size_t i = 0; i < std::min(lines.size(), kMostLines); ++i) {
    const std::string_view text = lines[i].text.substr(0, 2000);
    if (text.find(year) != std::string_view::npos) ++here;
    if (text.find(other) != std::string_view::npos) ++there;
  }
  if (there > here) head.meeting.date = head.other_date;
}

// A time is known as "08:15" until its day is.
void complete_times(MeetingHead& meeting) {
  for (auto* time : {&meeting.start, &meeting.end}) {
    if (*time && meeting.date) **time = *meeting.date + "T" + **time;
    if (*time && !meeting.date) time->reset();
  }
}

void complete_names(const Lines& lines, Range range, Head& head) {
  MeetingHead& meeting = head.meeting;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    const std::string_view text = lines[i].text;
    if (text.empty() || text.size() > 120) continue;
    const std::string words = key(text);
    read_type(words, head);
    if (!meeting.organisation && (words.ends_with(" kommune") || words.starts_with("region ")) &&
        count_words(words) < 4 && starts_upper(text)) {
      meeting.organisation = text;
    }
    if (!meeting.committee && is_committee_name(words) && starts_upper(text) && !text.ends_with('.'))
      meeting.committee = text;
  }
}

}  // namespace

Label find_label(std::string_view line) {
  if (line.empty() || line.size() > 400) return {};
  const Vocabulary& words = vocabulary();
  if (line.size() < 60) {
    if (const Role role = words.label(key(line)); role != Role::none) return {role, {}};
  }
  if (!starts_upper(line)) return {};
  const std::size_t colon = line.substr(0, 48).find(':');
  if (colon != std::string_view::npos) {
    const Role role = words.label(key(line.substr(0, colon)));
    if (role != Role::none) return {role, trim(line.substr(colon + 1))};
  }
  // A label and its value side by side: only where the value is of the label's kind, or the label can't be prose.
  for (std::size_t space = line.find_first_of(" \t"); space != std::string_view::npos && space < 32;
       space = line.find_first_of(" \t", space + 1)) {
    const std::string label = key(line.substr(0, space));
    const Role role = words.label(label);
    if (role == Role::none) continue;
    const std::string_view value = trim(line.substr(space));
    const bool tab = line[space] == '\t';
    if ((role == Role::date || role == Role::published) && find_date(value)) return {role, value};
    if ((role == Role::start || role == Role::end) && (!find_times(value).empty() || find_date(value)) &&
        line.size() < 120)
      return {role, value};
    if (role == Role::place && (tab || label != "adresse") && line.size() < 200) return {role, value};
    if (tab && (role == Role::committee || role == Role::title)) return {role, value};
  }
  return {};
}

void read_title(std::string_view title, Head& head) {
  MeetingHead& meeting = head.meeting;
  read_type(key(title), head);
  const auto date = find_date(title);
  if (date && !meeting.date) read_start(title, head);
  if (meeting.committee) return;
  std::string name = date ? without_date(title, *date) : std::string(title);
  if (const std::size_t clock = name.find(" kl"); clock != std::string::npos) name.resize(clock);
  name = body_of_meeting(committee_in_title(name));
  if (name.size() < 3 || name.size() > 110 || count_words(name) > 12) return;
  if (starts_upper(name) || is_committee_name(key(name))) meeting.committee = capitalised(name);
}

Head read_head(const Lines& lines, Range range) {
  range.end = std::min(range.end, range.begin + kMostLines);
  Head head;
  std::optional<std::string> titled;
  std::vector<std::pair<Label, std::string>> found;
  for (std::size_t i = range.begin; i < range.end;) {
    const Label label = lines[i].blank() ? Label{} : find_label(lines[i].text);
    std::size_t next = i + 1;
    std::string value(label.value);
    if (label.role != Role::none && value.empty()) value = value_after(lines, i, range, next);
    if (label.role != Role::none) found.emplace_back(label, std::move(value));
    i = next;
  }
  // The committee's label wins over what a title seems to say, a date's label over a date in prose.
  const auto first = [&](Role role) {
    for (const auto& [label, value] : found) {
      if (label.role == role) take(label, value, head);
    }
  };
  for (const Role role :
       {Role::committee, Role::organisation, Role::start, Role::date, Role::end, Role::place, Role::published})
    first(role);
  first(Role::title);
  const TitleLine title = find_title(lines, range);
  if (title.found) {
    const std::string text = whole_title(lines, title.line, range.end);
    if (!head.meeting.title) head.meeting.title = text;
    read_title(text, head);
  }
  complete_names(lines, range, head);
  split_organisation(head.meeting);
  complete_date(lines, range, head);
  choose_date(lines, head);
  complete_year(lines, range, head);
  complete_times(head.meeting);
  return head;
}

}  // namespace opslag::corpus::minutes
