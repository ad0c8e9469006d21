// Looks at bytes only: no word is made.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/sentence.h"

#include <algorithm>
#include <cstring>

#include "analyzers/letter_run.h"

namespace opslag::analyzers {
namespace {

constexpr std::size_t kShortest = 5, kKlokken = 7;  // bytes of words

// Whether nothing behind the point belongs to what is before it. Short words may be abbreviations that numbers follow,
// or months before a year; "klokken" may stand before a time.
bool ends_sentence(std::string_view word, std::string_view rest) {
  const bool ended = rest.size() > 1 && rest[0] == '.' && (rest[1] == ' ' || rest[1] == '\n');
  const bool klokken = word.size() == kKlokken && (word[0] | 0x20) == 'k' && (word[1] | 0x20) == 'l';
  return ended && word.size() >= kShortest && !klokken;
}

// Whether a sentence ends behind the point; no letter before `lowest` is looked at.
bool ends_at_point(std::string_view text, std::size_t point, std::size_t lowest, std::size_t to) {
  std::size_t begin = point;
  while (begin > lowest && point - begin <= kKlokken) {
    if (is_ascii_letter(text[begin - 1])) {
      --begin;
    } else if (begin - 1 > lowest && is_latin1_letter(text.substr(0, begin), begin - 2)) {
      begin -= 2;
    } else {
      break;
    }
  }
  return ends_sentence(text.substr(begin, point - begin), text.substr(point, to - point));
}

// The end of the sentence that goes on at `at`, where its words need not be looked at.
std::size_t sentence_end(std::string_view text, std::size_t at, std::size_t to, std::size_t lowest) {
  while (at < to) {
    const void* const found = std::memchr(text.data() + at, '.', to - at);
    if (found == nullptr) return to;
    const auto point = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    if (ends_at_point(text, point, lowest, to)) return point + 1;
    at = point + 1;
  }
  return to;
}

bool is_gap(char c) {
  return c == ' ' || c == '\n';
}

// The bytes of a sign that, where it stands, is no part of anything; 0 if it may be.
std::size_t plain_sign_at(std::string_view text, std::size_t at, std::size_t from, std::size_t to) {
  const auto gap_at = [&](std::size_t i) { return i >= to || is_gap(text[i]); };
  const bool gap_before = at == from || is_gap(text[at - 1]);
  switch (text[at]) {
    case ' ':
    case '\n':
    case ',':
    case '"':
      return 1;
    case '.':
    case ':':
    case ';':
    case '!':
    case '?':
      return gap_at(at + 1) ? 1 : 0;
    case ')':
      return gap_at(at + 1) || text[at + 1] == '.' || text[at + 1] == ',' ? 1 : 0;
    case '(':
      return gap_before ? 1 : 0;
    case '-':
      return gap_before && gap_at(at + 1) ? 1 : 0;
    default:
      break;
  }
  const bool dash = text.substr(at, std::min<std::size_t>(3, to - at)) == "\u2013";
  return dash && gap_before && gap_at(at + 3) ? 3 : 0;
}

}  // namespace

Sentence next_sentence(std::string_view text, std::size_t from, std::size_t at, std::size_t to, const Spellings& asked,
                       std::uint32_t most_words) {
  Sentence sentence;
  while (at < to && sentence.plain && !sentence.may_hold) {
    const std::size_t end = is_gap(text[at]) ? at : letters_end(text, at, to);
    if (end == at) {
      const std::size_t sign = plain_sign_at(text, at, from, to);
      sentence.plain = sign != 0;
      at += std::max<std::size_t>(sign, 1);
      continue;
    }
    const std::string_view word = text.substr(at, end - at);
    sentence.may_hold = ++sentence.words > most_words || (asked.may_hold_plain(word) && asked.may_hold(word));
    if (sentence.may_hold) sentence.word_begin = at, sentence.word_end = end;
    at = end;
    if (ends_sentence(word, text.substr(at, to - at))) {
      sentence.end = at + 1;
      return sentence;
    }
  }
  sentence.end = sentence_end(text, at, to, at);
  return sentence;
}

bool is_break(std::string_view text, std::size_t at) {
  return at > 0 && at <= text.size() && text[at - 1] == '.' && ends_at_point(text, at - 1, 0, text.size());
}

std::size_t next_break(std::string_view text, std::size_t from) {
  return sentence_end(text, from > 0 ? from - 1 : 0, text.size(), 0);
}

}  // namespace opslag::analyzers
