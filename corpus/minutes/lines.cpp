// Splits a document into lines and makes the forms in which they are compared.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/lines.h"

#include <cstdint>

namespace opslag::corpus::minutes {
namespace {

// Decodes one character of valid UTF-8; a broken byte counts as itself.
std::uint32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t first = byte(at);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  if (length == 1 || at + length > text.size()) {
    ++at;
    return first;
  }
  std::uint32_t value = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) value = value << 6 | (byte(at + i) & 0x3Fu);
  at += length;
  return value;
}

bool is_blank(std::uint32_t c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r' || c == '\n' || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 ||
         c == 0x3000 || c == 0xFEFF || c == 0xAD;
}

bool is_invisible(std::uint32_t c) {
  return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
}

void append(std::string& out, std::uint32_t c, std::string_view source) {
  if (c >= 'A' && c <= 'Z') {
    out += static_cast<char>(c + 32);
  } else if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c >= 0xC0 && c <= 0xDE && c != 0xD7) {
    out += '\xC3';
    out += static_cast<char>(0x80 + (c - 0xC0) + 0x20);
  } else {
    out += source;
  }
}

std::size_t line_end_length(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\r') return at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
  if (c == '\n' || c == '\f') return 1;
  if (c == '\xE2' && text.substr(at, 2) == "\xE2\x80" && at + 2 < text.size() &&
      (text[at + 2] == '\xA8' || text[at + 2] == '\xA9')) {
    return 3;
  }
  return 0;
}

bool is_letter(std::uint32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

}  // namespace

Lines split_lines(std::string_view text) {
  Lines lines;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = line_end_length(text, at);
    if (length == 0) {
      ++at;
      continue;
    }
    const std::string_view raw = text.substr(begin, at - begin);
    lines.push_back({raw, trim(raw)});
    begin = at += length;
  }
  const std::string_view raw = text.substr(begin);
  if (!raw.empty()) lines.push_back({raw, trim(raw)});
  return lines;
}

std::string_view trim(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t next = begin;
    if (!is_blank(next_character(text, next))) break;
    begin = next;
  }
  text.remove_prefix(begin);
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && text.size() - last < 4 && (static_cast<unsigned char>(text[last]) & 0xC0u) == 0x80u) --last;
    std::size_t next = last;
    if (!is_blank(next_character(text, next))) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

std::string key(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::uint32_t c = next_character(text, at);
    if (is_invisible(c)) continue;
    if (is_blank(c)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    if (c >= 0x2010 && c <= 0x2015) {
      out += '-';
    } else if (c == 0x2018 || c == 0x2019 || c == 0xB4 || c == '`') {
      out += '\'';
    } else if ((c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB) {
      out += '"';
    } else {
      append(out, c, text.substr(begin, at - begin));
    }
  }
  while (!out.empty() && (out.back() == ':' || out.back() == '.' || out.back() == ' ')) out.pop_back();
  return out;
}

std::size_t count_words(std::string_view text, std::size_t limit) {
  std::size_t count = 0;
  bool inside = false;
  for (std::size_t at = 0; at < text.size() && count < limit;) {
    const std::uint32_t c = next_character(text, at);
    const bool word = is_letter(c) || (c >= '0' && c <= '9');
    if (word && !inside) ++count;
    inside = word;
  }
  return count;
}

bool starts_upper(std::string_view text) {
  if (text.empty()) return false;
  std::size_t at = 0;
  const std::uint32_t c = next_character(text, at);
  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
}

bool starts_lower(std::string_view text) {
  if (text.empty()) return false;
  std::size_t at = 0;
  const std::uint32_t c = next_character(text, at);
  return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7);
}

bool starts_with_letter(std::string_view text) {
  std::size_t at = 0;
  return !text.empty() && is_letter(next_character(text, at));
}

bool ends_with_letter(std::string_view text) {
  if (text.empty()) return false;
  std::size_t last = text.size() - 1;
  while (last > 0 && text.size() - last < 4 && (static_cast<unsigned char>(text[last]) & 0xC0u) == 0x80u) --last;
  const std::uint32_t c = next_character(text, last);
  return is_letter(c) || (c >= '0' && c <= '9');
}

std::string_view without_bullet(std::string_view text) {
  static constexpr std::string_view kBullets[] = {"•", "–", "—", "·", "▪", "●", "◦", "\xEF\x82\xB7", "-", "*", "+"};
  text = trim(text);
  for (const std::string_view bullet : kBullets) {
    if (!text.starts_with(bullet)) continue;
    const std::string_view rest = text.substr(bullet.size());
    // "-5" and "*emphasis*" are no bullets.
    if (bullet.size() == 1 && !rest.empty() && trim(rest).size() == rest.size()) return text;
    return trim(rest);
  }
  if (text.starts_with("o ") && trim(text.substr(1)).size() + 2 < text.size()) return trim(text.substr(1));
  return text;
}

std::string join_lines(const Lines& lines, Range range) {
  std::string out;
  bool gap = false;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    const Line& line = lines[i];
    if (line.blank()) {
      gap = !out.empty();
      continue;
    }
    if (!out.empty()) out += gap ? "\n\n" : "\n";
    gap = false;
    // Indentation says which level a list's entry has; the first line has none to keep.
    const auto end = static_cast<std::size_t>(line.text.data() + line.text.size() - line.raw.data());
    out += out.empty() ? line.text : line.raw.substr(0, end);
  }
  return out;
}

void split_line(Lines& lines, std::size_t index, std::size_t position) {
  const std::string_view text = lines[index].text;
  const std::string_view first = text.substr(0, position), second = text.substr(position);
  lines[index] = {first, trim(first)};
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(index) + 1, Line{second, trim(second)});
}

}  // namespace opslag::corpus::minutes
