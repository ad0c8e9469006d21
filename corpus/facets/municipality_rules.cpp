// Municipalities: names in a row are read together, and judged by what stands right before and right after them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/facets/municipality_rules.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "analyzers/text.h"
#include "corpus/facets/word_classes.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kAsideWords = 4;  // "Odense (formand), Vejle": an aside in a list
constexpr double kListed = 0.34;        // a name in a list of three or more, without any cue
constexpr double kRegionName = 0.5;     // a name that is hardly used but of the municipality
constexpr unsigned kPause = kComma | kColon | kOpen | kClose | kSentence | kSlash | kQuote;

bool joins(const Word& word) {
  return word.text == "og" || word.text == "samt" || word.text == "eller" || word.text == "henholdsvis";
}

bool is_postcode(const Word& word) {
  return word.text.size() == 4 &&
         std::all_of(word.text.begin(), word.text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

struct MunicipalityRules::Group {
  std::vector<std::size_t> names;  // indexes into values_
  std::vector<Kind> kinds;
  std::size_t begin = 0, end = 0;  // words
  std::size_t last_begin = 0;
  bool joined = false;  // by "og", "samt" …
};

struct MunicipalityRules::Reading {
  const std::vector<Word>& words;
  std::vector<PhraseMatch> names;
  std::multimap<std::size_t, PhraseMatch> by_begin, by_end;  // contexts

  bool paused(std::size_t at, unsigned separators) const {
    return at >= words.size() || (words[at].before & separators) != 0;
  }
};

MunicipalityRules::MunicipalityRules(const VocabularyFile& names, const VocabularyFile& contexts) {
  static const std::map<std::string, Kind> kKinds{
      {"by", Kind::town}, {"ø", Kind::island}, {"ord", Kind::common_word}, {"kommune", Kind::municipality}};
  for (const VocabularyLine& line : names.lines) {
    const std::vector<std::string> fields = fields_of(line.text, '\t');
    const auto kind = fields.size() >= 4 ? kKinds.find(fields[3]) : kKinds.end();
    if (kind == kKinds.end()) throw names.error(line, "expected code, name, region, by|ø|ord|kommune and other forms");
    const auto index = static_cast<std::uint32_t>(values_.size());
    values_.push_back({analyzers::slug(fields[1]), fields[1]});
    kinds_.push_back(kind->second);
    std::vector<std::string> forms{fields[1]};
    if (fields.size() > 4 && !fields[4].empty()) {
      for (std::string& form : fields_of(fields[4], '|')) forms.push_back(std::move(form));
    }
    try {
      for (const std::string& form : forms) {
        names_.add(form, index);
        if (form.back() != 's') names_.add(form + "s", index);
      }
    } catch (const std::invalid_argument& error) {
      throw names.error(line, error.what());
    }
  }
  WordClasses classes;
  for (const VocabularyLine& line : contexts.lines) {
    if (classes.define(contexts, line)) continue;
    if (!section_name(line).empty()) {
      sections_.push_back(read_section(contexts, line));
      continue;
    }
    if (sections_.empty()) throw contexts.error(line, "a phrase before the first [section]");
    try {
      contexts_.add(classes.expand(line.text), static_cast<std::uint32_t>(sections_.size() - 1));
    } catch (const std::invalid_argument& error) {
      throw contexts.error(line, error.what());
    }
  }
}

MunicipalityRules::Context MunicipalityRules::read_section(const VocabularyFile& file,
                                                           const VocabularyLine& line) const {
  static const std::map<std::string, Role> kRoles{
      {"kommuneord", Role::municipal},   {"myndighed", Role::authority},
      {"foran", Role::before},           {"foran komma", Role::before_comma},
      {"afsender svag", Role::sender},   {"afsender", Role::sender},
      {"handler", Role::acts},           {"sted", Role::place},
      {"sted efter", Role::place_after}, {"indledere", Role::opening}};
  const std::vector<std::string> parts = fields_of(section_name(line), ',');
  const auto role = kRoles.find(parts.front());
  if (role == kRoles.end()) throw file.error(line, "'" + parts.front() + "' is no section of this file");
  Context context{role->second, 0};
  if (parts.size() > 1) {
    char* end = nullptr;
    context.weight = std::strtod(parts[1].c_str(), &end);
    if (end == parts[1].c_str() || *end != '\0') throw file.error(line, "'" + parts[1] + "' is no number");
  }
  return context;
}

// Whether the words can be the municipality's name at all, and not a part of another one.
bool MunicipalityRules::may_be_name(const Reading& reading, const PhraseMatch& match) const {
  const std::vector<Word>& words = reading.words;
  const auto role_at = [&](const auto& contexts, std::size_t at, Role role) {
    const auto [begin, end] = contexts.equal_range(at);
    return std::any_of(begin, end, [&](const auto& context) { return sections_[context.second.payload].role == role; });
  };
  const bool municipal = !reading.paused(match.end, kPause) && role_at(reading.by_begin, match.end, Role::municipal);
  if (!words[match.begin].capital && !municipal) return false;
  if ((words[match.begin].before & kHyphen) != 0) return false;
  if (match.end < words.size() && (words[match.end].before & kHyphen) != 0 && !municipal) return false;
  if (municipal) return true;
  const bool first = reading.paused(match.begin, kPause) || match.begin == 0;
  if (first && (words[match.begin].before & kSentence) != 0 && kinds_[match.payload] == Kind::common_word) return false;
  if (!first) {
    const Word& previous = words[match.begin - 1];
    if (is_postcode(previous)) return false;
    if (previous.capital && !role_at(reading.by_end, match.begin, Role::opening) &&
        !role_at(reading.by_end, match.begin, Role::place) && !role_at(reading.by_end, match.begin, Role::before) &&
        !role_at(reading.by_end, match.begin, Role::sender)) {
      return false;  // a surname, or the last part of another name
    }
  }
  if (reading.paused(match.end, kPause)) return true;
  if (role_at(reading.by_begin, match.end, Role::place_after)) return false;
  // "Kolding Sygehus", "Odense Zoo": the name goes on.
  return !words[match.end].capital || role_at(reading.by_begin, match.end, Role::authority);
}

std::vector<MunicipalityRules::Group> MunicipalityRules::groups(const Reading& reading) const {
  const std::vector<Word>& words = reading.words;
  std::vector<Group> groups;
  for (const PhraseMatch& match : reading.names) {
    if (!may_be_name(reading, match)) continue;
    if (!groups.empty()) {
      Group& last = groups.back();
      std::size_t at = last.end;
      // An aside in parentheses belongs to the name before it.
      if (at < words.size() && (words[at].before & kOpen) != 0) {
        std::size_t end = at + 1;
        while (end < words.size() && end < at + kAsideWords && (words[end].before & kClose) == 0) ++end;
        if (end < words.size() && (words[end].before & kClose) != 0) at = end;
      }
      const bool next = at == match.begin && (words[at].before & (kComma | kSlash)) != 0;
      const bool joined = at + 1 == match.begin && joins(words[at]) && (words[at].before & (kSentence | kColon)) == 0;
      if ((next || joined) && (words[match.begin].before & kSentence) == 0) {
        last.names.push_back(match.payload);
        last.kinds.push_back(kinds_[match.payload]);
        last.last_begin = match.begin;
        last.end = match.end;
        last.joined = last.joined || joined;
        continue;
      }
    }
    groups.push_back({{match.payload}, {kinds_[match.payload]}, match.begin, match.end, match.begin, false});
  }
  return groups;
}

// How much the place speaks for the names of the group being municipalities that are spoken of.
double MunicipalityRules::score(const Reading& reading, const Group& group) const {
  const std::vector<Word>& words = reading.words;
  double before = 0;
  bool place = false;
  const bool comma = (words[group.begin].before & (kComma | kColon | kOpen)) != 0;
  const bool paused = (words[group.begin].before & (kPause & ~unsigned{kColon})) != 0;
  const bool apart = (words[group.begin].before & kSentence) != 0;
  const auto [begins, begins_end] = reading.by_end.equal_range(group.begin);
  for (auto context = begins; context != begins_end; ++context) {
    const Context& section = sections_[context->second.payload];
    const bool leads = section.role == Role::before || section.role == Role::sender;
    if ((leads && !paused) || (section.role == Role::before_comma && comma && !apart)) {
      before = std::max(before, section.weight);
    }
    if (section.role == Role::place && !paused) place = true;
  }
  if (before > 0) return before;
  // "kommunerne i Odense og Vejle" was caught above: what a place's preposition leads is a place.
  if (place) return 0;
  double after = group.names.size() > 2 ? kListed : 0;
  const auto [ends, ends_end] = reading.by_begin.equal_range(group.end);
  for (auto context = ends; context != ends_end; ++context) {
    const Context& section = sections_[context->second.payload];
    const bool close = (words[group.end].before & (kComma | kColon | kSentence)) == 0;
    if (section.role == Role::acts && close) after = std::max(after, section.weight);
  }
  return after;
}

void MunicipalityRules::read(const std::vector<Word>& words, double weight,
                             std::map<std::size_t, double>& evidence) const {
  Reading reading{words, longest(names_.find(words)), {}, {}};
  if (reading.names.empty()) return;
  // Only what stands right beside a name is asked for.
  std::vector<bool> begins(words.size() + 1), ends(words.size() + 1);
  for (const PhraseMatch& name : reading.names) begins[name.begin] = ends[name.end] = true;
  for (const PhraseMatch& match : contexts_.find(words)) {
    if (ends[match.begin]) reading.by_begin.emplace(match.begin, match);
    if (begins[match.end]) reading.by_end.emplace(match.end, match);
  }
  for (const Group& group : groups(reading)) {
    double municipal = 0;
    bool plural = false;
    const auto [beside, beside_end] = reading.by_begin.equal_range(group.end);
    for (auto context = beside; context != beside_end && !reading.paused(group.end, kPause); ++context) {
      const Context& section = sections_[context->second.payload];
      if (section.role != Role::municipal && section.role != Role::authority) continue;
      municipal = std::max(municipal, section.weight);
      plural = plural || words[group.end].text.rfind("kommuner", 0) == 0;
    }
    const double cue = municipal > 0 ? 0 : score(reading, group);
    for (std::size_t i = 0; i < group.names.size(); ++i) {
      const bool last = i + 1 == group.names.size();
      double value = cue;
      if (municipal > 0 && (last || plural || group.joined)) value = municipal;
      if (group.kinds[i] == Kind::municipality) value = std::max(value, kRegionName);
      if (value > 0) evidence[group.names[i]] += value * weight;
    }
  }
}

}  // namespace opslag::corpus
