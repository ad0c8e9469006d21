// Reads the headings of items.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/numbered.h"

#include <algorithm>
#include <vector>

#include "corpus/minutes/lines.h"
#include "corpus/minutes/vocabulary.h"

namespace opslag::corpus::minutes {
namespace {

// The longest of the vocabulary's words that the text begins with, up to where the word ends; 0 if none.
std::size_t leading_word(std::string_view text, const std::vector<std::string>& words, std::string& found) {
  std::size_t longest = 0;
  // Words are short: every prefix that ends before a space, a dot or a digit is tried.
  for (std::size_t end = 1; end <= std::min<std::size_t>(text.size(), 28); ++end) {
    if (end < text.size() && !is_space(text[end]) && text[end] != '.' && text[end] != ':' && !is_digit(text[end]) &&
        text[end] != '\xC2') {
      continue;
    }
    std::string prefix = key(text.substr(0, end));
    if (std::find(words.begin(), words.end(), prefix) == words.end()) continue;
    longest = end;
    found = std::move(prefix);
  }
  return longest;
}

// "3", "3.1", "12a"? Only digits and single dots between them; at most four digits a part.
std::size_t number_length(std::string_view text) {
  std::size_t at = 0;
  for (int part = 0; part < 4; ++part) {
    std::size_t digits = 0;
    while (at + digits < text.size() && is_digit(text[at + digits])) ++digits;
    if (digits == 0 || digits > 4) return part == 0 ? 0 : at - 1;
    if (part > 0 && (digits > 2 || (digits == 2 && text[at] == '0'))) return at - 1;  // "10.00", "1.215"
    at += digits;
    if (at + 1 >= text.size() || text[at] != '.' || !is_digit(text[at + 1])) return at;
    ++at;
  }
  return 0;
}

// The marker at one end of a title, with what sets it apart; 0 if there is none.
std::size_t marker_at_end(std::string_view title) {
  for (const std::string& marker : vocabulary().closed_markers()) {
    if (title.size() <= marker.size() + 1) continue;
    std::string_view tail = title;
    const bool bracket = tail.back() == ')' || tail.back() == ']';
    if (bracket) tail.remove_suffix(1);
    if (tail.size() <= marker.size() || key(tail.substr(tail.size() - marker.size())) != marker) continue;
    const std::string_view before = trim(tail.substr(0, tail.size() - marker.size()));
    if (before.empty()) continue;
    const std::string last = key(before.substr(before.size() - std::min<std::size_t>(before.size(), 3)));
    const bool set_apart = bracket ? last.ends_with('(') || last.ends_with('[')
                                   : last.ends_with('-') || before.ends_with(':') || before.ends_with(',') ||
                                         before.ends_with('.') || before.ends_with('/') || before.ends_with('|');
    if (set_apart) return title.size() - before.size();
  }
  return 0;
}

// How a marker stands before a title: "(Lukket) Title", "Lukket sag: Title"; or bare, "Lukket Title".
struct Marker {
  std::size_t length = 0;  // up to where the title goes on; 0 if there is none
  bool bare = false;
};

Marker marker_with(std::string_view title, const std::string& marker) {
  const bool bracket = title.starts_with('(') || title.starts_with('[');
  const std::size_t begin = bracket ? 1 : 0;
  if (title.size() <= begin + marker.size() || key(title.substr(begin, marker.size())) != marker) return {};
  const std::string_view rest = title.substr(begin + marker.size());
  const std::string_view next = trim(rest);
  const bool gap = next.size() < rest.size();
  const bool set_apart = bracket ? next.starts_with(')') || next.starts_with(']')
                                 : next.starts_with(':') || next.starts_with("–") || next.starts_with("—") ||
                                       (next.starts_with('-') && rest.size() > 1 && rest.front() == ' ') ||
                                       next.starts_with('/') || next.starts_with('|');
  const auto length = static_cast<std::size_t>(next.data() - title.data());
  if (set_apart) return {length, false};
  // "Lukket skolegård" is a title, "Lukket Køb af jord" isn't.
  return !bracket && gap && starts_upper(title) && starts_upper(next) ? Marker{length, true} : Marker{};
}

Marker marker_at_begin(std::string_view title, const std::vector<std::string>& markers) {
  Marker best;
  for (const std::string& marker : markers) {
    const Marker found = marker_with(title, marker);
    if (found.length > best.length) best = found;
  }
  return best;
}

// What joined a title to its marker.
std::string_view without_joints(std::string_view title) {
  static constexpr std::string_view kJoints[] = {"-", "–", "—", ":", "(", ")", "[", "]", ",", "/", "|"};
  for (bool cut = true; cut;) {
    cut = false;
    title = trim(title);
    for (const std::string_view joint : kJoints) {
      if (title.size() > joint.size() && title.starts_with(joint) && joint != "(" && joint != "[") {
        title.remove_prefix(joint.size());
        cut = true;
      }
      if (title.size() > joint.size() && title.ends_with(joint) && joint != ")" && joint != "]") {
        title.remove_suffix(joint.size());
        cut = true;
      }
    }
  }
  return title;
}

std::string_view without_bracket(std::string_view title) {
  if (title.starts_with(')') || title.starts_with(']')) title.remove_prefix(1);
  return title;
}

bool has_any(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text == word; });
}

}  // namespace

