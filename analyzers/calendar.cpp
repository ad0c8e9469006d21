// Dates, times and spans of years, by the shapes in which minutes write them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/calendar.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "analyzers/word_filter.h"

namespace opslag::analyzers {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"januar", "februar", "marts",     "april",   "maj",      "juni",
                                                   "juli",   "august",  "september", "oktober", "november", "december"};

// 1 to 12; 0: not the name of a month nor its abbreviation.
unsigned month_named(std::string_view word) {
  if (word.size() < 3 || word.size() > 9) return 0;
  if (word == "sept") return 9;
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (word == kMonths[i] || (word.size() == 3 && kMonths[i].starts_with(word))) return i + 1;
  }
  return 0;
}

WordFilter make_months() {
  WordFilter months;
  months.add("sept");
  for (const std::string_view month : kMonths) {
    months.add(month);
    months.add(month.substr(0, 3));
  }
  return months;
}
const WordFilter kMonthNames = make_months();

unsigned month_at(const AtomText& atoms, std::size_t at) {
  if (!atoms.is_word(at) || atoms[at].gap >= Gap::paragraph) return 0;
  const std::string_view raw = atoms.raw(at);
  if (raw.size() < 3 || raw.size() > 9 || (atoms[at].plain && !kMonthNames.may_hold(raw))) return 0;
  return month_named(atoms.lower_word(at));
}

struct Date {
  unsigned year = 0, month = 0, day = 0;  // 0: not said
};

bool valid(const Date& date) {
  constexpr std::array<unsigned, 12> kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.month < 1 || date.month > 12) return false;
  if (date.year != 0 && (date.year < 1800 || date.year > 2199)) return false;
  return date.day <= kDays[date.month - 1];
}

template <class... Numbers>
std::string printed(const char* format, Numbers... numbers) {
  std::array<char, 48> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, numbers...);
  return buffer.data();
}

Term typed(std::string text) {
  return {TermKind::typed, std::move(text)};
}

// A date and how many atoms it takes; 0: there is none.
struct Dated {
  Date date;
  std::size_t atoms = 0;
  explicit operator bool() const { return atoms > 0; }
};

Dated dated(const Date& date, std::size_t atoms) {
  return valid(date) ? Dated{date, atoms} : Dated{};
}

Found found(const Dated& what) {
  Found result;
  if (!what) return result;
  const Date& date = what.date;
  result.atoms = what.atoms;
  const Term month = typed(printed("date:%04u-%02u", date.year, date.month));
  const Term day = typed(printed("date:--%02u-%02u", date.month, date.day));
  if (date.day == 0) {
    result.asks.push_back({month, Rule::exact, 1.0});
  } else if (date.year == 0) {
    result.asks.push_back({day, Rule::exact, 1.0});
  } else {
    result.asks.push_back({typed(printed("date:%04u-%02u-%02u", date.year, date.month, date.day)), Rule::exact, 1.0});
    result.also = {month, day};
  }
  return result;
}

// Four digits, or two of this century (the last for 80 to 99).
unsigned year_at(const AtomText& atoms, std::size_t at) {
  const std::size_t digits = atoms.digits(at);
  const unsigned value = atoms.number(at).value_or(0);
  if (digits == 4) return value >= 1800 && value < 2200 ? value : 0;
  if (digits != 2) return 0;
  return value < 80 ? 2000 + value : 1900 + value;
}

// "29.09.2023" goes on as something else if another joined group of digits follows.
bool goes_on(const AtomText& atoms, std::size_t next) {
  const char32_t code = atoms[next].code;
  return atoms.joined(next) && (code == U'.' || code == U'-' || code == U'/' || code == U'_') &&
         atoms.joined(next + 1) &&
         (atoms.is_number(next + 1) ||
          (atoms.is_word(next + 1) && atoms.raw(next + 1).find_first_of("0123456789") != std::string_view::npos));
}

bool is_joined_number(const AtomText& atoms, std::size_t at) {
  return atoms.is_number(at) && atoms.joined(at);
}

// `at`: what follows the day and perhaps its dot.
Dated day_and_month_name(const AtomText& atoms, std::size_t at, std::size_t begin, unsigned day) {
  const unsigned month = month_at(atoms, at);
  if (month == 0) return {};
  Date date{0, month, day};
  std::size_t next = at + 1;
  const std::size_t year_at_dot = atoms.is_joined_mark(next, U'.') ? next + 1 : next;
  if (atoms.digits(year_at_dot) == 4 && atoms[year_at_dot].gap < Gap::paragraph && year_at(atoms, year_at_dot) != 0 &&
      (year_at_dot == next || atoms.raw(at).size() <= 4)) {
    date.year = year_at(atoms, year_at_dot);
    next = year_at_dot + 1;
  }
  return dated(date, next - begin);
}

