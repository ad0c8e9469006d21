// Reads backwards from the digits, word by word.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/personal_number_words.h"

#include <algorithm>
#include <array>
#include <string>

#include "analyzers/text.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kWordsBefore = 40;

constexpr std::array<std::string_view, 6> kNaming{"cpr",      "personnummer", "person nummer",
                                                  "personnr", "pers.nr",      "fødselsnummer"};
constexpr std::array<std::string_view, 2> kAnnouncing{"født", "fødsels"};
// Words that begin so, and, if they are long enough to say so, that hold it.
constexpr std::array<std::string_view, 11> kOther{"sagsn", "journal", "telefon", "konto",    "faktura", "jnr",
                                                  "tlf",   "ean",     "cvr",     "dokument", "matr"};
constexpr std::size_t kTelling = 5;
constexpr std::array<std::string_view, 3> kOtherWhole{"sag", "dok", "doknr"};
constexpr std::array<std::string_view, 2> kOtherWithNumber{"j", "p"};  // j.nr., p-nummer
constexpr std::array<std::string_view, 7> kBetween{"nr", "nummer", "numre", "no", "id", "kode", "er"};

template <std::size_t N>
bool is_any(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_of_another_kind(std::string_view word, bool numbered) {
  return is_any(word, kOtherWhole) || (numbered && is_any(word, kOtherWithNumber)) ||
         std::any_of(kOther.begin(), kOther.end(), [&](std::string_view other) {
           return word.starts_with(other) || (other.size() >= kTelling && word.find(other) != std::string_view::npos);
         });
}

// A letter a–z or one of U+00C0 to U+017F.
std::size_t letter_before(std::string_view text) {
  if (text.empty()) return 0;
  if (text.back() >= 'a' && text.back() <= 'z') return 1;
  if (text.size() < 2 || (static_cast<unsigned char>(text.back()) & 0xC0) != 0x80) return 0;
  const auto lead = static_cast<unsigned char>(text[text.size() - 2]);
  return lead >= 0xC3 && lead <= 0xC5 ? 2 : 0;
}

// The last word that is none of kBetween; a number behind it speaks for itself, but for the first part of an account's.
bool is_called_something_else(std::string_view before) {
  bool digits = false, numbered = false;
  while (!before.empty()) {
    std::size_t begin = before.size();
    while (const std::size_t letter = letter_before(before.substr(0, begin))) begin -= letter;
    const std::string_view word = before.substr(begin);
    if (word.empty()) {
      digits = digits || (before.back() >= '0' && before.back() <= '9');
      before.remove_suffix(1);
      continue;
    }
    if (!is_any(word, kBetween))
      return is_of_another_kind(word, numbered) && (!digits || word.find("konto") != std::string_view::npos);
    numbered = true;
    before = before.substr(0, begin);
  }
  return false;
}

std::string end_of(std::string_view before, std::size_t bytes) {
  std::size_t from = before.size() > bytes ? before.size() - bytes : 0;
  while (from < before.size() && (static_cast<unsigned char>(before[from]) & 0xC0) == 0x80) ++from;
  return analyzers::lower(analyzers::valid_utf8(before.substr(from)));
}

}  // namespace

NearWord word_before(std::string_view before) {
  const std::string end = end_of(before, kWordsBefore);
  const auto holds = [&](std::string_view word) { return end.find(word) != std::string::npos; };
  if (std::any_of(kNaming.begin(), kNaming.end(), holds)) return NearWord::names;
  if (std::any_of(kAnnouncing.begin(), kAnnouncing.end(), holds)) return NearWord::announces;
  return is_called_something_else(end) ? NearWord::other_kind : NearWord::none;
}

bool ends_in_announcement(std::string_view before) {
  const std::string end = end_of(before, kWordsBefore);
  const auto ends = [&](std::string_view word) { return end.ends_with(word); };
  return std::any_of(kNaming.begin(), kNaming.end(), ends) || std::any_of(kAnnouncing.begin(), kAnnouncing.end(), ends);
}

}  // namespace opslag::corpus