std::optional<Numbered> parse_numbered(std::string_view line) {
  Numbered found;
  std::string_view text = without_bullet(line);
  if (const std::size_t length = leading_word(text, vocabulary().number_words(), found.word)) {
    std::string_view rest = trim(text.substr(length));
    while (rest.starts_with('.') || rest.starts_with(':')) rest = trim(rest.substr(1));
    text = rest;
  }
  const std::size_t length = number_length(text);
  if (length == 0) return std::nullopt;
  found.number = text.substr(0, length);
  std::string_view rest = text.substr(length);
  // "17.00", "1.215": a time or an amount.
  if (rest.size() > 1 && rest[0] == '.' && is_digit(rest[1])) return std::nullopt;
  const bool gap = !rest.empty() && trim(rest).size() < rest.size();
  rest = trim(rest);
  if (rest.empty()) return found;
  if (rest.front() == '.' || rest.front() == ')' || rest.front() == ':') {
    found.mark = rest.front();
    if (gap && found.mark != ':') return std::nullopt;
    found.title = trim(rest.substr(1));
    if (found.mark == '.' && found.title.starts_with('.')) return std::nullopt;
    return found;
  }
  const bool bracket = rest.front() == '(' || rest.front() == '[';
  if (!gap && !(bracket && marker_before(rest) != MarkerKind::none)) return std::nullopt;
  if (rest.starts_with("- ") || rest.starts_with("– ")) {
    found.mark = '-';
    found.title = trim(rest.substr(rest.find(' ')));
    return found;
  }
  found.title = rest;
  return found;
}

ItemNumber item_number(std::string_view written) {
  if (written.empty()) return {};
  if (written.size() > 6 || !std::all_of(written.begin(), written.end(), is_digit)) return std::string(written);
  int value = 0;
  for (const char c : written) value = value * 10 + (c - '0');
  return value;
}

double likeness(std::string_view a, std::string_view b) {
  static constexpr std::size_t kMost = 160;
  if (a.size() > b.size()) std::swap(a, b);
  a = a.substr(0, kMost);
  b = b.substr(0, std::min(b.size(), a.size() + 6));
  if (a.empty()) return 0;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  const std::size_t distance = *std::min_element(row.begin(), row.end());  // what follows the shorter is free
  return 1.0 - static_cast<double>(std::min(distance, a.size())) / static_cast<double>(a.size());
}

bool same_title(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  if (shorter.size() >= 12 && longer.starts_with(shorter)) return true;
  // A list of contents that leaves words out in the middle still begins alike.
  const auto differ = std::mismatch(shorter.begin(), shorter.end(), longer.begin()).first;
  const auto common = static_cast<std::size_t>(differ - shorter.begin());
  if (common >= 30 && common * 10 >= shorter.size() * 7) return true;
  return shorter.size() >= 8 && likeness(a, b) >= 0.85;
}

