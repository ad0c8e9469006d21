// Escaping: runs of plain bytes are copied, the rest is rare.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/json_writer.h"

#include <array>
#include <bit>
#include <nlohmann/json.hpp>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "searchd/utf8.h"

namespace opslag::searchd {
namespace {

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

// Behind the ASCII from `at` on that needs no escaping.
std::size_t plain_end(std::string_view text, std::size_t at) {
#ifdef __SSE2__
  constexpr std::size_t kAtOnce = 16;
  for (; at + kAtOnce <= text.size(); at += kAtOnce) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    // Signed: bytes above ASCII are below the space too.
    const __m128i others = _mm_or_si128(
        _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
    if (const auto found = static_cast<unsigned>(_mm_movemask_epi8(others)); found != 0)
      return at + static_cast<std::size_t>(std::countr_zero(found));
  }
#endif
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

void add_escaped(TextBuffer& out, char c) {
  constexpr std::string_view kDigits = "0123456789abcdef", kShort = "\"\"\\\\\bb\tt\nn\ff\rr";
  out.add('\\');
  for (std::size_t i = 0; i < kShort.size(); i += 2) {
    if (c == kShort[i]) return out.add(kShort[i + 1]);
  }
  out.add(std::string_view("u00"));
  out.add(kDigits[static_cast<unsigned char>(c) / 16]);
  out.add(kDigits[static_cast<unsigned char>(c) % 16]);
}

}  // namespace

void TextBuffer::add_json_string(std::string_view text) {
  const std::size_t before = size();
  add('"');
  std::size_t copied = 0;
  for (std::size_t at = plain_end(text, 0); at < text.size(); at = plain_end(text, at)) {
    if (static_cast<unsigned char>(text[at]) >= 0x80) {
      const std::size_t length = utf8_length_at(text, at);
      if (length == 0) {  // how much of it one U+FFFD stands for is the library's business
        cut(before);
        add(nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        return;
      }
      at += length;
      continue;
    }
    add(text.substr(copied, at - copied));
    add_escaped(*this, text[at]);
    copied = ++at;
  }
  add(text.substr(copied));
  add('"');
}

void append_json_string(std::string& out, std::string_view text) {
  TextBuffer buffer(text.size() + 2);
  buffer.add_json_string(text);
  out += buffer.take();
}

JsonWriter& JsonWriter::value(double number) {
  std::array<char, 64> digits{};  // as the library prints them
  const char* end = nlohmann::detail::to_chars(digits.data(), digits.data() + digits.size(), number);
  return plain({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

JsonWriter& JsonWriter::value(const std::vector<std::string>& texts) {
  begin_array();
  for (const std::string& text : texts) value(text);
  return end_array();
}

}  // namespace opslag::searchd
