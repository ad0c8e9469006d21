// HTML that escapes by default: patterns are literals of ours, everything put into them is escaped.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include "searchd/search_result.h"

namespace opslag::searchd {

// & < > " ' as character references, control characters and invalid UTF-8 as U+FFFD: safe in text and in quoted
// attribute values, in HTML and in XML.
std::string escape(std::string_view text);
void append_escaped(std::string& out, std::string_view text);

// A piece of a page that is safe as it stands.
class Html {
 public:
  // Appends `pattern`, each {} replaced by the next argument: text escaped, numbers, other pieces as they are.
  // Attributes must be quoted in the pattern.
  template <std::size_t N, class... Arguments>
  Html& put(const char (&pattern)[N], const Arguments&... arguments) {
    std::string_view rest(pattern, N - 1);
    ((append_until_gap(rest) ? show(arguments) : void()), ...);
    text_ += rest;
    return *this;
  }
  Html& reserve(std::size_t bytes) {
    text_.reserve(bytes);
    return *this;
  }
  bool empty() const { return text_.empty(); }
  const std::string& str() const { return text_; }

 private:
  void show(std::string_view text) { append_escaped(text_, text); }
  void show(const Html& piece) { text_ += piece.text_; }
  template <std::integral Number>
  void show(Number number) {
    text_ += std::to_string(number);
  }
  // False: there is no gap left.
  bool append_until_gap(std::string_view& rest) {
    const auto gap = rest.find("{}");
    text_ += rest.substr(0, gap);
    if (gap == std::string_view::npos) {
      rest = {};
      return false;
    }
    rest.remove_prefix(gap + 2);
    return true;
  }
  std::string text_;
};

// A literal of ours as a piece.
template <std::size_t N>
Html html(const char (&literal)[N]) {
  return Html().put(literal);
}

// The fragment with <mark> around its marks and nothing else; marks out of range or out of order are passed over.
// `begin`, `end`: only that part of the text.
Html marked(const Fragment& fragment, std::size_t begin = 0, std::size_t end = std::string::npos);

// The whole text of a section: lines as paragraphs, lines that begin with a bullet as lists.
Html paragraphs(const Fragment& fragment);

// What a link or a heading says: the text, or something else where it has no letter or sign to show.
std::string_view named(std::string_view text, std::string_view otherwise);

}  // namespace opslag::searchd
