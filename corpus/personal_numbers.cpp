// Shape first, then date, then the words before, then the check digit.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/personal_numbers.h"

#include <algorithm>
#include <array>

#include "analyzers/text.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kWordsBefore = 40;

constexpr std::array<std::string_view, 6> kAnnouncing{"cpr",      "personnummer", "person nummer",
                                                      "personnr", "pers.nr",      "født"};
constexpr std::array<std::string_view, 14> kOther{"sagsnr",  "sagsnummer", "sag ",  "journal", "j.nr",
                                                  "tlf",     "telefon",    "konto", "ean",     "cvr",
                                                  "faktura", "dok",        "matr",  "p-nummer"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

enum class Joint { none, hyphen, space };

// What may stand for a hyphen, and for a space, with a line's end among them.
constexpr std::array<std::string_view, 7> kHyphens{"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"};
constexpr std::size_t kVisible = 7;  // of the spaces, the first so many
constexpr std::array<std::string_view, 10> kSpaces{" ",      "\t",     "\n",     "\r",     "\u00A0",
                                                   "\u202F", "\u2009", "\u200B", "\uFEFF", "\u00AD"};
constexpr std::size_t kLongestJoint = 6;  // marks

struct Shape {
  std::array<int, 10> digits{};
  Joint joint = Joint::none;
  std::size_t end = 0;
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

// Six digits, perhaps a joint, four digits, and nothing that makes them part of a longer number or word.
bool read_shape(std::string_view text, std::size_t at, Shape& shape) {
  std::size_t count = 0, i = at;
  for (; i < text.size() && count < 10; ++i) {
    if (is_digit(text[i])) {
      shape.digits[count++] = text[i] - '0';
      continue;
    }
    if (count != 6 || shape.joint != Joint::none) return false;
    i = read_joint(text, i, shape.joint);
    if (shape.joint == Joint::none) return false;
    --i;
  }
  if (count < 10) return false;
  shape.end = i;
  if (i < text.size() && (is_digit(text[i]) || is_letter(text[i]))) return false;
  const bool goes_on = i + 1 < text.size() && (text[i] == '-' || text[i] == '.' || text[i] == ',' || text[i] == '/') &&
                       is_digit(text[i + 1]);
  return !goes_on;
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

template <std::size_t N>
bool has_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool is_personal(std::string_view text, std::size_t at, const Shape& shape) {
  if (!has_date(shape.digits)) return false;
  std::size_t from = at > kWordsBefore ? at - kWordsBefore : 0;
  while (from < at && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
  const std::string before = analyzers::lower(analyzers::valid_utf8(text.substr(from, at - from)));
  if (has_any(before, kAnnouncing)) return true;
  if (has_any(before, kOther)) return false;
  return shape.joint == Joint::hyphen || has_check_digit(shape.digits);
}

}  // namespace

std::vector<PersonalNumber> find_personal_numbers(std::string_view text) {
  std::vector<PersonalNumber> found;
  for (std::size_t at = 0; at + 10 <= text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    Shape shape;
    const char before = at > 0 ? text[at - 1] : ' ';
    const bool inside =
        is_letter(before) || ((before == '-' || before == '.' || before == '/') && at > 1 && is_digit(text[at - 2]));
    if (!inside && read_shape(text, at, shape) && is_personal(text, at, shape)) {
      found.push_back({at, shape.end});
      at = shape.end;
      continue;
    }
    while (at < text.size() && is_digit(text[at])) ++at;
  }
  return found;
}

std::size_t mask_personal_numbers(std::string& text) {
  const std::vector<PersonalNumber> found = find_personal_numbers(text);
  for (const PersonalNumber& number : found) {
    for (std::size_t i = number.begin; i < number.end; ++i) {
      if (is_digit(text[i])) text[i] = '*';
    }
  }
  return found.size();
}

}  // namespace opslag::corpus
