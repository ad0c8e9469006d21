// Reads dates and times by hand: no regular expressions, one pass over the text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/dates.h"

#include <array>
#include <utility>

#include "corpus/minutes/lines.h"

namespace opslag::corpus::minutes {
namespace {

struct Scanner {
  std::string_view text;
  std::size_t at = 0;

  bool done() const { return at >= text.size(); }
  char peek() const { return done() ? '\0' : text[at]; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at;
    return true;
  }
  // Spaces and hard spaces; at most three, as in running text.
  void spaces() {
    for (int i = 0; i < 3; ++i) {
      if (peek() == ' ' || peek() == '\t') {
        ++at;
      } else if (text.substr(at, 2) == "\xC2\xA0") {
        at += 2;
      } else {
        return;
      }
    }
  }
  // A run of digits; nothing if it has more than `most`.
  std::optional<std::pair<int, int>> number(int most) {
    int value = 0, digits = 0;
    while (at + static_cast<std::size_t>(digits) < text.size() &&
           is_digit(text[at + static_cast<std::size_t>(digits)])) {
      if (digits == most) return std::nullopt;
      value = value * 10 + (text[at + static_cast<std::size_t>(digits)] - '0');
      ++digits;
    }
    if (digits == 0) return std::nullopt;
    at += static_cast<std::size_t>(digits);
    return std::pair{value, digits};
  }
};

constexpr std::array<std::pair<std::string_view, int>, 39> kMonths{{
    {"januar", 1},    {"january", 1},   {"jan", 1},      {"februar", 2},   {"february", 2},  {"feb", 2},
    {"marts", 3},     {"march", 3},     {"mars", 3},     {"mar", 3},       {"april", 4},     {"apr", 4},
    {"maj", 5},       {"may", 5},       {"mai", 5},      {"juni", 6},      {"june", 6},      {"jun", 6},
    {"juli", 7},      {"july", 7},      {"jul", 7},      {"august", 8},    {"augusti", 8},   {"aug", 8},
    {"september", 9}, {"sept", 9},      {"sep", 9},      {"oktober", 10},  {"october", 10},  {"okt", 10},
    {"oct", 10},      {"november", 11}, {"nov", 11},     {"december", 12}, {"desember", 12}, {"dec", 12},
    {"des", 12},      {"januari", 1},   {"februari", 2},
}};

// A month's name at the scanner, not followed by another letter ("marts" but not "martsmøde").
int take_month(Scanner& scanner) {
  std::string word;
  std::size_t at = scanner.at;
  while (at < scanner.text.size() && word.size() < 12) {
    const char c = scanner.text[at];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (lower < 'a' || lower > 'z') break;
    word += lower;
    ++at;
  }
  if (at < scanner.text.size() && static_cast<unsigned char>(scanner.text[at]) >= 0xC3) return 0;
  for (const auto& [name, month] : kMonths) {
    if (word == name) {
      scanner.at = at;
      return month;
    }
  }
  return 0;
}

bool leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

std::string iso(int year, int month, int day) {
  static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > kDays[month - 1]) return {};
  if (month == 2 && day == 29 && !leap(year)) return {};
  const auto two = [](int n) { return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; };
  return std::to_string(year) + "-" + two(month) + "-" + two(day);
}

std::optional<FoundDate> finish(std::size_t begin, const Scanner& scanner, std::string text) {
  if (text.empty()) return std::nullopt;
  return FoundDate{begin, scanner.at, std::move(text), false, {}};
}

// After day and month: a year of four digits, or of two.
std::optional<FoundDate> with_year(std::size_t begin, Scanner scanner, int day, int month, bool numeric) {
  const auto year = scanner.number(4);
  if (!year) return std::nullopt;
  if (year->second == 4) return finish(begin, scanner, iso(year->first, month, day));
  if (year->second != 2 || (scanner.peek() == ':' || (!numeric && scanner.peek() == '.'))) return std::nullopt;
  auto found = finish(begin, scanner, iso(year->first + (year->first > 69 ? 1900 : 2000), month, day));
  if (found && numeric) {
    found->short_year = true;
    found->swapped = iso(2000 + day, month, year->first);
  }
  return found;
}

// "29. september 2023", "15-maj-2002", "11 januar, 2021".
std::optional<FoundDate> day_and_name(std::size_t begin, Scanner scanner, int day) {
  scanner.take('.');
  scanner.spaces();
  if (scanner.take('-')) scanner.spaces();
  const int month = take_month(scanner);
  if (month == 0) return std::nullopt;
  scanner.take('.');
  scanner.take(',');
  scanner.spaces();
  if (scanner.take('-')) scanner.spaces();
  return with_year(begin, scanner, day, month, false);
}

// "29-09-2023", "29/9-2023", "29.9.23", "29. 9. 2023".
std::optional<FoundDate> day_and_number(std::size_t begin, Scanner scanner, int day) {
  const char first = scanner.peek();
  if (first != '-' && first != '/' && first != '.') return std::nullopt;
  ++scanner.at;
  if (first == '.') scanner.spaces();
  const auto month = scanner.number(2);
  if (!month) return std::nullopt;
  const char second = scanner.peek();
  if (second != '-' && second != '/' && second != '.' && second != ' ') return std::nullopt;
  ++scanner.at;
  if (second == '.') scanner.spaces();
  auto found = with_year(begin, scanner, day, month->first, true);
  // "1.2.12" is a numbered heading as often as a date: a short year needs equal separators.
  if (found && found->short_year && (first != second && !(first == '/' && second == '-'))) return std::nullopt;
  return found;
}

// "2023-09-29", "2023.09.29".
std::optional<FoundDate> year_first(std::size_t begin, Scanner scanner, int year) {
  const char mark = scanner.peek();
  if (mark != '-' && mark != '.' && mark != '/') return std::nullopt;
  ++scanner.at;
  const auto month = scanner.number(2);
  if (!month || !scanner.take(mark)) return std::nullopt;
  const auto day = scanner.number(2);
  if (!day) return std::nullopt;
  return finish(begin, scanner, iso(year, month->first, day->first));
}

std::optional<FoundDate> date_at(std::string_view text, std::size_t begin) {
  Scanner scanner{text, begin};
  const auto number = scanner.number(8);
  if (!number) return std::nullopt;
  const auto [value, digits] = *number;
  if (digits == 4) return year_first(begin, scanner, value);
  if (digits == 6 && begin == 0) {
    return finish(begin, scanner, iso(2000 + value / 10000, value / 100 % 100, value % 100));
  }
  if (digits == 8 && begin == 0) return finish(begin, scanner, iso(value / 10000, value / 100 % 100, value % 100));
  if (digits > 2) return std::nullopt;
  if (auto found = day_and_name(begin, scanner, value)) return found;
  return day_and_number(begin, scanner, value);
}

// "January 26, 2021".
std::optional<FoundDate> month_first(std::string_view text, std::size_t begin) {
  Scanner scanner{text, begin};
  const int month = take_month(scanner);
  if (month == 0) return std::nullopt;
  scanner.take('.');
  if (scanner.peek() != ' ') return std::nullopt;
  scanner.spaces();
  const auto day = scanner.number(2);
  if (!day) return std::nullopt;
  scanner.take('.');
  if (!scanner.take(',')) return std::nullopt;
  scanner.spaces();
  const auto year = scanner.number(4);
  if (!year || year->second != 4) return std::nullopt;
  return finish(begin, scanner, iso(year->first, month, day->first));
}

struct FoundTime {
  std::size_t end = 0;
  std::string text;
};

// After "12.09": "-2030", ".2030", ".30", "/30": it was no time.
bool is_date_rest(std::string_view rest) {
  if (rest.size() < 3 || (rest[0] != '-' && rest[0] != '.' && rest[0] != '/') || !is_digit(rest[1])) return false;
  std::size_t digits = 1;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  --digits;
  return digits == 4 || (rest[0] != '-' && digits == 2);
}

// "9:15", with `loose` also "9.15" and "9".
std::optional<FoundTime> time_at(std::string_view text, std::size_t begin, bool loose) {
  Scanner scanner{text, begin};
  const auto hour = scanner.number(2);
  if (!hour || hour->first > 23) return std::nullopt;
  int minute = 0;
  Scanner before = scanner;
  if (scanner.take(':') || (loose && scanner.take('.'))) {
    const auto minutes = scanner.number(2);
    if (minutes && minutes->second == 2 && minutes->first < 60) {
      minute = minutes->first;
    } else if (loose) {
      scanner = before;
    } else {
      return std::nullopt;
    }
  } else if (!loose) {
    return std::nullopt;
  }
  if (loose && is_date_rest(text.substr(scanner.at))) return std::nullopt;
  const auto two = [](int n) { return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; };
  return FoundTime{scanner.at, two(hour->first) + ":" + two(minute)};
}

// After one time: "- 11:30", "til kl. 11.30".
std::optional<FoundTime> second_time(std::string_view text, std::size_t from) {
  Scanner scanner{text, from};
  if (scanner.peek() == ':') scanner.number(0);
  scanner.spaces();
  bool joined = false;
  for (const std::string_view mark : {"-", "–", "—", "til"}) {
    if (text.substr(scanner.at).starts_with(mark)) {
      scanner.at += mark.size();
      joined = true;
      break;
    }
  }
  if (!joined) return std::nullopt;
  scanner.spaces();
  for (const std::string_view mark : {"kl.", "kl", "Kl."}) {
    if (text.substr(scanner.at).starts_with(mark)) {
      scanner.at += mark.size();
      break;
    }
  }
  scanner.spaces();
  return time_at(text, scanner.at, true);
}

bool is_clock_word(std::string_view text, std::size_t at) {
  if (at > 0 && (starts_with_letter(text.substr(at - 1, 1)) || static_cast<unsigned char>(text[at - 1]) >= 0x80)) {
    return false;
  }
  return (text[at] == 'k' || text[at] == 'K') && at + 2 < text.size() && (text[at + 1] == 'l' || text[at + 1] == 'L');
}

}  // namespace

