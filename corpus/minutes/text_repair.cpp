// Repairs what page-to-text steps did to minutes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/text_repair.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "corpus/minutes/dates.h"
#include "corpus/minutes/item_body.h"
#include "corpus/minutes/numbered.h"
#include "corpus/minutes/vocabulary.h"

namespace opslag::corpus::minutes {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> kEntities{{
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""}, {"apos", "'"},   {"nbsp", "\u00a0"},
    {"aelig", "æ"},  {"oslash", "ø"}, {"aring", "å"},  {"AElig", "Æ"}, {"Oslash", "Ø"}, {"Aring", "Å"},
    {"eacute", "é"}, {"Eacute", "É"}, {"uuml", "ü"},   {"ouml", "ö"},  {"auml", "ä"},   {"ndash", "–"},
    {"mdash", "—"},  {"lsquo", "‘"},  {"rsquo", "’"},  {"ldquo", "“"}, {"rdquo", "”"},  {"bdquo", "„"},
    {"sect", "§"},   {"bull", "•"},   {"hellip", "…"},
}};

void append_character(std::string& out, unsigned code) {
  if (code < 0x20 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// Appends what "&name;" at `at` stands for; the bytes it takes, or 0.
std::size_t take_entity(std::string_view text, std::size_t at, std::string& out) {
  const std::size_t end = text.substr(at, 12).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  const std::string_view name = text.substr(at + 1, end - 1);
  if (name.front() == '#') {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    unsigned code = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    if (error != std::errc() || stop != digits.data() + digits.size()) return 0;
    append_character(out, code);
    return end + 1;
  }
  for (const auto& [known, character] : kEntities) {
    if (known != name) continue;
    out += character;
    return end + 1;
  }
  return 0;
}

std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t taken = text[at] == '&' ? take_entity(text, at, out) : 0;
    if (taken == 0) out += text[at];
    at += taken == 0 ? 1 : taken;
  }
  return out;
}

// "<p>", "</div>", "<br/>": the name of a tag at `at`, lower case, and its length; length 0 if there is none.
struct Tag {
  std::string name;
  std::size_t length = 0;
};
Tag tag_at(std::string_view text, std::size_t at) {
  std::size_t i = at + 1;
  if (i < text.size() && text[i] == '/') ++i;
  Tag tag;
  while (i < text.size() && tag.name.size() < 12 && (starts_with_letter(text.substr(i, 1)) || is_digit(text[i]))) {
    const char c = text[i++];
    tag.name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  const std::size_t end = text.substr(0, std::min(text.size(), at + 2000)).find('>', i);
  if (tag.name.empty() || end == std::string_view::npos) return {};
  tag.length = end + 1 - at;
  return tag;
}

bool is_block(const std::string& name) {
  static constexpr std::string_view kBlocks[] = {"p",  "br", "div", "h1",    "h2",      "h3", "h4", "h5",   "li",
                                                 "ul", "ol", "tr",  "table", "section", "td", "th", "body", "title"};
  return std::find(std::begin(kBlocks), std::end(kBlocks), name) != std::end(kBlocks);
}

bool is_inline(const std::string& name) {
  static constexpr std::string_view kInline[] = {"span", "b",    "i",    "u",   "em",    "strong",
                                                 "a",    "font", "sup",  "sub", "tbody", "thead",
                                                 "html", "head", "meta", "img", "hr"};
  return std::find(std::begin(kInline), std::end(kInline), name) != std::end(kInline);
}

std::string without_tags(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Tag tag = text[at] == '<' ? tag_at(text, at) : Tag{};
    if (tag.length > 0 && is_block(tag.name)) {
      out += '\n';
    } else if (tag.length > 0 && !is_inline(tag.name)) {
      out += text[at++];
      continue;
    }
    if (tag.length == 0) out += text[at];
    at += tag.length == 0 ? 1 : tag.length;
  }
  return out;
}

std::size_t count(std::string_view text, std::string_view what, std::size_t most) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos && found < most; at = text.find(what, at + 1))
    ++found;
  return found;
}

// Headings that a text without line ends is cut at: capital nouns that prose hardly ever has.
bool cuts_flow(std::string_view words) {
  static constexpr std::string_view kSure[] = {"baggrund",        "indstilling",  "sagsfremstilling",
                                               "sagsbeskrivelse", "resume",       "resumé",
                                               "beslutning",      "beslutninger", "bilagsliste"};
  if (std::find(std::begin(kSure), std::end(kSure), words) != std::end(kSure)) return true;
  const Role role = vocabulary().heading(std::string(words));
  return words.find(' ') != std::string_view::npos && (role == Role::standard || role == Role::decision);
}

