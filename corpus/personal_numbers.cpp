// Shape first, then date, then the words before (personal_number_words.h), then the check digit.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/personal_numbers.h"

#include <algorithm>
#include <array>

#include "corpus/personal_number_words.h"

namespace opslag::corpus {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

enum class Joint { none, hyphen, space, slash };

// What may stand for a hyphen, and for a space, with a line's end among them.
constexpr std::array<std::string_view, 7> kHyphens{"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"};
constexpr std::size_t kVisible = 8;  // of the spaces, the first so many; names of files have _ for a space
constexpr std::array<std::string_view, 12> kSpaces{" ",      "\t", "\n",     "\r",     "\u00A0", "\u202F",
                                                   "\u2009", "_",  "\u200B", "\uFEFF", "\u00AD", "\u2060"};
constexpr std::array<std::string_view, 4> kInvisible{"\u200B", "\uFEFF", "\u00AD", "\u2060"};
constexpr std::size_t kLongestJoint = 6;  // marks

struct Shape {
  std::array<int, 10> digits{};
  Joint joint = Joint::none;
  char separator = 0;  // between day, month and year, if there are any
  std::size_t end = 0;
  bool odd = false;  // written as other numbers are too: it must be named
};

template <std::size_t N>
std::size_t length_of_any(std::string_view text, const std::array<std::string_view, N>& marks) {
  for (const std::string_view mark : marks) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

// "-", " - ", "-" at a line's end, or spaces: where it ends. No joint if there are two hyphens or too many spaces. A
// hyphen that only the digits behind it touch is no more than a space: it may be their minus.
std::size_t read_joint(std::string_view text, std::size_t at, Joint& joint) {
  joint = Joint::none;
  if (text[at] == '/') return joint = Joint::slash, at + 1;
  bool hyphen = false, minus = false, apart = false;
  std::size_t marks = 0;
  for (; marks < kLongestJoint; ++marks) {
    const std::string_view rest = text.substr(at);
    const std::size_t dash = hyphen ? 0 : length_of_any(rest, kHyphens), space = length_of_any(rest, kSpaces);
    if (dash + space == 0) break;
    minus = dash > 0 && apart;
    apart = std::any_of(kSpaces.begin(), kSpaces.begin() + kVisible,
                        [&](std::string_view visible) { return rest.starts_with(visible); });
    hyphen = hyphen || dash > 0;
    at += dash + space;
  }
  if (marks > 0 && marks < kLongestJoint) joint = hyphen && !minus ? Joint::hyphen : Joint::space;
  return at;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

// Whether what stands behind makes the ten digits a part of something longer. Persons are listed with commas and
// slashes between them, files with a hyphen and a counter.
bool goes_on(std::string_view text, const Shape& shape, Within within) {
  if (shape.end == text.size()) return false;
  const char mark = text[shape.end];
  if (is_digit(mark) || is_letter(mark)) return true;
  const std::size_t digits = digits_at(text, shape.end + 1);
  if (within == Within::name || digits == 0) return false;
  constexpr std::size_t kCounter = 2, kDate = 6;
  const bool hyphen = shape.joint == Joint::hyphen;
  if (mark == '.') return true;
  if (mark == ',') return !hyphen;
  if (mark == '-') return !hyphen || digits > kCounter;
  return mark == '/' && !(hyphen && digits >= kDate);
}

// Between day and month it may be any of these, between month and year the same again.
bool read_separator(std::string_view text, std::size_t at, std::size_t count, Shape& shape) {
  const char c = text[at];
  if ((count != 2 && count != 4) || (c != '.' && c != ' ' && c != '-' && c != '/')) return false;
  if (count == 4) return c == shape.separator;
  shape.separator = c;
  return true;
}

// Six digits, perhaps a joint, four digits, and nothing that makes them part of a longer number or word.
bool read_shape(std::string_view text, std::size_t at, Within within, Shape& shape) {
  std::size_t count = 0, separators = 0, i = at;
  while (i < text.size() && count < shape.digits.size()) {
    if (is_digit(text[i])) {
      shape.digits[count++] = text[i++] - '0';
    } else if (const std::size_t nothing = count == 6 ? 0 : length_of_any(text.substr(i), kInvisible)) {
      i += nothing;
    } else if (separators * 2 + 2 == count && read_separator(text, i, count, shape)) {
      ++separators, ++i;
    } else {
      if (count != 6 || shape.joint != Joint::none) return false;
      i = read_joint(text, i, shape.joint);
      if (shape.joint == Joint::none) return false;
    }
  }
  shape.end = i;
  if (separators == 1) return false;
  shape.odd = shape.joint == Joint::slash || (separators == 2 && shape.joint != Joint::hyphen);
  return count == shape.digits.size() && !goes_on(text, shape, within);
}

bool has_date(const std::array<int, 10>& d) {
  constexpr std::array<int, 12> kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int day = d[0] * 10 + d[1];
  const int month = d[2] * 10 + d[3];
  if (day > 60) day -= 60;
  return month >= 1 && month <= 12 && day >= 1 && day <= kDays[static_cast<std::size_t>(month - 1)];
}

bool has_check_digit(const std::array<int, 10>& d) {
  constexpr std::array<int, 10> kWeights{4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
  int sum = 0;
  for (std::size_t i = 0; i < d.size(); ++i) sum += d[i] * kWeights[i];
  return sum % 11 == 0;
}

bool is_personal(std::string_view text, std::size_t at, const Shape& shape) {
  if (!has_date(shape.digits)) return false;
  const NearWord word = word_before(text.substr(0, at));
  if (shape.odd) return word == NearWord::names;
  if (word != NearWord::none) return announces_number(word);
  return (shape.joint == Joint::hyphen && shape.separator == 0) || has_check_digit(shape.digits);
}

// Whether what stands before makes the digits a part of something longer.
bool begins_inside(std::string_view text, std::size_t at, Within within, std::size_t last_end) {
  if (at == 0 || last_end + 1 == at) return false;
  if (is_letter(text[at - 1])) return !ends_in_announcement(text.substr(0, at));
  const bool mark = text[at - 1] == '-' || text[at - 1] == '.' || text[at - 1] == '/';
  return within == Within::text && mark && at > 1 && is_digit(text[at - 2]);
}

// "%2D" as what it stands for; what is no such code stays.
std::string percent_decoded(std::string_view url) {
  const auto value = [](char c) {
    return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  std::string text;
  for (std::size_t i = 0; i < url.size(); ++i) {
    const int high = url[i] == '%' && i + 2 < url.size() ? value(url[i + 1]) : -1;
    const int low = high < 0 ? -1 : value(url[i + 2]);
    text += low < 0 ? url[i] : static_cast<char>(high * 16 + low);
    if (low >= 0) i += 2;
  }
  std::replace(text.begin(), text.end(), '+', ' ');
  return text;
}

}  // namespace

std::vector<PersonalNumber> find_personal_numbers(std::string_view text, Within within) {
  std::vector<PersonalNumber> found;
  for (std::size_t at = 0; at + 10 <= text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    Shape shape;
    const std::size_t last_end = found.empty() ? text.size() : found.back().end;
    if (!begins_inside(text, at, within, last_end) && read_shape(text, at, within, shape) &&
        is_personal(text, at, shape)) {
      found.push_back({at, shape.end});
      at = shape.end;
      continue;
    }
    while (at < text.size() && is_digit(text[at])) ++at;
  }
  return found;
}

std::size_t mask_personal_numbers(std::string& text, Within within) {
  const std::vector<PersonalNumber> found = find_personal_numbers(text, within);
  for (const PersonalNumber& number : found) {
    for (std::size_t i = number.begin; i < number.end; ++i) {
      if (is_digit(text[i])) text[i] = '*';
    }
  }
  return found.size();
}

bool address_holds_personal_number(std::string_view address) {
  return !find_personal_numbers(address, Within::name).empty() ||
         !find_personal_numbers(percent_decoded(address), Within::name).empty();
}

}  // namespace opslag::corpus