// The first day of "28.-29. september 2023" or "28. og 29. september": takes the first number only.
Dated first_of_range(const AtomText& atoms, std::size_t at, std::size_t after_dot, unsigned day) {
  const std::size_t second = after_dot + 1;
  if (atoms.digits(second) == 0 || atoms.digits(second) > 2) return {};
  const std::string word = atoms.lower_word(after_dot);
  if (!atoms.is_dash(after_dot) && word != "og" && word != "til" && word != "eller") return {};
  const std::size_t month = atoms.is_joined_mark(second + 1, U'.') ? second + 2 : second + 1;
  Dated result = day_and_month_name(atoms, month, month, day);
  if (result) result.atoms = after_dot - at;
  return result;
}

Dated with_name(const AtomText& atoms, std::size_t at, unsigned day) {
  const std::size_t next = atoms.is_joined_mark(at + 1, U'.') ? at + 2 : at + 1;
  if (Dated result = day_and_month_name(atoms, next, at, day)) return result;
  return first_of_range(atoms, at, next, day);
}

bool after_den(const AtomText& atoms, std::size_t at) {
  const std::string before = atoms.lower_word(at - 1);
  return before == "den" || (atoms.is_joined_mark(at - 1, U'.') && atoms.lower_word(at - 2) == "d");
}

// 29.9.2023, 29.9.23; "den 29.9."
Dated with_dots(const AtomText& atoms, std::size_t at, unsigned day) {
  if (!atoms.is_joined_mark(at + 1, U'.') || !atoms.is_number(at + 2)) return {};
  const unsigned month = atoms.number(at + 2).value_or(0);
  const bool spaced = !atoms.joined(at + 2);
  if (atoms.digits(at + 2) > 2) return {};
  if (atoms.is_joined_mark(at + 3, U'.') && atoms.is_number(at + 4)) {
    const bool year_fits = spaced || !atoms.joined(at + 4) ? atoms.digits(at + 4) == 4 : true;
    if (year_fits && year_at(atoms, at + 4) != 0 && !goes_on(atoms, at + 5))
      return dated({year_at(atoms, at + 4), month, day}, 5);
  }
  if (!spaced && after_den(atoms, at) && atoms.digits(at + 2) == 2) return dated({0, month, day}, 3);
  return {};
}

// 29/9-2023, 29/9 2023, 29/9/23, 29/9
Dated with_slash(const AtomText& atoms, std::size_t at, unsigned day) {
  if (!atoms.is_joined_mark(at + 1, U'/') || !is_joined_number(atoms, at + 2) || atoms.digits(at + 2) > 2) return {};
  const unsigned month = atoms.number(at + 2).value_or(0);
  const bool separator = atoms.is_joined_mark(at + 3, U'/') || atoms.is_joined_mark(at + 3, U'.') ||
                         (atoms.is_dash(at + 3) && atoms.joined(at + 3));
  if (separator && is_joined_number(atoms, at + 4) && year_at(atoms, at + 4) != 0)
    return dated({year_at(atoms, at + 4), month, day}, 5);
  if (atoms.digits(at + 3) == 4 && atoms[at + 3].gap == Gap::space && year_at(atoms, at + 3) != 0)
    return dated({year_at(atoms, at + 3), month, day}, 4);
  return separator && is_joined_number(atoms, at + 4) ? Dated{} : dated({0, month, day}, 3);
}

// 29-09-2023, 2023-09-29
Dated with_hyphens(const AtomText& atoms, std::size_t at) {
  const auto joined_dash = [&](std::size_t mark) { return atoms.is_dash(mark) && atoms.joined(mark); };
  if (!joined_dash(at + 1) || !is_joined_number(atoms, at + 2) || !joined_dash(at + 3) ||
      !is_joined_number(atoms, at + 4) || goes_on(atoms, at + 5))
    return {};
  const unsigned month = atoms.number(at + 2).value_or(0);
  if (atoms.digits(at + 2) > 2) return {};
  if (atoms.digits(at) == 4 && atoms.digits(at + 4) == 2)
    return dated({atoms.number(at).value_or(0), month, std::max(1U, atoms.number(at + 4).value_or(99))}, 5);
  if (atoms.digits(at) <= 2 && atoms.digits(at + 4) == 4 && year_at(atoms, at + 4) != 0)
    return dated({year_at(atoms, at + 4), month, std::max(1U, atoms.number(at).value_or(99))}, 5);
  return {};
}

// 20230929
Dated eight_digits(const AtomText& atoms, std::size_t at) {
  const unsigned value = atoms.number(at).value_or(0);
  const Date date{value / 10000, value / 100 % 100, value % 100};
  return date.year >= 1900 && date.year < 2100 && date.day != 0 ? dated(date, 1) : Dated{};
}

bool after_clock(const AtomText& atoms, std::size_t at) {
  std::size_t before = at - 1;
  if (atoms.is_dash(before) && atoms.is_number(before - 1)) before -= atoms.is_joined_mark(before - 2, U'.') ? 4 : 2;
  if (atoms.is_joined_mark(before, U'.')) --before;
  const std::string word = atoms.lower_word(before);
  return word == "kl" || word == "klokken";
}