bool is_head_label(std::string_view word) {
  return word == "UDVALG" || word == "MØDE" || word == "STED" || word == "STARTTIDSPUNKT" || word == "SLUTTIDSPUNKT" ||
         word == "PUNKTER";
}

struct Word {
  std::size_t begin = 0, end = 0;
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && is_space(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > begin) words.push_back({begin, at});
  }
  return words;
}

// One long line with line ends put in.
class Flow {
 public:
  explicit Flow(std::string_view text) : text_(text), words_(words_of(text)) {}

  void write(std::string& out) {
    for (std::size_t i = 0; i < words_.size();) {
      const std::size_t taken = heading_at(i);
      if (taken > 0) {
        out += '\n';
        append(out, i, taken);
        out += '\n';
        i += taken;
        continue;
      }
      if (is_item(i) || is_label(i)) out += '\n';
      append(out, i, 1);
      out += ' ';
      ++i;
    }
    out += '\n';
  }

 private:
  std::string_view word(std::size_t i) const {
    return i < words_.size() ? text_.substr(words_[i].begin, words_[i].end - words_[i].begin) : std::string_view();
  }
  std::string_view span(std::size_t i, std::size_t n) const {
    return text_.substr(words_[i].begin, words_[i + n - 1].end - words_[i].begin);
  }
  void append(std::string& out, std::size_t i, std::size_t n) const { out += span(i, n); }

  // How many words make a heading or label here; 0 for none.
  std::size_t heading_at(std::size_t i) const {
    const std::string_view first = word(i);
    if (is_head_label(first)) return 1;
    if (!starts_upper(first)) return 0;
    if (key(first) == "indholdsfortegnelse" || (key(first) == "dagsorden" && first.ends_with(':'))) return 1;
    if (const std::size_t dated = dated_at(i)) return dated;
    for (std::size_t n = std::min<std::size_t>(4, words_.size() - i); n > 0; --n) {
      const Role role = n > 1 ? vocabulary().heading(key(span(i, n))) : Role::none;
      if (role == Role::open_part || role == Role::closed_part) return n;
      if (!cuts_flow(key(span(i, n)))) continue;
      const std::string_view next = word(i + n);
      const bool begins = next.empty() || starts_upper(next) || !starts_with_letter(next) || span(i, n).ends_with(':');
      if (begins && !is_digit(next.empty() ? ' ' : next.front())) return n;
      if (begins && next.find('.') != std::string_view::npos) return n;
    }
    return 0;
  }

  // "Beslutning i Socialudvalget den 12-09-2030".
  std::size_t dated_at(std::size_t i) const {
    if (key(word(i)) != "beslutning") return 0;
    const std::string_view next = word(i + 1);
    if (next != "i" && next != "fra" && next != "for" && !starts_upper(next)) return 0;
    for (std::size_t n = 2; n < 16 && i + n < words_.size(); ++n) {
      const std::string_view end = word(i + n);
      if (is_digit(end.front()) && find_date(end))
        return word(i + n - 1) == "den" || word(i + n - 1) == "d." ? n + 1 : 0;
      if (end.ends_with('.') && end != "d.") return 0;
    }
    return 0;
  }

  bool is_item(std::size_t i) const {
    const std::string_view number = word(i);
    std::size_t digits = 0;
    while (digits < number.size() && is_digit(number[digits])) ++digits;
    if (digits > 0 && digits < 4 && digits + 1 == number.size() && number.back() == '.') {
      return starts_upper(word(i + 1)) && !(i > 0 && is_number_word(word(i - 1)));
    }
    if (starts_upper(number) && key(number) == "sag" && key(word(i + 1)) == "nr" && i + 2 < words_.size())
      return is_digit(word(i + 2).front());
    return is_number_word(number) && i + 1 < words_.size() && is_digit(word(i + 1).front()) && starts_upper(number);
  }
  bool is_number_word(std::string_view text) const {
    const std::string words = key(text);
    return words == "punkt" || words == "pkt" || words == "nr" || (words == "sag" && starts_upper(text));
  }

  bool is_label(std::size_t i) const {
    const std::string_view text = word(i);
    return text.size() > 3 && text.ends_with(':') && starts_upper(text) && find_label(text.substr(0, text.size() - 1));
  }
  static bool find_label(std::string_view text) { return vocabulary().label(key(text)) != Role::none; }

  std::string_view text_;
  std::vector<Word> words_;
};

// "Side 3 af 40", "Side 3", "- 3 -": a page's foot.
bool is_page_foot(std::string_view text) {
  if (text.size() > 24 || text.size() < 3) return false;
  const std::string words = key(text);
  if (words.starts_with("side ")) {
    return words.size() > 5 && is_digit(words[5]) && words.find_first_not_of("0123456789 afside/") == std::string::npos;
  }
  return words.size() > 4 && words.starts_with("- ") && words.ends_with(" -") &&
         words.find_first_not_of("0123456789- ") == std::string::npos;
}

