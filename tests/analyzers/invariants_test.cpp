// What holds for every text: offsets, order, terms; Unicode's and Snowball's own test data.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <sstream>

#include "analyzers/sentence.h"
#include "analyzers/stemmer.h"
#include "analyzers/text.h"
#include "tests/analyzers/analyzers.h"
#include "tests/support/catch.h"

using namespace opslag::analyzers;
namespace fs = std::filesystem;

namespace {

const fs::path kShared = OPSLAG_SHARED_DIR;

std::string utf8(char32_t code) {
  std::string out;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 0x3F))};
  } else if (code < 0x10000) {
    out += {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
            static_cast<char>(0x80 | (code & 0x3F))};
  } else {
    out += {static_cast<char>(0xF0 | code >> 18), static_cast<char>(0x80 | (code >> 12 & 0x3F)),
            static_cast<char>(0x80 | (code >> 6 & 0x3F)), static_cast<char>(0x80 | (code & 0x3F))};
  }
  return out;
}

bool on_border(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

// The first thing that is wrong with the tokens of a selection: those of the whole text at these positions must be
// there, and no others than the whole text's.
std::string broken_selection(std::string_view text, const std::vector<Token>& tokens,
                             const std::vector<std::uint32_t>& positions, const std::vector<TextPlace>& places) {
  const auto selected = shared_analyzer().analyze(text, Selection(positions, 0, Spellings{}, false, places));
  if (selected.positions != (tokens.empty() ? 0 : tokens.back().position + 1)) return "positions are miscounted";
  const auto same = [](const Token& a, const Token& b) {
    return a.begin == b.begin && a.end == b.end && a.position == b.position && *a.terms == *b.terms;
  };
  auto next = selected.tokens.begin();
  for (const Token& token : tokens) {
    const bool wanted = std::binary_search(positions.begin(), positions.end(), token.position);
    if (next != selected.tokens.end() && same(token, *next)) {
      ++next;
    } else if (wanted) {
      return "a selected token is missing";
    }
  }
  return next == selected.tokens.end() ? "" : "a selected token that the text does not have";
}

// All breaks of a text with the positions before them.
std::vector<TextPlace> places_of(std::string_view text, const std::vector<Token>& tokens) {
  std::vector<TextPlace> places;
  auto next = tokens.begin();
  for (std::size_t at = next_break(text, 1); at < text.size(); at = next_break(text, at + 1)) {
    while (next != tokens.end() && next->begin < at) ++next;
    places.push_back({at, next == tokens.begin() ? 0 : std::prev(next)->position + 1});
  }
  places.push_back({text.size(), tokens.empty() ? 0 : tokens.back().position + 1});
  return places;
}

std::string broken_selection(std::string_view text) {
  const std::vector<Token> tokens = shared_analyzer().analyze(text);
  const std::vector<TextPlace> places = places_of(text, tokens);
  const std::uint32_t count = tokens.empty() ? 0 : tokens.back().position + 1;
  std::vector<std::uint32_t> steps{1, 2, 3, 7, 50};
  if (count <= 60) steps = {1, 2, count, count + 1};
  for (const std::uint32_t step : steps) {
    for (std::uint32_t first = 0; first < std::min(step, 61U); ++first) {
      std::vector<std::uint32_t> positions;
      for (std::uint32_t position = first; position < count; position += step) positions.push_back(position);
      for (const auto& known : {std::vector<TextPlace>(), places}) {
        const std::string broken = broken_selection(text, tokens, positions, known);
        if (!broken.empty()) return broken + (known.empty() ? "" : " where places are known");
      }
    }
  }
  return "";
}

// The first thing that is wrong with the tokens of a text; empty if all is well.
std::string broken_promise(std::string_view text, bool valid) {
  std::size_t begin = 0;
  std::uint32_t position = 0;
  for (const Token& token : shared_analyzer().analyze(text)) {
    if (token.begin > token.end || token.end > text.size()) return "offsets out of range";
    if (valid && (!on_border(text, token.begin) || !on_border(text, token.end))) return "offset inside a code point";
    if (token.begin < begin) return "begins go backwards";
    if (token.position > position + 1 || (token.position < position)) return "positions jump";
    if (!token.terms || token.terms->empty()) return "no terms";
    if (!std::is_sorted(token.terms->begin(), token.terms->end())) return "terms out of order";
    if (std::adjacent_find(token.terms->begin(), token.terms->end()) != token.terms->end()) return "a term twice";
    for (const Term& term : *token.terms) {
      if (term.text.empty() || term.text.size() > 200) return "a term of wrong length";
      if (valid_utf8(term.text) != term.text) return "a term that is no UTF-8";
    }
    begin = token.begin;
    position = token.position;
  }
  if (std::string broken = broken_selection(text); !broken.empty()) return broken;
  for (const QueryWord& word : shared_analyzer().analyze_query(text)) {
    if (word.alternatives.empty()) return "a query word without alternatives";
    if (word.begin > word.end || word.end > text.size()) return "a query word out of range";
    if (text.substr(word.begin, word.end - word.begin) != word.text) return "a query word's text is not its slice";
    for (const NearRule& rule : word.near_rules) {
      if (rule.groups.size() < 2 || rule.window == 0) return "a near rule that says nothing";
    }
  }
  return "";
}

// Letters and digits of every kind; those of scripts that are written without spaces are words by ICU's dictionaries.
bool is_written(char32_t code) {
  return u_isalnum(static_cast<UChar32>(code)) != 0;
}

// Texts and what people paste, damaged here and there: ten megabytes that no two blocks of are alike.
std::string mixed_input(std::size_t size) {
  std::vector<std::string> sources;
  for (const fs::path& folder : {fs::path(OPSLAG_SOURCE_DIR) / "corpus/samples", kShared / "minutes",
                                 kShared / "hostile/naughty-strings", kShared / "hostile/web-payloads"}) {
    if (!fs::exists(folder)) continue;
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
      if (!file.is_regular_file()) continue;
      std::ifstream stream(file.path(), std::ios::binary);
      sources.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
  }
  std::sort(sources.begin(), sources.end());
  std::mt19937 random(3);
  std::string text;
  while (text.size() < size) {
    const std::string& source = sources[random() % sources.size()];
    const std::size_t begin = source.empty() ? 0 : random() % source.size();
    std::string block = source.substr(begin, random() % 20'000);
    if (!block.empty() && random() % 3 == 0) block[random() % block.size()] = static_cast<char>(random() % 256);
    text += block;
    for (auto noise = random() % 20; noise > 0; --noise) text += static_cast<char>(random() % 256);
  }
  return text;
}

}  // namespace

TEST_CASE("random text keeps every promise") {
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {
      "§",         "§§",   " ",          " ",         "\n",     "\n\n",     "-",
      "- ",        "og",   "eller",      "107",       "2023",   ".",        ",",
      "/",         "(",    ")",          "kl.",       "KL's",   "’s",       "29",
      "maj",       "stk.", "i",          "lov",       "SEL",    "26257",    "%",
      "_",         "@",    "å",          "ø\xCC\x81", "\u00AD", "\u00A0",   "misbrugsområdet",
      "hjemløse-", "op",   "nedjustere", "x",         "日本",   "Ж",        "😀",
      "\u0301",    "mio.", "ØA25",       "\u2019",    "–",      "paragraf", "a",
      "bl.a.",     "\r\n", "\t",         "ไทย",       "مرحبا",  "\u200D",   "0"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto length = random() % 30; length > 0; --length) text += pieces[random() % pieces.size()];
    INFO(text);
    REQUIRE(broken_promise(text, true) == "");
  }
}

