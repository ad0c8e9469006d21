// Guesses by what stands next to letters; converts with iconv.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/encodings.h"

#include <iconv.h>

#include <array>
#include <cerrno>

namespace opslag::corpus {
namespace {

constexpr std::size_t kSample = 1u << 20;

struct Candidate {
  const char* name;          // for iconv
  std::string_view letters;  // the bytes of æøåÆØÅ and of éüöäÉÜÖÄ
};

constexpr Candidate kWindows{"windows-1252", "\xE6\xF8\xE5\xC6\xD8\xC5\xE9\xFC\xF6\xE4\xC9\xDC\xD6\xC4"};
constexpr std::array kOthers{Candidate{"MACINTOSH", "\xBE\xBF\x8C\xAE\xAF\x81\x8E\x9F\x9A\x8A\x83\x86\x85\x80"},
                             Candidate{"CP850", "\x91\x9B\x86\x92\x9D\x8F\x82\x81\x94\x84\x90\x9A\x99\x8E"}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Of the bytes above ASCII that touch a letter: how many more are letters than not.
long danish_letters(std::string_view bytes, const Candidate& candidate) {
  long score = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (static_cast<unsigned char>(bytes[i]) < 0x80) continue;
    const bool in_word = (i > 0 && is_letter(bytes[i - 1])) || (i + 1 < bytes.size() && is_letter(bytes[i + 1]));
    if (in_word) score += candidate.letters.find(bytes[i]) != std::string_view::npos ? 1 : -1;
  }
  return score;
}

struct Converter {
  explicit Converter(const std::string& from) : handle(iconv_open("UTF-8", from.c_str())) {}
  ~Converter() {
    if (handle != reinterpret_cast<iconv_t>(-1)) iconv_close(handle);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  iconv_t handle;
};

}  // namespace

std::optional<std::string> decode_as(std::string_view bytes, const std::string& encoding) {
  const Converter converter(encoding);
  if (converter.handle == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string text;
  std::array<char, 4096> buffer;
  char* from = const_cast<char*>(bytes.data());
  std::size_t left = bytes.size();
  while (left > 0) {
    char* to = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t done = iconv(converter.handle, &from, &left, &to, &room);
    text.append(buffer.data(), buffer.size() - room);
    if (done != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
    text += "\uFFFD";
    ++from, --left;
  }
  return analyzers::nfc(analyzers::valid_utf8(text));
}

analyzers::DecodedText decode_document(std::string_view bytes) {
  for (const auto& [mark, name] : {std::pair{std::string_view("\xFF\xFE\0\0", 4), "UTF-32LE"},
                                   std::pair{std::string_view("\0\0\xFE\xFF", 4), "UTF-32BE"}}) {
    if (!bytes.starts_with(mark)) continue;
    if (auto text = decode_as(bytes.substr(4), name)) return {*std::move(text), name, false};
  }
  analyzers::DecodedText decoded = analyzers::decode(bytes);
  if (decoded.encoding != kWindows.name) return decoded;
  const std::string_view sample = bytes.substr(0, kSample);
  long best = danish_letters(sample, kWindows);
  const Candidate* better = nullptr;
  for (const Candidate& candidate : kOthers) {
    const long score = danish_letters(sample, candidate);
    if (score > 0 && score > best) best = score, better = &candidate;
  }
  if (better == nullptr) return decoded;
  auto text = decode_as(bytes, better->name);
  if (!text) return decoded;
  return {*std::move(text), better->name, false};
}

}  // namespace opslag::corpus