std::optional<FoundDate> find_date(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    const bool start = at == 0 || !is_digit(text[at - 1]);
    if (is_digit(c) && start) {
      if (auto found = date_at(text, at)) return found;
    } else if (((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) && (at == 0 || is_space(text[at - 1]))) {
      if (auto found = month_first(text, at)) return found;
    }
  }
  return std::nullopt;
}

std::optional<std::string> find_date_in_year(std::string_view text, const std::string& year) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) continue;
    Scanner scanner{text, at};
    const auto day = scanner.number(2);
    if (!day) continue;
    scanner.take('.');
    scanner.spaces();
    if (scanner.take('-')) scanner.spaces();
    if (take_month(scanner) == 0) continue;
    if (auto found = find_date(std::string(text.substr(at, scanner.at - at)) + " " + year)) return found->iso;
  }
  return std::nullopt;
}

std::vector<FoundDate> find_dates(std::string_view text) {
  std::vector<FoundDate> dates;
  for (std::size_t from = 0; auto found = find_date(text, from);) {
    from = found->end;
    dates.push_back(std::move(*found));
  }
  return dates;
}

std::vector<std::string> find_times(std::string_view text) {
  std::vector<std::string> times;
  const auto add = [&](const FoundTime& time) {
    times.push_back(time.text);
    if (const auto second = second_time(text, time.end)) times.push_back(second->text);
  };
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    if (!is_clock_word(text, at)) continue;
    Scanner scanner{text, at + 2};
    if (text.substr(scanner.at).starts_with("okken")) scanner.at += 5;
    scanner.take('.');
    scanner.take(':');
    scanner.spaces();
    if (const auto time = time_at(text, scanner.at, true)) {
      add(*time);
      return times;
    }
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == ':'))) continue;
    if (const auto time = time_at(text, at, false)) {
      add(*time);
      return times;
    }
    // "17.00 - 19.00" without "kl."; a single "17.00" may be anything.
    const auto loose = time_at(text, at, true);
    if (loose && text.substr(at, loose->end - at).find('.') != std::string_view::npos) {
      if (const auto second = second_time(text, loose->end)) return {loose->text, second->text};
    }
  }
  return times;
}

