// Reads a hunspell dictionary and expands it: see hunspell_reader.h; the format is hunspell(5).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/hunspell_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {
namespace {

using Flags = std::vector<unsigned>;
using lexicon_format::Pos;

enum Flag : unsigned {
  kForbiddenWord = 6,
  kNeedAffix = 8,
  kCompoundBegin = 32,
  kCompoundMiddle = 33,
  kCompoundEnd = 34,
  kCompoundPermit = 35,
  kOnlyInCompound = 36,
  kDirections = 54,
};

// One place of an affix rule's condition: any letter, one of some, or none of them.
struct Place {
  std::u32string letters;
  bool negated = false;
  bool any = false;
  bool fits(char32_t c) const { return any || (letters.find(c) != std::u32string::npos) != negated; }
};

struct Rule {
  bool prefix = false;
  std::u32string strip;
  std::u32string add;
  std::vector<Place> condition;
  Flags flags;
};

struct Affixes {
  std::unordered_map<unsigned, std::vector<Rule>> rules;
};

struct DicEntry {
  std::u32string word;
  Flags flags;
  std::string stem;                  // st:
  std::vector<std::string> aliases;  // al:
};

[[noreturn]] void fail(const std::filesystem::path& file, std::size_t line, const std::string& what) {
  throw std::runtime_error(file.string() + ":" + std::to_string(line) + ": " + what);
}

bool has(const Flags& flags, unsigned flag) {
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

bool parse_flags(std::string_view text, Flags& flags) {
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto number = text.substr(0, comma);
    unsigned value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size()) return false;
    flags.push_back(value);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return true;
}

std::vector<Place> parse_condition(const std::u32string& text) {
  std::vector<Place> places;
  if (text == U".") return places;
  for (std::size_t i = 0; i < text.size(); ++i) {
    Place place;
    if (text[i] == U'[') {
      if (++i < text.size() && text[i] == U'^') {
        place.negated = true;
        ++i;
      }
      while (i < text.size() && text[i] != U']') place.letters += text[i++];
    } else if (text[i] == U'.') {
      place.any = true;
    } else {
      place.letters = text[i];
    }
    places.push_back(std::move(place));
  }
  return places;
}

bool fits(const Rule& rule, const std::u32string& word) {
  const auto size = rule.condition.size();
  if (word.size() < size || word.size() < rule.strip.size() + 1) return false;
  const auto start = rule.prefix ? 0 : word.size() - size;
  for (std::size_t i = 0; i < size; ++i)
    if (!rule.condition[i].fits(word[start + i])) return false;
  const auto at = rule.prefix ? 0 : word.size() - rule.strip.size();
  return word.compare(at, rule.strip.size(), rule.strip) == 0;
}

std::u32string apply(const Rule& rule, const std::u32string& word) {
  if (rule.prefix) return rule.add + word.substr(rule.strip.size());
  return word.substr(0, word.size() - rule.strip.size()) + rule.add;
}

void read_rule(std::istringstream& fields, bool prefix, Affixes& affixes, const std::function<void(const char*)>& bad) {
  unsigned flag = 0;
  std::string strip;
  std::string add;
  std::string condition;
  if (!(fields >> flag >> strip >> add)) return bad("an affix rule needs a flag, what to strip, and what to add");
  if (strip == "Y" || strip == "N") return;  // the head line of a group
  fields >> condition;
  Rule rule;
  rule.prefix = prefix;
  if (strip != "0") rule.strip = utf32(strip);
  const auto slash = add.find('/');
  if (slash != std::string::npos && !parse_flags(std::string_view(add).substr(slash + 1), rule.flags))
    return bad("flags must be numbers (FLAG num)");
  add.resize(std::min(slash, add.size()));
  if (add != "0") rule.add = utf32(add);
  rule.condition = parse_condition(utf32(condition.empty() ? "." : condition));
  affixes.rules[flag].push_back(std::move(rule));
}

Affixes read_affixes(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string() + " (is the package hunspell-da installed?)");
  const std::map<std::string, std::string> expected = {
      {"SET", "UTF-8"},        {"FLAG", "num"},          {"FORBIDDENWORD", "6"}, {"NEEDAFFIX", "8"},
      {"COMPOUNDBEGIN", "32"}, {"COMPOUNDMIDDLE", "33"}, {"COMPOUNDEND", "34"},  {"COMPOUNDPERMITFLAG", "35"},
      {"ONLYINCOMPOUND", "36"}};
  std::size_t seen = 0;
  std::size_t number = 0;
  Affixes affixes;
  for (std::string line; std::getline(in, line);) {
    ++number;
    std::istringstream fields(line);
    std::string key;
    if (!(fields >> key)) continue;
    if (const auto wanted = expected.find(key); wanted != expected.end()) {
      std::string value;
      fields >> value;
      if (value != wanted->second) fail(file, number, key + " should be " + wanted->second + ", is " + value);
      ++seen;
    } else if (key == "SFX" || key == "PFX") {
      read_rule(fields, key == "PFX", affixes, [&](const char* what) { fail(file, number, what); });
    }
  }
  if (seen < expected.size())
    throw std::runtime_error(file.string() + ": lacks SET, FLAG or one of the compound flags");
  return affixes;
}