namespace {

// "Åben", "25/12341", "3": what a row has beside an item's title.
bool is_beside_title(std::string_view cell) {
  return has_any(key(cell), {"åben", "åbent", "åben sag", "åbent punkt", "åbent møde", "offentlig"}) ||
         cell.find_first_not_of("0123456789-/.: ") == std::string_view::npos;
}

// A row's cells: parted by tabs or wide gaps.
std::vector<std::string_view> cells_of(std::string_view row) {
  std::vector<std::string_view> cells;
  while (!row.empty()) {
    const std::size_t end = std::min({row.find('\t'), row.find("   "), row.size()});
    if (end > 0) cells.push_back(trim(row.substr(0, end)));
    row = trim(row.substr(end));
  }
  return cells;
}

// The title among a row's cells; the others may say that the item is closed.
Title title_of_row(std::string_view row) {
  std::vector<std::string_view> cells = cells_of(row);
  Title title;
  const auto drop = [&](std::string_view cell) {
    const bool closed = says_closed(cell);
    title.closed = title.closed || closed;
    return closed || is_beside_title(cell);
  };
  while (cells.size() > 1 && drop(cells.back())) cells.pop_back();
  while (cells.size() > 1 && drop(cells.front())) cells.erase(cells.begin());
  for (const std::string_view cell : cells) (title.text += title.text.empty() ? "" : " ") += cell;
  return title;
}

}  // namespace

Title clean_title(std::string_view written) {
  const Title row = title_of_row(written);
  std::string_view title(row.text);
  if (title.substr(0, 2) == "- " || title.starts_with("– ")) title = trim(title.substr(title.find(' ')));
  if (has_any(key(title), {"lukket punkt", "lukket", "lukket sag", "closed item", "lukket dagsordenspunkt"})) {
    return {std::string(title), true};
  }
  bool marked = false;
  for (int i = 0; i < 2; ++i) {
    if (const std::size_t cut = marker_at_end(title)) {
      title.remove_suffix(cut);
      marked = true;
    }
    if (const Marker found = marker_at_begin(title, vocabulary().closed_markers()); found.length > 0) {
      title.remove_prefix(found.length);
      marked = true;
    }
    title = marked ? without_joints(title) : trim(title);
  }
  if (const Marker found = marker_at_begin(title, vocabulary().open_markers()); found.length > 0 && !found.bare) {
    const std::string_view rest = without_joints(without_bracket(title.substr(found.length)));
    if (!rest.empty()) title = rest;
  }
  const std::string words = key(title);
  for (const std::string_view inside : {"(lukket)", "(lukket punkt)", "(lukket sag)", "(lukket dagsordenspunkt)"})
    marked = marked || words.find(inside) != std::string::npos;  // what follows it was glued to it
  return {std::string(title), row.closed || marked};
}

MarkerKind marker_before(std::string_view title) {
  if (title.substr(0, 2) == "- " || title.starts_with("– ")) title = trim(title.substr(title.find(' ')));
  if (marker_at_begin(title, vocabulary().closed_markers()).length > 0) return MarkerKind::closed;
  const Marker open = marker_at_begin(title, vocabulary().open_markers());
  return open.length == 0 ? MarkerKind::none : open.bare ? MarkerKind::bare_open : MarkerKind::open;
}

std::string without_bare_marker(const std::string& title) {
  const Marker open = marker_at_begin(title, vocabulary().open_markers());
  return open.bare ? title.substr(open.length) : title;
}