bool is_clock(const AtomText& atoms, std::size_t at) {
  return atoms.digits(at) > 0 && atoms.digits(at) <= 2 && atoms.number(at).value_or(99) < 25 &&
         (atoms.is_joined_mark(at + 1, U'.') || atoms.is_joined_mark(at + 1, U':')) &&
         is_joined_number(atoms, at + 2) && atoms.digits(at + 2) == 2 && atoms.number(at + 2).value_or(99) < 60 &&
         (atoms.is_dash(at + 3) || !goes_on(atoms, at + 3));
}

// Hours and minutes, and how many atoms they take; 0: there is no time of day.
struct Clock {
  std::size_t atoms = 0;
  unsigned minutes = 0;
  bool certain = false;
};

Clock clock_at(const AtomText& atoms, std::size_t at) {
  if (atoms.digits(at) == 0 || atoms.digits(at) > 2) return {};
  const bool clock = after_clock(atoms, at);
  if (is_clock(atoms, at)) {
    const bool before = atoms.is_dash(at - 1) && is_clock(atoms, at - 4);
    const bool after = atoms.is_dash(at + 3) && is_clock(atoms, at + 4);
    return {3, atoms.number(at + 2).value_or(0), clock || atoms.is_mark(at + 1, U':') || before || after};
  }
  return clock && atoms.number(at).value_or(99) < 25 ? Clock{1, 0, true} : Clock{};
}

// What is agreed for some years at a time: "Rammeaftale 27-28", "Årshjul 25-26".
bool names_a_period(std::string_view word) {
  constexpr std::array<std::string_view, 16> kEndings{
      "aftale", "aftalen", "hjul",     "hjulet",     "budget",  "budgettet",  "periode", "perioden",
      "plan",   "planen",  "strategi", "strategien", "program", "programmet", "år",      "året"};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return word.ends_with(ending); });
}

struct Years {
  unsigned first = 0, second = 0;
  explicit operator bool() const { return first != 0; }
};
constexpr std::size_t kSpanAtoms = 3;

Years years_at(const AtomText& atoms, std::size_t at) {
  const bool slash = atoms.is_joined_mark(at + 1, U'/');
  if (!atoms.is_dash(at + 1) && !slash) return {};
  if (slash && !atoms.joined(at + 2)) return {};
  if (atoms[at + 2].gap > Gap::space || atoms.joined(at + 1) != atoms.joined(at + 2) || goes_on(atoms, at + 3))
    return {};
  const std::size_t digits = atoms.digits(at);
  const unsigned first = year_at(atoms, at), second = year_at(atoms, at + 2);
  if (first < 1900 || second <= first || second > first + 30) return {};
  if (digits == 2 && (atoms.digits(at + 2) != 2 || !names_a_period(atoms.lower_word(at - 1)))) return {};
  return {first, second};
}

Dated date_at(const AtomText& atoms, std::size_t at) {
  if (atoms.is_word(at)) {
    const unsigned month = atoms.digits(at + 1) == 4 && atoms[at + 1].gap < Gap::paragraph ? month_at(atoms, at) : 0;
    return month != 0 && year_at(atoms, at + 1) != 0 ? dated({year_at(atoms, at + 1), month, 0}, 2) : Dated{};
  }
  const std::size_t digits = atoms.digits(at);
  if (digits == 8) return eight_digits(atoms, at);
  if (digits == 4 || digits <= 2) {
    if (const Dated result = with_hyphens(atoms, at)) return result;
  }
  const unsigned day = atoms.number(at).value_or(0);
  if (digits > 2 || day < 1 || day > 31) return {};
  if (const Dated result = with_name(atoms, at, day)) return result;
  if (const Dated result = with_dots(atoms, at, day)) return result;
  return with_slash(atoms, at, day);
}

}  // namespace

Found find_date(const AtomText& atoms, std::size_t at) {
  return found(date_at(atoms, at));
}

std::size_t atoms_of_date(const AtomText& atoms, std::size_t at) {
  return date_at(atoms, at).atoms;
}

FoundTime find_time(const AtomText& atoms, std::size_t at) {
  FoundTime result;
  const Clock clock = clock_at(atoms, at);
  if (clock.atoms == 0) return result;
  result.atoms = clock.atoms;
  result.certain = clock.certain;
  result.asks.push_back(
      {typed(printed("time:%02u:%02u", atoms.number(at).value_or(0), clock.minutes)), Rule::exact, 1.0});
  return result;
}

std::size_t atoms_of_time(const AtomText& atoms, std::size_t at) {
  return clock_at(atoms, at).atoms;
}

Found find_year_span(const AtomText& atoms, std::size_t at) {
  Found result;
  const Years years = years_at(atoms, at);
  if (!years) return result;
  result.atoms = kSpanAtoms;
  result.asks.push_back({typed(printed("span:%04u-%04u", years.first, years.second)), Rule::exact, 1.0});
  result.also = {typed(printed("num:%u", years.first)), typed(printed("num:%u", years.second))};
  return result;
}

std::size_t atoms_of_year_span(const AtomText& atoms, std::size_t at) {
  return years_at(atoms, at) ? kSpanAtoms : 0;
}

}  // namespace opslag::analyzers
