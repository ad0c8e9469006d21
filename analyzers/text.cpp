// Normalisation, case, folding, slugs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/text.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <stdexcept>

#include "analyzers/ascii.h"

namespace opslag::analyzers {
namespace {

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

// Below U+0300 (leads up to 0xCB) nothing composes or decomposes on its way to NFC, nor do dashes, quotation marks and
// what else lies from U+2010 to U+2027. Not all of NFC, but nearly all of real text.
bool is_plainly_nfc(std::string_view text) {
  for (std::size_t at = 0; (at = ascii_end(text, at)) < text.size();) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    if (byte(at) < 0xCC) {
      ++at;
    } else if (byte(at) == 0xE2 && byte(at + 1) == 0x80 && byte(at + 2) >= 0x90 && byte(at + 2) <= 0xA7) {
      at += 3;
    } else {
      return false;
    }
  }
  return true;
}

const icu::Normalizer2& normalizer(bool composed) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance =
      composed ? icu::Normalizer2::getNFCInstance(status) : icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU has no normaliser: ") + u_errorName(status));
  return *instance;
}

// ICU's lengths are 32 bits: larger texts go in pieces that begin at ASCII.
constexpr std::size_t kIcuPiece = std::size_t{1} << 28;

template <class Work>
std::string in_pieces(std::string_view text, Work work) {
  std::string out;
  while (!text.empty()) {
    std::size_t size = std::min(text.size(), kIcuPiece);
    while (size < text.size() && size > kIcuPiece / 2 && static_cast<unsigned char>(text[size]) >= 0x80) --size;
    out += work(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

// Whether it is NFC; asking is several times quicker than making it so.
bool is_normalised(std::string_view text) {
  if (text.size() > kIcuPiece) return false;
  UErrorCode status = U_ZERO_ERROR;
  const bool is = normalizer(true).isNormalizedUTF8(
                      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), status) != 0;
  return is && U_SUCCESS(status);
}

std::string normalised(std::string_view text, bool composed) {
  return in_pieces(text, [composed](std::string_view piece) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(piece.size()));
    UErrorCode status = U_ZERO_ERROR;
    normalizer(composed).normalizeUTF8(0, icu::StringPiece(piece.data(), static_cast<std::int32_t>(piece.size())), sink,
                                       nullptr, status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU can't normalise: ") + u_errorName(status));
    return out;
  });
}

void append(std::string& out, UChar32 code) {
  std::uint8_t bytes[4];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, code);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

constexpr bool is_mark(UChar32 code) {
  return code >= 0x300 && code <= 0x36F;
}
constexpr UChar32 kRing = 0x30A;
constexpr UChar32 kDiaeresis = 0x308;

// What the letter without its marks is written as in plain letters; nullptr: as it is.
const char* plain(UChar32 code) {
  switch (code) {
    case 0xE6:
      return "ae";  // æ
    case 0xF8:
      return "oe";  // ø
    case 0x153:
      return "oe";  // œ
    case 0xDF:
      return "ss";  // ß
    case 0xF0:
      return "d";  // ð
    case 0x111:
      return "d";  // đ
    case 0xFE:
      return "th";  // þ
    case 0x142:
      return "l";  // ł
    case 0x131:
      return "i";  // ı
    default:
      return nullptr;
  }
}

const char* plain_with(UChar32 letter, UChar32 mark) {
  if (letter == 'a' && mark == kRing) return "aa";
  if (mark != kDiaeresis) return nullptr;
  return letter == 'a' ? "ae" : letter == 'o' ? "oe" : letter == 'u' ? "y" : nullptr;
}

// `decomposed`: NFD. A mark that spells a letter of its own (å, ä, ö, ü) is spelt out, others are dropped.
std::string without_marks(std::string_view decomposed) {
  std::string out;
  out.reserve(decomposed.size() + 4);
  const auto size = static_cast<std::int64_t>(decomposed.size());
  for (std::int64_t at = 0; at < size;) {
    UChar32 code = 0, mark = 0;
    U8_NEXT_OR_FFFD(bytes_of(decomposed), at, size, code);
    if (is_mark(code)) continue;
    const char* spelt = nullptr;
    if (at < size) {
      std::int64_t next = at;
      U8_NEXT_OR_FFFD(bytes_of(decomposed), next, size, mark);
      spelt = plain_with(code, mark);
    }
    if (spelt == nullptr) spelt = plain(code);
    if (spelt != nullptr) {
      out += spelt;
    } else {
      append(out, code);
    }
  }
  return out;
}

// Of words in the letters that Danish is written in, which are nearly all, the same without ICU's help; false if there
// are others.
bool lower_danish(std::string_view text, std::string& out) {
  out.resize(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      out[i] = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : text[i];
      continue;
    }
    if (byte != 0xC3 || i + 1 == text.size()) return false;
    out[i] = text[i];
    const auto second = static_cast<unsigned char>(text[++i]);
    if (second < 0x80 || second > 0xBF) return false;
    out[i] = second <= 0x9E && second != 0x97 ? static_cast<char>(second + 32) : text[i];
  }
  return true;
}

