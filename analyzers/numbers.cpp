// Amounts and case numbers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/numbers.h"

#include <algorithm>
#include <string>

#include "analyzers/text.h"
#include "analyzers/word_forms.h"

namespace opslag::analyzers {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Alternative exactly(const std::string& text) {
  return {make_term(TermKind::typed, text), Rule::exact, 1.0};
}

bool group_follows(const AtomText& atoms, std::size_t at, char32_t mark) {
  return atoms.is_joined_mark(at, mark) && atoms.is_number(at + 1) && atoms.joined(at + 1);
}

std::string without_leading_zeros(std::string digits) {
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return digits;
}

std::string without_trailing_zeros(std::string digits) {
  digits.resize(digits.find_last_not_of('0') + 1);
  return digits;
}

// By how many zeros the word behind a number multiplies it.
std::size_t scale_at(const AtomText& atoms, std::size_t at) {
  if (!atoms.is_word(at) || atoms[at].gap > Gap::line) return 0;
  const std::string word = atoms.lower_word(at);
  if (word == "mio" || word == "million" || word == "millioner") return 6;
  if (word == "mia" || word == "milliard" || word == "milliarder") return 9;
  if (word == "tkr" || word == "tusind" || word == "tusinde") return 3;
  if (word == "t" && atoms.is_joined_mark(at + 1, U'.') && atoms.lower_word(at + 2) == "kr") return 3;
  return 0;
}

std::string scaled(const std::string& whole, const std::string& fraction, std::size_t zeros) {
  if (fraction.size() > zeros) return {};
  return without_leading_zeros(whole + fraction + std::string(zeros - fraction.size(), '0'));
}

}  // namespace

namespace {

// Where the thousands of an amount end, and what follows its decimals.
struct Amount {
  std::size_t whole_end, end;
};

Amount amount_at(const AtomText& atoms, std::size_t at) {
  constexpr std::size_t kMostDigits = 40;
  std::size_t next = at + 1;
  if (const std::size_t first = atoms.digits(at); first <= 3) {
    for (std::size_t digits = first;
         group_follows(atoms, next, U'.') && atoms.digits(next + 1) == 3 && digits < kMostDigits; next += 2)
      digits += 3;
  }
  const bool comma = group_follows(atoms, next, U',');
  // "251.6": a point for a comma; three digits behind it are thousands.
  const bool point = next == at + 1 && group_follows(atoms, next, U'.') && atoms.digits(next + 1) < 3 &&
                     !group_follows(atoms, next + 2, U'.');
  return {next, comma || point ? next + 2 : next};
}

}  // namespace

std::size_t atoms_of_amount(const AtomText& atoms, std::size_t at) {
  return amount_at(atoms, at).end - at;
}

Found find_amount(const AtomText& atoms, std::size_t at) {
  std::string whole(atoms.raw(at).substr(0, 40)), fraction;
  const auto [whole_end, next] = amount_at(atoms, at);
  for (std::size_t group = at + 2; group < whole_end; group += 2) whole += atoms.raw(group);
  if (next > whole_end) fraction = without_trailing_zeros(std::string(atoms.raw(whole_end + 1).substr(0, 20)));
  Found result;
  result.atoms = next - at;
  whole = without_leading_zeros(whole);
  result.asks.push_back(exactly("num:" + whole + (fraction.empty() ? "" : "," + fraction)));
  if (const std::size_t zeros = scale_at(atoms, next); zeros > 0) {
    if (const std::string amount = scaled(whole, fraction, zeros); !amount.empty())
      result.asks.push_back(exactly("num:" + amount));
  }
  return result;
}