// Where a decision's label is glued to the end of a line; npos if it isn't.
std::size_t glued_decision(std::string_view text) {
  static constexpr std::string_view kStart = "Beslutning ";
  for (std::size_t at = text.find(kStart, 1); at != std::string_view::npos; at = text.find(kStart, at + 1)) {
    const char before = text[at - 1];
    if (is_space(before) || before == '"' || before == '(' || before == '-' || before == '\xA0' || before == '\x9D' ||
        before == '\x9C')
      continue;
    const std::string_view tail = text.substr(at);
    const auto date = find_date(tail.substr(0, 160));
    if (date && tail.substr(0, date->begin).find(" den ") != std::string_view::npos) return at;
  }
  return std::string_view::npos;
}

// "Beslutning" in a row's first cell, its text in the next: where that begins; npos if it isn't.
std::size_t headed_cell(std::string_view text) {
  const std::size_t tab = text.find('\t');
  if (tab == std::string_view::npos || tab < 4 || tab > 200) return std::string_view::npos;
  const std::string_view cell = trim(text.substr(0, tab));
  const auto heading = find_heading({{cell, cell}}, 0, 1, false);
  return heading && heading->role != Role::weak ? tab : std::string_view::npos;
}

}  // namespace

std::string without_html(std::string_view text) {
  const std::size_t entities = count(text, "&oslash;", 3) + count(text, "&aring;", 3) + count(text, "&aelig;", 3) +
                               count(text, "&nbsp;", 3) + count(text, "&lt;", 3);
  const std::size_t tags = count(text, "</p>", 3) + count(text, "<br", 3) + count(text, "</div>", 3) +
                           count(text, "&lt;/p", 3) + count(text, "&lt;br", 3);
  if (entities < 2 && tags < 2) return std::string(text);
  std::string out = entities < 2 ? std::string(text) : unescaped(text);
  return tags < 2 ? out : without_tags(out);
}

std::string with_lines(std::string_view text) {
  static constexpr std::size_t kLong = 250;
  static constexpr std::string_view kWords[] = {"Beslutning", "Indstilling", "Sagsfremstilling", "Baggrund"};
  std::size_t in_flow = 0, alone = 0;
  const Lines lines = split_lines(text);
  for (const Line& line : lines) {
    for (const std::string_view word : kWords) {
      if (line.text.size() <= kLong) {
        if (line.text.starts_with(word) && line.text.size() < word.size() + 60) ++alone;
      } else {
        in_flow += count(line.text, " " + std::string(word) + " ", 1000) +
                   count(line.text, " " + std::string(word) + ": ", 1000);
      }
    }
  }
  if (in_flow < 3 || in_flow < alone * 2) return std::string(text);
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (const Line& line : lines) {
    if (line.text.size() < 200) {
      out += line.text;
      out += '\n';
      continue;
    }
    // A page's number stands before its text.
    std::size_t digits = 0;
    while (digits < line.text.size() && is_digit(line.text[digits])) ++digits;
    const bool page = digits > 0 && digits < 4 && is_space(line.text[digits]);
    Flow(page ? line.text.substr(digits) : line.text).write(out);
  }
  return out;
}

void repair(Lines& lines) {
  Lines fixed;
  fixed.reserve(lines.size());
  for (Line line : lines) {
    if (is_page_foot(line.text)) line = {line.raw.substr(0, 0), line.raw.substr(0, 0)};
    if (line.text.starts_with('#')) {
      const std::size_t end = line.text.find_first_not_of('#');
      if (end != std::string_view::npos && end < 7 && is_space(line.text[end]))
        line = {trim(line.text.substr(end)), trim(line.text.substr(end))};
    }
    if (line.text.size() > 5 && line.text.starts_with("**") && line.text.ends_with("**")) {
      line = {trim(line.text.substr(2, line.text.size() - 4)), trim(line.text.substr(2, line.text.size() - 4))};
    }
    std::size_t cut = line.text.size() < 20 ? std::string_view::npos : glued_decision(line.text);
    cut = std::min(cut, headed_cell(line.text));
    if (cut != std::string_view::npos) {
      fixed.push_back({line.text.substr(0, cut), trim(line.text.substr(0, cut))});
      line = {trim(line.text.substr(cut)), trim(line.text.substr(cut))};
    }
    fixed.push_back(line);
  }
  lines = std::move(fixed);
}

}  // namespace opslag::corpus::minutes