std::string tidy_title(std::string_view title) {
  for (bool cut = true; cut;) {
    cut = false;
    title = trim(title);
    if (title.ends_with('#') || title.ends_with("[]")) {
      title.remove_suffix(title.ends_with('#') ? 1 : 2);
      cut = true;
      continue;
    }
    const std::size_t open = title.rfind('(');
    if (title.ends_with(')') && open != std::string_view::npos && open > 0) {
      const std::string inner = key(title.substr(open + 1, title.size() - open - 2));
      const bool time = inner.size() > 8 && inner.find_first_not_of("0123456789.:- kl") == std::string::npos &&
                        inner.find_first_of(".:") != std::string::npos;
      if (trim(inner).empty() || time || inner == "bilag" || inner == "vedlagt" || inner == "bilag vedlagt" ||
          inner == "vedlagt bilag") {
        title = title.substr(0, open);
        cut = true;
        continue;
      }
    }
    // "– 10 min.", then "v/Navn".
    const std::string words = key(title);
    if (words.ends_with(" min") || words.ends_with(" minutter")) {
      std::size_t at = title.rfind("min");
      while (at > 0 && (is_space(title[at - 1]) || is_digit(title[at - 1]) || title[at - 1] == '(')) --at;
      const std::string_view before = trim(title.substr(0, at));
      if (before.size() < title.size() && !before.empty() && at < title.rfind("min") - 1) {
        title = before;
        while (title.ends_with('-') || title.ends_with("–") || title.ends_with(','))
          title = trim(title.substr(0, title.size() - (title.ends_with("–") ? 3 : 1)));
        cut = true;
        continue;
      }
    }
    for (const std::string_view by : {" v/", " ved/", " v. "}) {
      const std::size_t at = title.rfind(by);
      if (at == std::string_view::npos || at < 4 || count_words(title.substr(at + by.size())) > 6) continue;
      if (!starts_upper(trim(title.substr(at + by.size())))) continue;
      title = title.substr(0, at);
      cut = true;
      break;
    }
  }
  return std::string(title);
}

bool says_closed(std::string_view line) {
  if (line.size() > 80) return false;
  std::string text = key(without_bullet(line));
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') text = text.substr(1, text.size() - 2);
  if (has_any(text, {"lukket punkt", "lukket sag", "lukket", "closed item", "isopen: false", "isopen=false",
                     "\"isopen\": false", "\"isopen\": false,", "lukket dagsordenspunkt", "punktet er lukket",
                     "sagen er lukket", "behandles for lukkede døre", "punktet behandles for lukkede døre",
                     "sagen behandles for lukkede døre", "dette punkt er lukket", "åben sag: nej", "offentlig: nej"})) {
    return true;
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return false;
  const std::string label = text.substr(0, colon), value = text.substr(colon + 1);
  return has_any(label, {"åben/lukket", "åbent/lukket", "punkttype", "offentlighed", "status", "type", "sagstype",
                         "lukket/åben", "dagsordenpunkt", "behandling"}) &&
         has_any(value,
                 {" lukket", " lukket punkt", " lukket sag", " ikke offentlig", " ikke-offentlig", " fortrolig"});
}

std::optional<CaseNumber> find_case_number(std::string_view line) {
  std::string word;
  const std::string_view text = without_bullet(line);
  const std::size_t length = leading_word(text, vocabulary().case_labels(), word);
  if (length == 0) return std::nullopt;
  std::size_t at = length;
  while (at < text.size() &&
         (is_space(text[at]) || text[at] == '.' || text[at] == ':' || text[at] == '\xC2' || text[at] == '\xA0'))
    ++at;
  std::size_t end = at;
  std::size_t digits = 0, marks = 0;
  while (end < text.size() && !is_space(text[end]) && text[end] != ',' && text[end] != ';' && text[end] != '\xC2') {
    if (is_digit(text[end])) ++digits;
    if (text[end] == '-' || text[end] == '/' || text[end] == '.') ++marks;
    ++end;
  }
  std::string_view number = text.substr(at, end - at);
  while (number.ends_with('.') || number.ends_with(':') || number.ends_with(')')) {
    if (number.back() != ')') --marks;
    number.remove_suffix(1);
  }
  // "Sag 3" and "Sag nr. 74" are items' numbers; a case number has parts, or is long.
  if (digits < 3 || (marks == 0 && digits < 5)) return std::nullopt;
  const std::string_view rest = trim(text.substr(end));
  if (starts_lower(rest)) return std::nullopt;  // a sentence
  return CaseNumber{std::string(number), static_cast<std::size_t>(text.data() - line.data()) + at + number.size()};
}

}  // namespace opslag::corpus::minutes