bool fold_danish(std::string_view lower_case, std::string& out) {
  out.reserve(lower_case.size());
  for (std::size_t i = 0; i < lower_case.size(); ++i) {
    const auto byte = static_cast<unsigned char>(lower_case[i]);
    if (byte < 0x80) {
      out += lower_case[i];
      continue;
    }
    if (byte != 0xC3 || ++i == lower_case.size()) return false;
    switch (static_cast<unsigned char>(lower_case[i])) {
      case 0xA5:
        out += "aa";
        break;
      case 0xA6:
        out += "ae";
        break;
      case 0xA9:
        out += 'e';
        break;
      case 0xB8:
        out += "oe";
        break;
      default:
        return false;
    }
  }
  return true;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string out;
  const auto size = static_cast<std::int64_t>(text.size());
  std::int64_t copied = 0, at = 0;
  while ((at = static_cast<std::int64_t>(ascii_end(text, static_cast<std::size_t>(at)))) < size) {
    const std::int64_t before = at;
    UChar32 code = 0;
    U8_NEXT(bytes_of(text), at, size, code);
    if (code >= 0) continue;
    out.append(text, static_cast<std::size_t>(copied), static_cast<std::size_t>(before - copied));
    out += "\xEF\xBF\xBD";
    copied = at;
  }
  out.append(text, static_cast<std::size_t>(copied));
  return out;
}

std::string nfc(std::string_view utf8) {
  std::string valid = valid_utf8(utf8);
  if (is_plainly_nfc(valid) || is_normalised(valid)) return valid;
  return normalised(valid, true);
}

std::string lower(std::string_view utf8) {
  if (std::string danish; lower_danish(utf8, danish)) return danish;
  return in_pieces(utf8, [](std::string_view piece) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(piece.size()));
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8ToLower("", 0, icu::StringPiece(piece.data(), static_cast<std::int32_t>(piece.size())), sink,
                              nullptr, status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU can't change case: ") + u_errorName(status));
    return out;
  });
}

std::string fold(std::string_view lower_case) {
  if (std::string danish; fold_danish(lower_case, danish)) return danish;
  return without_marks(normalised(valid_utf8(lower_case), false));
}

namespace {

// Slugs of ASCII and Danish letters, which most are made of; false: it holds others.
bool put_plain_slug(std::string_view utf8, std::string& out) {
  bool gap = false;
  const auto put = [&](std::string_view text) {
    if (gap && !out.empty()) out += '-';
    gap = false;
    out += text;
  };
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte < 0x80) {
      const char letter = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : static_cast<char>(byte);
      const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
      if (kept) put({&letter, 1});
      gap = gap || !kept;
      continue;
    }
    const unsigned next = byte == 0xC3 && at + 1 < utf8.size() ? static_cast<unsigned char>(utf8[at + 1]) | 0x20U : 0;
    if (next != 0xA5 && next != 0xA6 && next != 0xB8) return false;
    put(next == 0xA5 ? "aa" : next == 0xA6 ? "ae" : "oe");
    ++at;
  }
  return true;
}

}  // namespace

std::string slug(std::string_view utf8) {
  if (std::string plain_slug; put_plain_slug(utf8, plain_slug)) return plain_slug;
  const std::string letters = normalised(lower(nfc(utf8)), false);
  std::string out;
  bool gap = false;
  const auto put = [&](std::string_view text) {
    if (gap && !out.empty()) out += '-';
    gap = false;
    out += text;
  };
  const auto size = static_cast<std::int64_t>(letters.size());
  for (std::int64_t at = 0; at < size;) {
    UChar32 code = 0, mark = 0;
    U8_NEXT_OR_FFFD(bytes_of(letters), at, size, code);
    if (is_mark(code)) continue;
    std::int64_t next = at;
    if (next < size) U8_NEXT_OR_FFFD(bytes_of(letters), next, size, mark);
    if (code == 'a' && mark == kRing) {
      put("aa");
    } else if (code == 0xE6) {
      put("ae");
    } else if (code == 0xF8) {
      put("oe");
    } else if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) {
      put(std::string(1, static_cast<char>(code)));
    } else {
      gap = true;
    }
  }
  return out;
}

std::size_t code_points(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view cut_utf8(std::string_view utf8, std::size_t max_bytes) {
  if (utf8.size() <= max_bytes) return utf8;
  std::size_t size = max_bytes;
  while (size > 0 && (static_cast<unsigned char>(utf8[size]) & 0xC0U) == 0x80U) --size;
  return utf8.substr(0, size);
}

}  // namespace opslag::analyzers
