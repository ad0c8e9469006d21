// A text's words as the facet rules see them: lower case, with what stands between them. No dictionary, no stemming.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace opslag::corpus {

// What stands between a word and the one before it.
enum Separator : std::uint16_t {
  kHyphen = 1,  // joined by a hyphen, without a space: Faaborg-Midtfyn, børne- og (before "og" there is a space too)
  kComma = 2,
  kColon = 4,  // colon or semicolon
  kOpen = 8,   // an opening parenthesis
  kClose = 16,
  kLine = 32,      // a line break
  kSentence = 64,  // the end of a sentence, a blank line or a bullet; also before the first word
  kSpace = 128,
  kSlash = 256,
  kStop = 512,  // a full stop that ends no sentence
  kQuote = 1024,
};

struct Word {
  std::string text;       // lower case; "§" is a word of its own, however often it is repeated
  std::size_t begin = 0;  // byte offsets into the text
  std::size_t end = 0;
  std::uint16_t before = 0;  // Separators
  bool capital = false;      // begins with a capital letter
  bool capitals = false;     // two letters or more, all capitals
};

using AbbreviationSet = std::unordered_set<std::string>;

// Words of at most this many bytes take part in wildcards; longer ones are cut. Keeps hostile texts cheap.
inline constexpr std::size_t kMaxWord = 80;

// Letters and digits make words; a genitive 's after an apostrophe belongs to the word before it and is dropped.
// `abbreviations` (lower case, without the stop) never end a sentence. Any bytes are taken; time linear in the text.
std::vector<Word> words_of(std::string_view text, const AbbreviationSet& abbreviations);

// Lower case of the Latin letters that Danish, its neighbours and its names use (U+0000–U+017F); the rest unchanged.
std::string lower_latin(std::string_view utf8);

}  // namespace opslag::corpus
