// Parts are runs of letters and runs of digits.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/case_numbers.h"

#include <algorithm>
#include <array>

#include "analyzers/text.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kLongestKey = 100;
constexpr std::size_t kLeastDigits = 4;  // of a number that is told by its shape or its label

// Words that people write before a number, without what may stand between or behind them.
constexpr std::array<std::string_view, 26> kLabels{
    "sag",  "sags",   "sagen", "sagnr",           "sagsnr",  "sagnummer", "sagsnummer",    "sagsid", "sagsnumre",
    "nr",   "nummer", "no",    "number",          "journal", "journalnr", "journalnummer", "jnr",    "j",
    "case", "caseno", "ref",   "referencenummer", "esdh",    "acadre",    "sbsys",         "id"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Runs of letters and of digits.
std::vector<std::string> parts_of(std::string_view lower) {
  std::vector<std::string> parts;
  char before = ' ';
  for (const char c : lower) {
    const bool digit = is_digit(c);
    if (digit || is_letter(c)) {
      const bool goes_on = digit ? is_digit(before) : is_letter(before);
      if (!goes_on) parts.emplace_back();
      parts.back() += c;
    }
    before = c;
  }
  return parts;
}

bool is_label(std::string_view part) {
  return std::find(kLabels.begin(), kLabels.end(), part) != kLabels.end();
}

std::string plain(std::string_view written) {
  std::string text = analyzers::lower(analyzers::nfc(written.substr(0, kLongestKey * 4)));
  // Hard spaces and the dashes of word processors stand between parts.
  for (const std::string_view mark : {"\u00A0", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
      text.replace(at, mark.size(), " ");
  }
  return text;
}

std::vector<std::string> number_parts(std::string_view written) {
  std::vector<std::string> parts = parts_of(plain(written));
  while (!parts.empty() && is_label(parts.front())) parts.erase(parts.begin());
  const bool any = std::any_of(parts.begin(), parts.end(), [](const std::string& part) { return is_digit(part[0]); });
  if (!any) parts.clear();
  return parts;
}

std::string joined(const std::vector<std::string>& parts, std::string_view joint) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += joint;
    text += part;
  }
  return text.size() > kLongestKey ? std::string() : text;
}

analyzers::Term term(std::string_view type, const std::string& value) {
  return {analyzers::TermKind::typed, std::string(type) + value};
}

// A word of running text: what stands between spaces, without brackets and stops around it.
struct Word {
  std::size_t begin = 0, end = 0;
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && is_space(text[at])) ++at;
    std::size_t begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    std::size_t end = at;
    while (begin < end && !is_digit(text[begin]) && !is_letter(text[begin])) ++begin;
    while (end > begin && !is_digit(text[end - 1]) && !is_letter(text[end - 1])) --end;
    if (begin < end) words.push_back({begin, end});
  }
  return words;
}

std::size_t digits_in(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_digit));
}

// Letters, digits and marks: nothing but a number's parts.
bool is_number_like(std::string_view word) {
  return digits_in(word) > 0 && word.size() < kLongestKey && std::all_of(word.begin(), word.end(), [](char c) {
           return is_digit(c) || is_letter(c) || c == '-' || c == '/' || c == '.' || c == '_';
         });
}

bool has_shape(std::string_view word) {
  const bool joints = word.find_first_of("-/.") != std::string_view::npos;
  return is_number_like(word) && digits_in(word) >= (joints ? kLeastDigits : kLeastDigits + 2);
}

// "27.00.00" of the municipalities' common subject list, which "G01 1 21" may follow.
bool is_subject(std::string_view word) {
  return word.size() == 8 && word[2] == '.' && word[5] == '.' && digits_in(word) == 6;
}

bool is_label_word(std::string_view word) {
  const std::vector<std::string> parts = parts_of(plain(word));
  return std::all_of(parts.begin(), parts.end(), is_label);
}

