// Splits a text into words and notes what stands between them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/words.h"

#include <array>

namespace opslag::corpus {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t size = 1;
};

// Invalid bytes come out as U+FFFD, one at a time: they separate words.
Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : '\0'); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (size == 0 || lead > 0xF4 || at + size > text.size()) return {0xFFFD, 1};
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) return {0xFFFD, 1};
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  return {code, size};
}

bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  if (c < 0x100) return c >= 0xC0 && c <= 0xDE && c != 0xD7;
  return c < 0x180 && c != 0x138 && c != 0x149 && c != 0x17F &&
         ((c < 0x138 || (c >= 0x14A && c < 0x178)) ? c % 2 == 0 : c % 2 == 1);
}

char32_t lower(char32_t c) {
  if (!is_upper(c)) return c;
  if (c < 0x100) return c + 0x20;
  return c == 0x178 ? 0xFF : c + 1;
}

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z';
  if (c < 0xC0) return c == 0xAA || c == 0xBA || c == 0xB5;
  // Combining marks belong to their letter; punctuation, symbols and private use separate.
  return (c != 0xD7 && c != 0xF7 && c < 0x2000) || (c >= 0x2C00 && c < 0xD800) || (c >= 0xF900 && c < 0xFFF0);
}

bool is_space(char32_t c) {
  return c == ' ' || c == '\t' || c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200B);
}

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0U | (c >> 6U));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0U | (c >> 12U));
    out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (c >> 18U));
    out += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
    out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

bool is_bullet(char32_t c) {
  constexpr std::array<char32_t, 9> kBullets{0x2022, 0x25CF, 0x25AA, 0x25E6, 0x2023, 0x2043, 0xB7, 0xF0B7, '*'};
  for (const char32_t bullet : kBullets) {
    if (c == bullet) return true;
  }
  return false;
}

// What most characters are: ASCII.
struct Ascii {
  enum Kind : unsigned char { kLetter = 1, kCapital = 2, kDigit = 4 };
  std::array<unsigned char, 128> kinds{};
  constexpr Ascii() {
    for (std::size_t c = 'a'; c <= 'z'; ++c) kinds[c] = kLetter;
    for (std::size_t c = 'A'; c <= 'Z'; ++c) kinds[c] = kLetter | kCapital;
    for (std::size_t c = '0'; c <= '9'; ++c) kinds[c] = kDigit;
  }
};
constexpr Ascii kAscii;

// Reads the separators between two words.
class Between {
 public:
  explicit Between(std::size_t line_words) : line_words_(line_words) {}

  void add(char32_t c) {
    switch (c) {
      case '\n':
        new_line();
        return;
      case '\r':
        return;
      case ',':
        bits_ |= kComma;
        return;
      case ';':
      case ':':
        bits_ |= kColon;
        return;
      case '(':
      case '[':
        bits_ |= kOpen;
        return;
      case ')':
      case ']':
        bits_ |= kClose;
        return;
      case '/':
      case '&':
        bits_ |= kSlash;
        return;
      case '.':
        stop_ = true;
        return;
      case '!':
      case '?':
        bits_ |= kSentence;
        return;
      case '-':
      case 0x2010:
      case 0x2011:
        dash(false);
        return;
      case 0x2012:
      case 0x2013:
      case 0x2014:
        dash(true);
        return;
      case '"':
      case '\'':
      case 0x2018:
      case 0x2019:
      case 0x201C:
      case 0x201D:
      case 0x201E:
      case 0xAB:
      case 0xBB:
        bits_ |= kQuote;
        return;
      default:
        break;
    }
    if (is_space(c)) bits_ |= kSpace;
    if (is_bullet(c) && (lines_ > 0 || c == 0x2022)) bits_ |= kSentence;
  }

  // `capital`: of the word that follows; `abbreviation`, `goes_on`: the word before is one, or is
  // as short as the words that no line ends with (og, fra, af).
  std::uint16_t bits(bool first, bool capital, bool abbreviation, bool goes_on) const {
    std::uint16_t result = bits_;
    if (first || lines_ > 1) result |= kSentence;
    if (lines_ > 0) result |= kLine;
    if (stop_) result |= kStop;
    const bool spaced = lines_ > 0 || (bits_ & kSpace) != 0;
    if (stop_ && spaced && capital && !abbreviation) result |= kSentence;
    // A short line that the next one does not go on from: a heading, a list's entry.
    if (lines_ == 1 && capital && line_words_ < 9 && !goes_on && (bits_ & (kComma | kHyphen)) == 0) result |= kSentence;
    if ((result & kHyphen) != 0 && dashes_spaced_) result = static_cast<std::uint16_t>(result & ~unsigned{kHyphen});
    return result;
  }
  bool broke_line() const { return lines_ > 0; }
  void add_blank() { bits_ |= kSpace; }
  // Behind a full stop: only then it matters whether the word before is an abbreviation.
  bool stopped() const { return stop_; }