std::string without_date(std::string_view text, const FoundDate& date) {
  static constexpr std::string_view kTails[] = {"den",     "d.",     "d",      "mandag", "tirsdag", "onsdag",
                                                "torsdag", "fredag", "lørdag", "søndag", "-",       "–",
                                                ",",       "(",      ":",      "pr.",    "dato"};
  std::string_view before = trim(text.substr(0, date.begin));
  for (bool cut = true; cut && !before.empty();) {
    cut = false;
    for (const std::string_view tail : kTails) {
      if (before.size() < tail.size()) continue;
      const std::string_view rest = before.substr(0, before.size() - tail.size());
      const bool word = starts_with_letter(tail);
      if (key(before.substr(rest.size())) != key(tail) && before.substr(rest.size()) != tail) continue;
      if (word && !rest.empty() && ends_with_letter(rest)) continue;
      before = trim(rest);
      cut = true;
      break;
    }
  }
  std::string_view after = trim(text.substr(date.end));
  while (!after.empty() &&
         (after.front() == ')' || after.front() == ',' || after.front() == '-' || after.front() == '.')) {
    after = trim(after.substr(1));
  }
  if (before.empty() || after.empty()) return std::string(before.empty() ? after : before);
  return std::string(before) + " " + std::string(after);
}

}  // namespace opslag::corpus::minutes