// `word/flags st:… al:…`; words may hold spaces.
DicEntry parse_entry(std::string_view line, const std::function<void(const char*)>& bad) {
  DicEntry entry;
  std::size_t end = line.size();
  for (std::size_t i = 0; i + 3 < line.size(); ++i) {
    const bool field = (line[i] == ' ' || line[i] == '\t') && line[i + 3] == ':' && line[i + 1] >= 'a' &&
                       line[i + 1] <= 'z' && line[i + 2] >= 'a' && line[i + 2] <= 'z';
    if (!field) continue;
    end = std::min(end, i);
    auto stop = line.find_first_of(" \t", i + 1);
    const auto value = line.substr(i + 4, stop == std::string_view::npos ? stop : stop - i - 4);
    const auto key = line.substr(i + 1, 2);
    if (key == "st") entry.stem = value;
    if (key == "al") entry.aliases.emplace_back(value);
  }
  auto head = line.substr(0, end);
  while (!head.empty() && (head.back() == ' ' || head.back() == '\r' || head.back() == '\t')) head.remove_suffix(1);
  const auto slash = head.find('/');
  if (slash != std::string_view::npos && slash > 0) {
    if (!parse_flags(head.substr(slash + 1), entry.flags)) bad("flags must be numbers");
    head = head.substr(0, slash);
  }
  entry.word = utf32(head);
  return entry;
}

// What the flags of inflection say of a word's class; the numbers are those of da_DK.aff and its comments.
Pos class_of(const DicEntry& entry) {
  constexpr std::array verbs = {1U, 20U, 21U, 22U, 79U};
  constexpr std::array adjectives = {12U, 23U, 24U, 25U, 26U, 27U, 28U, 38U, 40U, 41U, 42U, 49U, 59U, 77U, 78U, 82U};
  constexpr std::array nouns = {2U,  3U,  4U,  5U,  7U,  11U, 13U, 14U, 15U, 18U, 19U, 43U, 44U, 45U, 46U, 47U,
                                48U, 50U, 51U, 57U, 58U, 64U, 65U, 66U, 70U, 71U, 72U, 74U, 75U, 76U, 84U, 85U};
  const auto any = [&](const auto& list) {
    return std::any_of(list.begin(), list.end(), [&](unsigned flag) { return has(entry.flags, flag); });
  };
  if (has(entry.flags, 9) || has(entry.flags, kDirections)) return Pos::name;
  if (any(verbs)) return Pos::verb;
  if (any(nouns)) return Pos::noun;
  if (any(adjectives)) return Pos::adjective;
  const auto base = utf8(entry.word);
  const auto is_alias = [&](const char* ending) {
    return std::find(entry.aliases.begin(), entry.aliases.end(), base + ending) != entry.aliases.end();
  };
  if ((is_alias("r") && is_alias("s")) || is_alias("nde")) return Pos::verb;  // strong verbs are listed form by form
  if (is_alias("t") && is_alias("e")) return Pos::adjective;
  if (!entry.aliases.empty()) return Pos::noun;
  // Uninflected, but with a genitive or a linking letter: a noun.
  return has(entry.flags, 10) ? Pos::noun : Pos::other;
}

