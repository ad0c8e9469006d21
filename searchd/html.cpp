// Escaping, marking, paragraphs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/html.h"

#include <algorithm>
#include <array>
#include <bit>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "analyzers/text.h"
#include "searchd/utf8.h"

namespace opslag::searchd {
namespace {

// The length of the bullet that a line begins with, its spaces included; 0 if there is none.
std::size_t bullet_length(std::string_view line) {
  static constexpr std::array<std::string_view, 8> kBullets{"•", "·", "▪", "–", "‣", "-", "*", "o\t"};
  const auto start = std::min(line.find_first_not_of(" \t"), line.size());
  for (const auto bullet : kBullets) {
    if (line.substr(start, bullet.size()) != bullet) continue;
    const auto text = line.find_first_not_of(" \t", start + bullet.size());
    const bool spaced = text != std::string_view::npos && text > start + bullet.size();
    if (spaced || (bullet == "•" && text != std::string_view::npos)) return text;
  }
  return 0;
}

struct Lines {
  Html html;
  bool in_list = false, in_paragraph = false;

  void end_paragraph() {
    if (in_paragraph) html.put("</p>\n");
    in_paragraph = false;
  }
  void end_list() {
    if (in_list) html.put("</ul>\n");
    in_list = false;
  }
};

// What stands for an ASCII character; empty: itself.
std::string_view reference_for(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\t':
    case '\n':
      return {};
    default:
      return static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? "\xEF\xBF\xBD" : std::string_view();
  }
}

// Behind the ASCII from `at` on that stands for itself, as far as it is told sixteen bytes at a time.
std::size_t plain_end(std::string_view text, std::size_t at) {
#ifdef __SSE2__
  constexpr std::size_t kAtOnce = 16;
  for (; at + kAtOnce <= text.size(); at += kAtOnce) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    __m128i others = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));  // signed: bytes above ASCII too
    for (const char c : {'&', '<', '>', '"', '\'', '\x7F'})
      others = _mm_or_si128(others, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)));
    if (const auto found = static_cast<unsigned>(_mm_movemask_epi8(others)); found != 0)
      return at + static_cast<std::size_t>(std::countr_zero(found));
  }
#endif
  return at;
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  const std::size_t before = out.size();
  std::size_t copied = 0;
  for (std::size_t at = plain_end(text, 0); at < text.size(); at = plain_end(text, at)) {
    const char c = text[at];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      const std::size_t length = utf8_length_at(text, at);
      if (length == 0) {  // how much of it one U+FFFD stands for is decided elsewhere
        out.resize(before);
        return append_escaped(out, analyzers::valid_utf8(text));
      }
      at += length;
      continue;
    }
    const std::string_view reference = reference_for(c);
    if (reference.empty()) {
      ++at;
      continue;
    }
    out.append(text, copied, at - copied);
    out += reference;
    copied = ++at;
  }
  out.append(text, copied);
}

std::string escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + text.size() / 8);
  append_escaped(escaped, text);
  return escaped;
}

Html marked(const Fragment& fragment, std::size_t begin, std::size_t end) {
  const std::string_view text = fragment.text;
  end = std::min(end, text.size());
  std::size_t at = std::min(begin, end);
  constexpr std::size_t kMark = 13;  // the bytes of its tags
  Html out;
  out.reserve(end - at + kMark * fragment.marks.size() + 32);
  for (auto [from, to] : fragment.marks) {
    from = std::max(from, at);
    to = std::min(to, end);
    if (from >= to) continue;
    out.put("{}<mark>{}</mark>", text.substr(at, from - at), text.substr(from, to - from));
    at = to;
  }
  return out.put("{}", text.substr(at, end - at));
}

namespace {

// Many layouts write a paragraph a line, without a blank one between. Where lines are long, so that they were not
// broken to fit a page, and the one before ends a sentence, a paragraph begins.
bool begins_paragraph(std::string_view before, std::string_view line) {
  constexpr std::size_t kLongerThanPrinted = 120;
  if (before.size() <= kLongerThanPrinted && line.size() <= kLongerThanPrinted) return false;
  const auto last = before.find_last_not_of(" \t\r");
  return last != std::string_view::npos && std::string_view(".!?:").find(before[last]) != std::string_view::npos;
}

}  // namespace

std::string_view named(std::string_view text, std::string_view otherwise) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos ? otherwise : text;
}

Html paragraphs(const Fragment& fragment) {
  const std::string_view text = fragment.text;
  Lines lines;
  std::string_view before;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    const auto bullet = bullet_length(line);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      lines.end_paragraph();
    } else if (bullet > 0) {
      lines.end_paragraph();
      if (!lines.in_list) lines.html.put("<ul>\n");
      lines.in_list = true;
      lines.html.put("<li>{}</li>\n", marked(fragment, at + bullet, end));
    } else {
      lines.end_list();
      if (lines.in_paragraph && begins_paragraph(before, line)) lines.end_paragraph();
      lines.html.put("{}{}", lines.in_paragraph ? html("<br>\n") : html("<p>"), marked(fragment, at, end));
      lines.in_paragraph = true;
    }
    before = line;
    at = end + 1;
  }
  lines.end_paragraph();
  lines.end_list();
  return lines.html;
}

}  // namespace opslag::searchd