TEST_CASE("random code points and random bytes keep every promise") {
  std::mt19937 random(11);
  for (int round = 0; round < 1500; ++round) {
    std::string points, bytes;
    for (int i = 0; i < 40; ++i) {
      const unsigned limits[] = {0x110000, 0x3000, 0x250};
      auto code = static_cast<char32_t>(random() % limits[round % 3]);
      if (code >= 0xD800 && code < 0xE000) code = 'x';
      points += utf8(code);
      bytes += static_cast<char>(random() % 256);
    }
    REQUIRE(broken_promise(points, true) == "");
    REQUIRE(broken_promise(bytes, false) == "");
  }
}

TEST_CASE("what is selected of real minutes is what the whole text gives") {
  for (const fs::path& folder : {fs::path(OPSLAG_SOURCE_DIR) / "corpus/samples", kShared / "minutes"}) {
    if (!fs::exists(folder)) continue;
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
      if (file.path().extension() != ".txt") continue;
      std::ifstream stream(file.path(), std::ios::binary);
      INFO(file.path());
      REQUIRE(broken_selection(decode(std::string{std::istreambuf_iterator<char>(stream), {}}).text) == "");
    }
  }
}

TEST_CASE("spellings are told from each other whatever their case") {
  Spellings spellings;
  for (const char* word : {"skole", "økonomi", "kl", "café"}) spellings.add_word(word);
  for (const char* word : {"skole", "Skole", "SKOLE", "økonomi", "ØKONOMI", "KL", "Kl", "café", "CAFÉ", "cafe\u0301",
                           "sko\u00ADle", "\u00ADskole"}) {
    INFO(word);
    CHECK(spellings.may_hold(word));
  }
  for (const char* word : {"skoler", "skol", "okonomi", "Økonomien", "kl1", "k", "cafe"}) {
    INFO(word);
    CHECK_FALSE(spellings.may_hold(word));
  }
  Spellings beginnings;
  beginnings.add_beginning("mand");
  CHECK(beginnings.may_hold("Mænd"));
  CHECK(beginnings.may_hold("mandat"));
  CHECK_FALSE(beginnings.may_hold("mund"));
  beginnings.add_beginning("ø");
  CHECK(beginnings.may_hold("øer"));
  CHECK(beginnings.may_hold("Ø"));
  CHECK_FALSE(beginnings.may_hold("ark"));
  CHECK_FALSE(Spellings{}.may_hold("é"));
}