// "nr. 107" alone is not said of cases.
bool is_of_cases(std::string_view label) {
  const std::string text = joined(parts_of(plain(label)), "");
  for (const std::string_view start : {"sag", "journal", "jnr", "case", "esdh", "acadre", "sbsys"}) {
    if (text.starts_with(start)) return true;
  }
  return false;
}

std::ptrdiff_t numbers_in(const std::vector<std::string>& parts) {
  return std::count_if(parts.begin(), parts.end(), [](const std::string& part) { return is_digit(part[0]); });
}

// "270000G01121": nothing stands between the parts.
bool is_written_together(std::string_view typed) {
  return std::all_of(typed.begin(), typed.end(), [](char c) { return is_digit(c) || is_letter(c); });
}

}  // namespace

std::string case_key(std::string_view written) {
  return joined(number_parts(written), "-");
}

std::vector<analyzers::Term> case_terms(std::string_view written) {
  std::vector<std::string> parts = number_parts(written);
  const std::string key = joined(parts, "-");
  if (key.empty()) return {};
  std::vector<analyzers::Term> terms{term("caseno:", key), term("casenos:", joined(parts, ""))};
  // "EMN-2025-010561" is called 2025-010561 too.
  if (!is_digit(parts.front()[0]) && numbers_in(parts) >= 2) {
    parts.erase(parts.begin());
    terms.push_back(term("caseno:", joined(parts, "-")));
  }
  return terms;
}

std::vector<analyzers::Term> case_query_terms(std::string_view typed) {
  std::vector<std::string> parts = number_parts(typed);
  const std::string key = joined(parts, "-");
  if (key.empty()) return {};
  std::vector<analyzers::Term> terms{term("caseno:", key)};
  const bool one_number = numbers_in(parts) == 1 && parts.size() <= 2;
  if ((one_number || is_written_together(typed)) && digits_in(key) >= kLeastDigits + 1)
    terms.push_back(term("casenos:", joined(parts, "")));
  if (parts.size() == 2 && !one_number) {
    std::string& year = parts.front();
    if (year.size() == 4 && year.starts_with("20")) {
      year.erase(0, 2);
      terms.push_back(term("caseno:", joined(parts, "-")));
    } else if (year.size() == 2 && is_digit(year[0])) {
      year.insert(0, "20");
      terms.push_back(term("caseno:", joined(parts, "-")));
    }
  }
  return terms;
}

std::vector<CaseMention> find_case_mentions(std::string_view text) {
  std::vector<CaseMention> found;
  const std::vector<Word> words = words_of(text);
  const auto at = [&](std::size_t i) { return text.substr(words[i].begin, words[i].end - words[i].begin); };
  for (std::size_t i = 0; i < words.size();) {
    std::size_t number = i;
    while (number < words.size() && number < i + 3 && is_label_word(at(number))) ++number;
    if (number == words.size()) break;
    const bool labelled =
        number > i && is_of_cases(text.substr(words[i].begin, words[number - 1].end - words[i].begin));
    if (!labelled && number > i) {
      ++i;
      continue;
    }
    std::size_t end = number;
    // "EMN 2025 010561": letters in capitals, then numbers.
    const bool capitals =
        labelled && digits_in(at(number)) == 0 && at(number).size() <= 5 && number + 1 < words.size() &&
        std::all_of(at(number).begin(), at(number).end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (capitals) ++end;
    const bool spaced = labelled || is_subject(at(number));
    while (end < words.size() && is_number_like(at(end)) && (end == number || (spaced && end < number + 4))) ++end;
    if (end > number &&
        digits_in(text.substr(words[number].begin, words[end - 1].end - words[number].begin)) >=
            (labelled ? kLeastDigits - 1 : kLeastDigits) &&
        (labelled || has_shape(at(number)))) {
      found.push_back({words[i].begin, words[end - 1].end, words[number].begin});
      i = end;
    } else {
      ++i;
    }
  }
  return found;
}

}  // namespace opslag::corpus