 private:
  void new_line() {
    ++lines_;
    bits_ |= kSpace;
  }
  void dash(bool wide) {
    if (lines_ > 0) {
      bits_ |= kSentence;  // a list's bullet
    } else if (wide || (bits_ & kSpace) != 0) {
      bits_ |= kComma;  // "Odense – Svendborg": a pause
      dashes_spaced_ = true;
    } else {
      bits_ |= kHyphen;
    }
  }

  std::size_t line_words_;
  std::uint16_t bits_ = 0;
  int lines_ = 0;
  bool stop_ = false;
  bool dashes_spaced_ = false;
};

bool is_number(const std::string& text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

class Splitter {
 public:
  Splitter(std::string_view text, const AbbreviationSet& abbreviations) : text_(text), abbreviations_(abbreviations) {}

  std::vector<Word> run() {
    std::size_t at = 0;
    Between between(0);
    constexpr std::size_t kUsualBytes = 7;  // of a word and what is behind it
    words_.reserve(text_.size() / kUsualBytes + 1);
    while (at < text_.size()) {
      if (text_[at] == ' ') {
        between.add_blank();
        ++at;
        continue;
      }
      const Character c = character_at(text_, at);
      if (!is_letter(c.code) && !is_digit(c.code) && c.code != 0xA7) {
        between.add(c.code);
        at += c.size;
        continue;
      }
      at = take(at, between);
      between = Between(line_words_);
    }
    return std::move(words_);
  }

 private:
  std::size_t take(std::size_t at, const Between& between) {
    Word word;
    word.begin = at;
    Character c = character_at(text_, at);
    word.capital = is_upper(c.code);
    int letters = 0;
    bool all = true;
    const bool section = c.code == 0xA7;
    for (; at < text_.size(); at += c.size) {
      const auto byte = static_cast<unsigned char>(text_[at]);
      if (byte < kAscii.kinds.size() && !section) {
        const unsigned kind = kAscii.kinds[byte];
        if (kind == 0) break;
        if ((kind & Ascii::kLetter) != 0) ++letters;
        all = all && (kind & (Ascii::kCapital | Ascii::kDigit)) != 0;
        if (word.text.size() < kMaxWord)
          word.text += static_cast<char>((kind & Ascii::kCapital) != 0 ? byte | 0x20U : byte);
        c.size = 1;
        continue;
      }
      c = character_at(text_, at);
      if (section ? c.code != 0xA7 : !(is_letter(c.code) || is_digit(c.code))) break;
      if (is_letter(c.code)) ++letters;
      all = all && (is_upper(c.code) || is_digit(c.code));
      if (word.text.size() < kMaxWord && !(section && !word.text.empty())) append(word.text, lower(c.code));
    }
    word.end = at;
    word.capitals = all && letters > 1;
    finish(std::move(word), between);
    return at;
  }

  void finish(Word word, const Between& between) {
    const bool first = words_.empty();
    const bool abbreviation =
        !first && between.stopped() &&
        ((is_number(words_.back().text) && is_number(word.text)) || abbreviations_.count(words_.back().text) != 0);
    const bool goes_on =
        !first && !words_.back().capital && !is_number(words_.back().text) && words_.back().text.size() <= 3;
    word.before = between.bits(first, word.capital || is_number(word.text), abbreviation, goes_on);
    line_words_ = between.broke_line() ? 1 : line_words_ + 1;
    // KL's, KL’s: the genitive says nothing.
    if (word.text == "s" && word.before == kQuote) {
      words_.back().end = word.end;
      return;
    }
    words_.push_back(std::move(word));
  }

  std::string_view text_;
  const AbbreviationSet& abbreviations_;
  std::vector<Word> words_;
  std::size_t line_words_ = 0;
};

}  // namespace

std::vector<Word> words_of(std::string_view text, const AbbreviationSet& abbreviations) {
  return Splitter(text, abbreviations).run();
}

std::string lower_latin(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const Character c = character_at(utf8, at);
    append(out, lower(c.code));
    at += c.size;
  }
  return out;
}

}  // namespace opslag::corpus
