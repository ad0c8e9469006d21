// Bytes of unknown encoding → UTF-8 text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "analyzers/ascii.h"
#include "analyzers/plain_bytes.h"
#include "analyzers/text.h"

namespace opslag::analyzers {
namespace {

// Windows-1252 0x80–0x9F; 0: undefined.
constexpr std::array<char16_t, 32> kWindows1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
constexpr char32_t kReplacement = 0xFFFD;

void append(std::string& out, char32_t code) {
  std::array<std::uint8_t, 4> bytes{};
  int length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, code);
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

struct Utf8Census {
  std::size_t multibyte = 0;
  std::size_t bad = 0;
};

Utf8Census census(std::string_view bytes) {
  Utf8Census count;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto size = static_cast<std::int64_t>(bytes.size());
  for (std::int64_t at = 0;;) {
    at = static_cast<std::int64_t>(ascii_end(bytes, static_cast<std::size_t>(at)));
    if (at >= size) break;
    UChar32 code = 0;
    const std::int64_t before = at;
    U8_NEXT(data, at, size, code);
    if (code < 0) {
      ++count.bad;
    } else if (at > before + 1) {
      ++count.multibyte;
    }
  }
  return count;
}

std::string from_windows_1252(std::string_view bytes, bool& lossy) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    if (value >= 0x80 && value < 0xA0) {
      const char16_t code = kWindows1252[value - 0x80U];
      lossy = lossy || code == 0;
      append(out, code == 0 ? kReplacement : code);
    } else {
      append(out, value);
    }
  }
  return out;
}

std::string from_utf16(std::string_view bytes, bool big_endian, bool& lossy) {
  std::string out;
  out.reserve(bytes.size() / 2 + bytes.size() / 16);
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]), second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char16_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t code = unit(at);
    if (U16_IS_SURROGATE(code)) {
      const char16_t low = at + 3 < bytes.size() ? unit(at + 2) : char16_t{0};
      if (U16_IS_SURROGATE_LEAD(code) && U16_IS_TRAIL(low)) {
        code = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(code, low));
        at += 2;
      } else {
        code = kReplacement;
        lossy = true;
      }
    }
    append(out, code);
  }
  lossy = lossy || at < bytes.size();
  return out;
}

enum class Utf16 { no, little, big };

// Latin text in UTF-16 has zeros in every other byte, all on the same side.
Utf16 utf16_by_zeros(std::string_view bytes) {
  const std::size_t pairs = std::min<std::size_t>(bytes.size(), 4096) / 2;
  if (pairs == 0 || bytes.size() % 2 != 0) return Utf16::no;
  std::size_t first = 0, second = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    first += bytes[2 * i] == '\0';
    second += bytes[2 * i + 1] == '\0';
  }
  if (second * 10 >= pairs * 4 && first * 10 <= pairs) return Utf16::little;
  if (first * 10 >= pairs * 4 && second * 10 <= pairs) return Utf16::big;
  return Utf16::no;
}

DecodedText decode_without_bom(std::string_view bytes) {
  DecodedText result;
  const Utf16 utf16 = utf16_by_zeros(bytes);
  if (utf16 != Utf16::no) {
    result.encoding = utf16 == Utf16::little ? "UTF-16LE" : "UTF-16BE";
    result.text = from_utf16(bytes, utf16 == Utf16::big, result.lossy);
    return result;
  }
  // One damaged byte must not turn a whole UTF-8 file into mojibake.
  const Utf8Census count = census(bytes);
  if (count.bad == 0 || count.multibyte >= 4 * count.bad) {
    result.encoding = "UTF-8";
    result.lossy = count.bad > 0;
    result.text = count.bad == 0 ? std::string(bytes) : valid_utf8(bytes);
    return result;
  }
  result.encoding = "windows-1252";
  result.text = from_windows_1252(bytes, result.lossy);
  return result;
}

}  // namespace

// By what nearly all files hold: ASCII, letters of Europe that are one character each, and typographic marks (U+2010 to
// U+2027).
bool decodes_as_it_is(std::string_view bytes) {
  if (bytes.find('\0') != std::string_view::npos) return false;
  const auto byte = [&](std::size_t at) { return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U; };
  for (std::size_t at = 0; (at = ascii_end(bytes, at)) < bytes.size();) {
    if (byte(at) >= 0xC2 && byte(at) < 0xCC && byte(at + 1) >= 0x80 && byte(at + 1) < 0xC0) {
      at += 2;
    } else if (byte(at) == 0xE2 && byte(at + 1) == 0x80 && byte(at + 2) >= 0x90 && byte(at + 2) <= 0xA7) {
      at += 3;
    } else {
      return false;
    }
  }
  return true;
}

DecodedText decode(std::string_view bytes) {
  if (decodes_as_it_is(bytes)) return {std::string(bytes), "UTF-8", false};
  DecodedText result;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    const std::string_view rest = bytes.substr(3);
    result = {valid_utf8(rest), "UTF-8", census(rest).bad > 0};
  } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    const bool big = bytes.front() == '\xFE';
    result.encoding = big ? "UTF-16BE" : "UTF-16LE";
    result.text = from_utf16(bytes.substr(2), big, result.lossy);
  } else {
    result = decode_without_bom(bytes);
  }
  std::replace(result.text.begin(), result.text.end(), '\0', ' ');
  result.text = nfc(result.text);
  return result;
}

}  // namespace opslag::analyzers