TEST_CASE("long texts of one kind are survived") {
  for (const std::string piece : {"§", "a-", "a- ", "1.", "1/", "(", "å", "a\xCC\x8A", "§ 1, ", "日", "\u00AD", "'",
                                  "a'", "og ", "x- og ", "KL's", "\xFF", "1 ", "29. maj "}) {
    std::string text;
    while (text.size() < 300'000) text += piece;
    std::size_t end = 0;
    shared_analyzer().analyze(text, [&](const Token& token) { end = std::max(end, token.end); });
    CHECK(end <= text.size());
    shared_analyzer().analyze_query(text.substr(0, 10'000));
  }
}

TEST_CASE("ten megabytes of mixed input keep every promise") {
  constexpr std::size_t size = 10'000'000;
  const std::string bytes = mixed_input(size);
  const std::string decoded = valid_utf8(bytes);
  for (const std::string* text : {&bytes, &decoded}) {
    std::size_t begin = 0, tokens = 0, wrong = 0;
    std::uint32_t position = 0;
    shared_analyzer().analyze(*text, [&](const Token& token) {
      wrong += token.begin > token.end || token.end > text->size() || token.begin < begin;
      wrong += text == &decoded && (!on_border(*text, token.begin) || !on_border(*text, token.end));
      wrong += token.position < position || token.position > position + 1 || token.terms->empty();
      begin = token.begin;
      position = token.position;
      ++tokens;
    });
    CHECK(wrong == 0);
    CHECK(tokens > size / 20);
    CHECK(tokens < size);  // what is made of a text is no more than so much a byte
  }
}

TEST_CASE("a text analysed in blocks has the tokens of its parts") {
  std::string text, paragraph = "Rammeaftalen for 2025-2026 omfatter § 107 og KL's udspil.\n\n";
  while (text.size() < 200'000) text += paragraph;
  const std::size_t each = shared_analyzer().analyze(paragraph).size();
  const std::vector<Token> tokens = shared_analyzer().analyze(text);
  REQUIRE(tokens.size() == each * (text.size() / paragraph.size()));
  CHECK(tokens[each].begin == paragraph.size());
}

TEST_CASE("no token crosses a border that Unicode sees between words") {
  const fs::path file = kShared / "hostile/unicode-15.0/WordBreakTest.txt";
  if (!fs::exists(file)) return;
  // Marks at which the analyser splits where Unicode does not, on purpose: file names, times, acronyms; and joiners
  // before emoji.
  const std::set<char32_t> kSplits{'.', ',', ':', ';', '\'', '"', '_', 0x2018, 0x2019, 0x2024, 0x203F, 0x202F, 0x200D};
  std::ifstream stream(file);
  std::size_t applied = 0, lines = 0, written = 0;
  for (std::string line; std::getline(stream, line);) {
    line.resize(std::min(line.find('#'), line.size()));
    if (line.empty()) continue;
    std::istringstream fields(line);
    std::string text, field;
    std::set<std::size_t> borders;
    bool applies = true;
    while (fields >> field) {
      if (field == "÷") {
        borders.insert(text.size());
      } else if (field != "×") {
        const auto code = static_cast<char32_t>(std::stoul(field, nullptr, 16));
        applies = applies && !kSplits.contains(code);
        text += utf8(code);
      }
    }
    INFO(line);
    std::vector<bool> covered(text.size(), false);
    for (const Token& token : shared_analyzer().analyze(text)) {
      std::fill(covered.begin() + static_cast<std::ptrdiff_t>(token.begin),
                covered.begin() + static_cast<std::ptrdiff_t>(token.end), true);
      if (!applies) continue;
      CHECK(borders.contains(token.begin));
      CHECK(borders.contains(token.end));
      ++applied;
    }
    // Whatever the marks: no letter and no digit is lost.
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = at;
      char32_t code = 0;
      U8_NEXT_UNSAFE(reinterpret_cast<const std::uint8_t*>(text.data()), at, code);
      if (!is_written(code)) continue;
      CHECK(covered[begin]);
      ++written;
    }
    ++lines;
  }
  CHECK(applied > 200);
  CHECK(lines > 1'800);
  CHECK(written > 1'500);
}

TEST_CASE("NFC is Unicode's") {
  const fs::path file = kShared / "hostile/unicode-15.0/NormalizationTest.txt";
  if (!fs::exists(file)) return;
  std::ifstream stream(file);
  std::size_t lines = 0, wrong = 0;
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line[0] == '#' || line[0] == '@') continue;
    std::vector<std::string> columns;
    std::istringstream fields(line);
    for (std::string column; columns.size() < 5 && std::getline(fields, column, ';');) {
      std::istringstream codes(column);
      std::string text;
      for (std::string code; codes >> code;) text += utf8(static_cast<char32_t>(std::stoul(code, nullptr, 16)));
      columns.push_back(text);
    }
    REQUIRE(columns.size() == 5);
    for (int i = 0; i < 3; ++i) wrong += nfc(columns[static_cast<std::size_t>(i)]) != columns[1];
    wrong += nfc(columns[3]) != columns[3];
    wrong += nfc(columns[4]) != columns[3];
    ++lines;
  }
  CHECK(lines > 10'000);
  CHECK(wrong == 0);
}

TEST_CASE("the stemmer is Snowball's, but for codes") {
  const fs::path folder = kShared / "language/snowball";
  Stemmer stemmer;
  CHECK(stemmer.stem("dok2022") == "dok2022");
  if (!fs::exists(folder / "voc.txt")) return;
  std::ifstream words(folder / "voc.txt"), stems(folder / "output.txt");
  std::size_t count = 0, wrong = 0;
  for (std::string word, stem; std::getline(words, word) && std::getline(stems, stem); ++count) {
    if (word.find_first_of("0123456789") == std::string::npos) wrong += stemmer.stem(word) != stem;
  }
  CHECK(count > 10'000);
  CHECK(wrong == 0);
}