namespace {

struct Chain {
  std::size_t atoms = 0;
  std::size_t groups = 0, digits = 0, longest = 0, letters = 0;
  std::size_t first = 0, second = 0, third = 0;  // lengths of the first groups if they are numbers, else 0
  bool only_dots = true, slash = false;
  std::size_t leading_dots = 0;  // points before any other mark
};

constexpr std::size_t kMaxChainAtoms = 15;

Chain chain_at(const AtomText& atoms, std::size_t at) {
  Chain chain;
  std::size_t next = at;
  while (next - at < kMaxChainAtoms) {
    const std::string_view raw = atoms.raw(next);
    const auto digits = static_cast<std::size_t>(std::count_if(raw.begin(), raw.end(), is_digit));
    if ((!atoms.is_word(next) && !atoms.is_number(next)) || raw.size() > 12) return {};
    // Words of letters alone are no group of a case number, save a short one ahead of it.
    if (digits == 0 && (chain.groups > 0 || raw.size() > 6)) return {};
    ++chain.groups;
    chain.digits += digits;
    chain.letters += raw.size() - digits;
    chain.longest = std::max(chain.longest, digits);
    if (chain.groups <= 3)
      (chain.groups == 1 ? chain.first : chain.groups == 2 ? chain.second : chain.third) = atoms.digits(next);
    chain.atoms = next + 1 - at;
    const char32_t mark = atoms[next + 1].code;
    if (!atoms.joined(next + 1) || (mark != U'-' && mark != U'.' && mark != U'/' && mark != U'_')) break;
    if (!atoms.joined(next + 2) || (!atoms.is_word(next + 2) && !atoms.is_number(next + 2))) break;
    if (chain.only_dots && mark == U'.') ++chain.leading_dots;
    chain.only_dots = chain.only_dots && mark == U'.';
    chain.slash = chain.slash || mark == U'/';
    next += 2;
  }
  return chain;
}

bool is_case_number(const Chain& chain) {
  if (chain.groups < 2 || chain.digits < 5) return false;
  // The municipalities' filing plan: 27.00.00, with -G01-1-21 behind it or not.
  if (chain.first == 2 && chain.second == 2 && chain.third == 2 && chain.leading_dots >= 2) return true;
  if (chain.only_dots) return false;
  if (chain.slash && chain.groups == 2) return (chain.first == 2 || chain.first == 4) && chain.second >= 4;
  if (chain.groups == 2)
    return chain.letters > 0 ? chain.longest >= 5 : (chain.first == 2 || chain.first == 4) && chain.second >= 5;
  return chain.longest >= 4 && chain.digits >= 6;
}

}  // namespace

std::size_t atoms_of_case_number(const AtomText& atoms, std::size_t at) {
  if (atoms.joined(at) && at > 0 && !atoms.is_mark(at - 1, U'(') && !atoms.is_mark(at - 1, U'"')) return 0;
  const char32_t mark = atoms[at + 1].code;
  if (!atoms.joined(at + 1) || (mark != U'-' && mark != U'.' && mark != U'/') || !atoms.joined(at + 2)) return 0;
  const Chain chain = chain_at(atoms, at);
  return is_case_number(chain) ? chain.atoms : 0;
}

Found find_case_number(const AtomText& atoms, std::size_t at) {
  Found result;
  result.atoms = atoms_of_case_number(atoms, at);
  if (result.atoms == 0) return result;
  const std::size_t begin = atoms[at].begin, end = atoms[at + result.atoms - 1].end;
  result.asks.push_back(exactly("case:" + lower(atoms.text().substr(begin, end - begin))));
  return result;
}

SplitWord split_mixed(std::string_view word) {
  SplitWord split;
  if (word.empty()) return split;
  split.digits_first = is_digit(word.front());
  const auto border = static_cast<std::size_t>(
      std::find_if(word.begin(), word.end(), [&](char c) { return is_digit(c) != split.digits_first; }) - word.begin());
  const std::string_view head = word.substr(0, border), tail = word.substr(border);
  if (tail.empty() || std::any_of(tail.begin(), tail.end(), [&](char c) { return is_digit(c) == split.digits_first; }))
    return split;
  split.letters = split.digits_first ? tail : head;
  split.digits = split.digits_first ? head : tail;
  return split;
}

}  // namespace opslag::analyzers
