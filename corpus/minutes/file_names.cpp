// Names as letters and digits; their words against the vocabulary's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/file_names.h"

#include <algorithm>
#include <vector>

#include "analyzers/text.h"
#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/lines.h"
#include "corpus/minutes/vocabulary.h"

namespace opslag::corpus::minutes {
namespace {

// The bytes of what separates words at `at`, or is not seen at all; 0: a letter, a digit or a sign that tells names
// apart.
std::size_t separator(std::string_view text, std::size_t at, bool& unseen) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(at + i < text.size() ? text[at + i] : 0); };
  unseen = false;
  if (byte(0) < 0x80) {
    const char c = text[at];
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '+' ? 0 : 1;
  }
  if (byte(0) == 0xC2) {  // U+0080 to U+00BF: signs, but for the raised digits
    unseen = byte(1) == 0xAD;
    return byte(1) == 0xB2 || byte(1) == 0xB3 || byte(1) == 0xB9 ? 0 : 2;
  }
  if (byte(0) == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81)) {  // U+2000 to U+207F: spaces, dashes, quotation marks
    if (byte(1) == 0x81 && byte(2) >= 0xB0) return 0;             // raised digits
    unseen = (byte(1) == 0x80 && ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xAA && byte(2) <= 0xAE))) ||
             (byte(1) == 0x81 && byte(2) >= 0xA0);
    return 3;
  }
  const std::string_view rest = text.substr(at);
  unseen = rest.starts_with("\uFEFF");
  return unseen || rest.starts_with("\u3000") || rest.starts_with("\u2212") ? 3 : 0;
}

// Splits a loose form into its words.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  bool digits = false;
  for (const char c : loose(name)) {
    if (c == ' ' || (is_digit(c) != digits && !words.back().empty())) words.emplace_back();
    digits = is_digit(c);
    if (c != ' ') words.back() += c;
  }
  std::erase(words, "");
  return words;
}

constexpr std::size_t kLongestNumber = 3;  // digits; more are a year, a date or a case's

bool is_small_number(const std::string& word) {
  return word.size() <= kLongestNumber && is_digit(word.front());
}

bool is_usual(const std::string& word) {
  const auto& usual = vocabulary().attachment_words();
  return std::find(usual.begin(), usual.end(), word) != usual.end();
}

std::string number_in(const std::vector<std::string>& words) {
  std::string number;
  for (const std::string& word : words) {
    if (!is_small_number(word)) continue;
    const std::size_t from = std::min(word.find_first_not_of('0'), word.size() - 1);
    (number += number.empty() ? "" : " ") += word.substr(from);
  }
  return number;
}

}  // namespace

std::string loose(std::string_view name) {
  const std::string text = analyzers::lower(analyzers::nfc(name));
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    bool unseen = false;
    const std::size_t size = separator(text, at, unseen);
    if (size == 0) {
      out += text[at++];
    } else {
      if (!unseen && !out.empty() && out.back() != ' ') out += ' ';
      at += size;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string stem_of(const std::string& name) {
  const std::string extension = file_extension(name);
  return extension.empty() ? name : name.substr(0, name.rfind('.'));
}

std::string without_prefix(const std::string& stem) {
  if (!stem.starts_with("bilag ")) return stem;
  std::size_t at = 6;
  while (at < stem.size() && is_digit(stem[at])) ++at;
  return at == 6 || at + 1 >= stem.size() || stem[at] != ' ' ? stem : stem.substr(at + 1);
}

bool says_little(const std::string& name) {
  const std::vector<std::string> words = words_of(stem_of(name));
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.size() == 1 || is_small_number(word) || is_usual(word);
  });
}

std::string number_of_folder(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  const bool plain = std::all_of(words.begin(), words.end(),
                                 [](const std::string& word) { return is_small_number(word) || is_usual(word); });
  return plain ? number_in(words) : std::string();
}

std::string folder_number(std::string_view number) {
  return number_in(words_of(number));
}

}  // namespace opslag::corpus::minutes
