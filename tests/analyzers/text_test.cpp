// Tables for decoding, normalisation, folding and slugs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/text.h"

#include "tests/support/catch.h"

using namespace opslag::analyzers;
using namespace std::string_literals;

TEST_CASE("bytes are decoded by BOM, zeros, validity, in that order") {
  struct Row {
    std::string bytes, text, encoding;
    bool lossy;
  };
  const Row rows[] = {
      {"", "", "UTF-8", false},
      {"\xEF\xBB\xBFMøde", "Møde", "UTF-8", false},
      {"M\xF8"s + "de", "Møde", "windows-1252", false},
      {"\x93Ja\x94 \x80", "“Ja” €", "windows-1252", false},
      {"a\x81z", "a\uFFFDz", "windows-1252", true},
      {"\xFF\xFE\xE5\0r\0"s, "år", "UTF-16LE", false},
      {"\xFE\xFF\0\xE5\0r"s, "år", "UTF-16BE", false},
      {"m\0d\0e\0\n\0"s, "mde\n", "UTF-16LE", false},
      {"\0m\0d\0e\0\n"s, "mde\n", "UTF-16BE", false},
      {"\xFF\xFE\x00\xD8m\0"s, "\uFFFDm", "UTF-16LE", true},
      {"a\0b"s, "a b", "UTF-8", false},
      {"\x61\xCC\x8Ar", "år", "UTF-8", false},
      {"æøå æøå\xFF", "æøå æøå\uFFFD", "UTF-8", true},
      {"“Ja” – nej … ½ ‹ø› €", "“Ja” – nej … ½ ‹ø› €", "UTF-8", false},
      {"\xE2\x84\xA6 og \xCC\x88", "\xCE\xA9 og \xCC\x88", "UTF-8", false},
      {"æøå ø\xC3", "æøå ø\uFFFD", "UTF-8", true},
      {"æøå ø\xE2\x80", "æøå ø\uFFFD", "UTF-8", true},
  };
  for (const Row& row : rows) {
    const DecodedText decoded = decode(row.bytes);
    INFO(row.text);
    CHECK(decoded.text == row.text);
    CHECK(decoded.encoding == row.encoding);
    CHECK(decoded.lossy == row.lossy);
  }
}

TEST_CASE("folding spells Danish letters out and drops accents") {
  const std::pair<std::string, std::string> rows[] = {
      {"århus", "aarhus"}, {"ærø", "aeroe"}, {"rené", "rene"}, {"müller", "myller"},
      {"bør", "boer"},     {"bor", "bor"},   {"für", "fyr"},   {"straße", "strasse"},
      {"söder", "soeder"}, {"ǿ", "oe"},      {"č", "c"},       {"日本", "日本"},
  };
  for (const auto& [word, folded] : rows) CHECK(fold(word) == folded);
}

TEST_CASE("slugs are the contract's") {
  const std::pair<std::string, std::string> rows[] = {
      {"Socialdirektørforum", "socialdirektoerforum"},
      {"  Ishøj Kommune -- Byrådet! ", "ishoej-kommune-byraadet"},
      {"Ærø & Å", "aeroe-aa"},
      {"A\xCC\x8A", "aa"},
      {"René Müller", "rene-muller"},
      {"---", ""},
      {"\xFF", ""},
      {"§ 107, stk. 2", "107-stk-2"},
  };
  for (const auto& [name, value] : rows) CHECK(slug(name) == value);
}

TEST_CASE("text is cut and counted on code-point borders") {
  CHECK(code_points("år") == 2);
  CHECK(cut_utf8("år", 1).empty());
  CHECK(cut_utf8("år", 2) == "å");
  CHECK(cut_utf8("år", 9) == "år");
  CHECK(valid_utf8("a\xC3") == "a\uFFFD");
  CHECK(lower("ÆØÅ ABC") == "æøå abc");
}