class Expander {
 public:
  Expander(const Affixes& affixes, const std::function<void(const ExpandedForm&)>& sink)
      : affixes_(affixes), sink_(sink) {}

  void expand(const DicEntry& entry, Pos pos) {
    const auto word = utf8(entry.word);
    shared_ = {};
    shared_.pos = pos;
    shared_.capitalised = is_upper(entry.word.front());
    shared_.lemma = lower_word(entry.stem.empty() ? word : entry.stem);
    if (shared_.lemma.size() > 1 && shared_.lemma.back() == '-') shared_.lemma.pop_back();
    if (shared_.lemma.size() > 1 && shared_.lemma.front() == '-') shared_.lemma.erase(0, 1);
    if (has(entry.flags, kForbiddenWord)) {
      shared_.forbidden = true;
      emit(entry.word, {});
      return;
    }
    emit(entry.word, entry.flags);
    apply_all(entry.word, entry.flags, 2);
  }

 private:
  void apply_all(const std::u32string& word, const Flags& flags, int levels) {
    if (levels == 0) return;
    for (const unsigned flag : flags) {
      const auto rules = affixes_.rules.find(flag);
      if (rules == affixes_.rules.end()) continue;
      for (const Rule& rule : rules->second) {
        if (!fits(rule, word)) continue;
        const auto form = apply(rule, word);
        const auto lemma = shared_.lemma;
        if (rule.prefix) shared_.lemma = lower_word(utf8(form));  // Nordjylland is a name of its own
        emit(form, rule.flags);
        apply_all(form, rule.flags, levels - 1);
        shared_.lemma = lemma;
      }
    }
  }

  void emit(const std::u32string& word, const Flags& flags) {
    ExpandedForm form = shared_;
    auto text = word;
    // "-årig" is only the end of compounds, "anti-" only their beginning.
    const bool only_end = text.front() == U'-';
    const bool only_begin = text.back() == U'-';
    if (only_end) text.erase(0, 1);
    if (only_begin && !text.empty()) text.pop_back();
    if (text.empty() || text.find_first_of(U" .'’/") != std::u32string::npos) return;
    form.form = lower_word(utf8(text));
    form.stands_alone = !has(flags, kOnlyInCompound) && !has(flags, kNeedAffix) && !only_end && !only_begin;
    form.begins = has(flags, kCompoundBegin) || has(flags, kCompoundMiddle) || (only_begin && has(flags, 81));
    form.ends = has(flags, kCompoundEnd) && !only_begin;
    if (form.stands_alone || form.begins || form.ends) sink_(form);
  }

  const Affixes& affixes_;
  const std::function<void(const ExpandedForm&)>& sink_;
  ExpandedForm shared_;
};

}  // namespace

void read_hunspell(const std::filesystem::path& aff, const std::filesystem::path& dic,
                   const std::function<void(const ExpandedForm&)>& sink) {
  const Affixes affixes = read_affixes(aff);
  std::ifstream in(dic);
  if (!in) throw std::runtime_error("cannot read " + dic.string() + " (is the package hunspell-da installed?)");
  std::vector<DicEntry> entries;
  std::unordered_map<std::string, Pos> class_of_stem;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    if (++number == 1) continue;                                     // the number of entries
    if (line.empty() || line[0] == '#' || line[0] == '"') continue;  // "A/S": its slash begins no flags
    auto entry = parse_entry(line, [&](const char* what) { fail(dic, number, what); });
    if (entry.word.empty()) continue;
    if (!entry.aliases.empty()) class_of_stem[utf8(entry.word)] = class_of(entry);
    entries.push_back(std::move(entry));
  }
  if (entries.size() < 1000) throw std::runtime_error(dic.string() + ": holds hardly any words");
  Expander expander(affixes, sink);
  for (const DicEntry& entry : entries) {
    auto pos = class_of(entry);
    if (const auto stem = class_of_stem.find(entry.stem); !entry.stem.empty() && stem != class_of_stem.end())
      pos = stem->second;
    expander.expand(entry, pos);
  }
}

}  // namespace opslag::analyzers
