// Bits that rule out slips: no word that is one edit away may be ruled out.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>
#include <vector>

#include "analyzers/data_file.h"
#include "analyzers/lexicon/edits.h"
#include "analyzers/lexicon/letters.h"
#include "analyzers/lexicon/lexicon.h"
#include "analyzers/lexicon/word_hashes.h"
#include "tests/support/catch.h"

using namespace opslag::analyzers;
using lexicon_format::Role;

namespace {

const Lexicon& lexicon() {
  static const Lexicon instance(data_file("analyzers/lexicon/lexicon.bin"));
  return instance;
}

// Does one_edit() offer `word` for `written`?
bool offered(const std::u32string& written, const std::string& word, Role role) {
  bool found = false;
  one_edit(utf8(written), lexicon(), role, [&](const std::string& near, double) { found = found || near == word; });
  return found;
}

// All that one slip makes of a word, but for the word itself.
std::vector<std::u32string> slips_of(const std::u32string& word) {
  std::vector<std::u32string> slips;
  for (std::size_t k = 0; k < word.size(); ++k) {
    slips.push_back(std::u32string(word).erase(k, 1));
    for (const char32_t c : U"aeknrsxæøå") {
      if (c == 0) continue;
      slips.push_back(std::u32string(word).insert(k, 1, c));
      slips.push_back(std::u32string(word).replace(k, 1, 1, c));
    }
    for (std::size_t n = 2; n <= 3 && k + n <= word.size(); ++n) {
      auto moved = word;
      const auto at = moved.begin() + static_cast<std::ptrdiff_t>(k);
      std::rotate(at, at + 1, at + static_cast<std::ptrdiff_t>(n));
      slips.push_back(moved);
    }
  }
  std::erase(slips, word);
  return slips;
}

}  // namespace

TEST_CASE("whatever one slip makes of a word, the word is offered", "[lexicon]") {
  for (const std::string word : {"godkendelse", "skole", "børnehaver", "år", "udvalget", "blå"}) {
    for (const auto& slip : slips_of(utf32(word))) {
      INFO(word << " as " << utf8(slip));
      CHECK(offered(slip, word, Role::end));
    }
  }
  for (const std::string head : {"udviklings", "social", "børne"}) {
    for (const auto& slip : slips_of(utf32(head))) {
      INFO(head << " as " << utf8(slip));
      CHECK(offered(slip, head, Role::head));
    }
  }
}

TEST_CASE("two confusions are looked for where letters alike make a word", "[lexicon]") {
  const auto offers = [](const std::string& written, const std::string& word) {
    bool found = false;
    two_confusions(written, lexicon(), Role::end,
                   [&](const std::string& near, double) { found = found || near == word; });
    return found;
  };
  CHECK(offers("ansögninger", "ansøgninger") == false);  // ö is confused with nothing
  CHECK(offers("kommumaldestyrelse", "kommunalbestyrelse") == false);
  CHECK(offers("kommumalpestyrelse", "kommunalbestyrelse"));
  CHECK(offers("pehandlimg", "behandling"));
}

TEST_CASE("dear slips are left out where only cheap ones are wanted, whatever was asked before", "[lexicon]") {
  const auto offers = [](const std::string& written, double most) {
    bool found = false;
    one_edit(
        written, lexicon(), Role::end, [&](const std::string& near, double) { found = found || near == "godkendelse"; },
        true, most);
    return found;
  };
  for (int again = 0; again < 2; ++again) {
    CHECK(offers("godkenndelse", 1.75));
    CHECK(offers("gotkendelse", 1.75));
    CHECK_FALSE(offers("godkendepse", 1.75));
    CHECK(offers("godkendepse", 10));
    CHECK_FALSE(offers("hodkendelse", 1.75));
    CHECK(offers("hodkendelse", 10));
  }
}

TEST_CASE("the hash of any stretch of a word is that of its bytes", "[lexicon]") {
  const std::string word = "åmosevejsudvidelsen";
  const WordHashes hashes(word);
  for (std::size_t begin = 0; begin < word.size(); ++begin)
    for (auto end = begin; end <= word.size(); ++end) {
      const auto stretch = word.substr(begin, end - begin);
      CHECK(hashes.hash(begin, end) == lexicon_format::hash_of(stretch));
      CHECK(hashes.letters(begin, end) == letter_count(stretch));
    }
}
