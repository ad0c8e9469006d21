// Fills the slots of sentences.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/corpus/text_writer.h"

#include <algorithm>

namespace opslag::bench {
namespace {

// How often a noun is of which kind, and how flat each kind's frequencies are: held against counts of real minutes and
// chosen so that word types grow with text as theirs do (docs/performance.md).
constexpr double kSubject = 0.17, kTopic = 0.42, kCommon = 0.73, kDictionary = 0.957;  // then: new compounds
constexpr double kCommonOffset = 12, kDictionaryOffset = 12, kPartOffset = 150;
constexpr double kMisspelt = 0.002;
constexpr std::string_view kMonths[] = {"januar", "februar", "marts",     "april",   "maj",      "juni",
                                        "juli",   "august",  "september", "oktober", "november", "december"};

void put(std::size_t number, std::string& out) {
  out += std::to_string(number);
}

// Leaves out or doubles an ASCII letter in the middle: what a tired secretary does.
void misspell(std::size_t begin, Random& random, std::string& out) {
  if (out.size() < begin + 7) return;
  const std::size_t at = random.between(begin + 2, out.size() - 3);
  if (static_cast<unsigned char>(out[at]) >= 0x80) return;
  if (random.chance(0.5))
    out.erase(at, 1);
  else
    out.insert(at, 1, out[at]);
}

}  // namespace

void capitalise(std::string& out, std::size_t begin) {
  if (begin >= out.size()) return;
  char& first = out[begin];
  if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
  if (first == '\xC3' && begin + 1 < out.size() && static_cast<unsigned char>(out[begin + 1]) >= 0xA0)
    out[begin + 1] = static_cast<char>(static_cast<unsigned char>(out[begin + 1]) - 0x20);
}

TextWriter::TextWriter(const Material& material, Random& random, std::vector<std::size_t> topics,
                       std::vector<std::string> municipalities, int year)
    : material_(material),
      random_(random),
      topics_(std::move(topics)),
      municipalities_(std::move(municipalities)),
      year_(year) {
  const std::size_t number = random_.between(4, 12);
  for (std::size_t i = 0; i < number; ++i) {
    const double kind = random_.unit();
    if (kind < 0.3)
      subjects_.push_back(compound());
    else
      subjects_.push_back(material_.rare[random_.zipf(material_.rare.size(), kDictionaryOffset)]);
  }
  const std::size_t places = random_.between(1, 3);
  for (std::size_t i = 0; i < places; ++i) places_.push_back(place());
}

const Noun& TextWriter::topic_noun() {
  const Topic& topic = material_.topics[topics_[random_.zipf(topics_.size(), 1)]];
  return topic.nouns[random_.zipf(topic.nouns.size(), 3)];
}

// Danish makes new words by putting nouns together; the last one bends. Half of the first parts are words of the topic.
const Noun& TextWriter::compound() {
  const auto rare_part = [&]() -> const Noun& {
    return material_.parts[random_.zipf(material_.parts.size(), kPartOffset)];
  };
  const double kind = random_.unit();
  const Noun& first = kind < 0.25   ? topic_noun()
                      : kind < 0.40 ? material_.common[random_.zipf(material_.common.size(), kCommonOffset)]
                                    : rare_part();
  const Noun& last =
      random_.chance(0.35) ? material_.common[random_.zipf(material_.common.size(), kCommonOffset)] : rare_part();
  made_ = last;
  std::string front = first.part;
  if (random_.chance(0.06)) front += rare_part().part;
  for (std::string* form : {&made_.one, &made_.the, &made_.many, &made_.all, &made_.part}) form->insert(0, front);
  return made_;
}

const Noun& TextWriter::any_noun() {
  const double kind = random_.unit();
  if (kind < kSubject) return subjects_[random_.zipf(subjects_.size(), 2)];
  if (kind < kTopic) return topic_noun();
  if (kind < kCommon) return material_.common[random_.zipf(material_.common.size(), kCommonOffset)];
  if (kind < kDictionary) return material_.rare[random_.zipf(material_.rare.size(), kDictionaryOffset)];
  return compound();
}

const Adjective& TextWriter::adjective() {
  if (random_.chance(0.8)) return material_.adjectives[random_.zipf(material_.adjectives.size(), 8)];
  return material_.rare_adjectives[random_.zipf(material_.rare_adjectives.size(), kDictionaryOffset)];
}

const Verb& TextWriter::verb() {
  if (random_.chance(0.85)) return material_.verbs[random_.zipf(material_.verbs.size(), 10)];
  return material_.rare_verbs[random_.zipf(material_.rare_verbs.size(), kDictionaryOffset)];
}

std::string TextWriter::place() {
  std::string name = random_.chance(0.3) ? material_.last_names[random_.below(material_.last_names.size())]
                                         : material_.parts[random_.zipf(material_.parts.size(), kPartOffset)].part;
  name += material_.street_ends[random_.below(material_.street_ends.size())];
  capitalise(name, 0);
  if (random_.chance(0.7)) name += " " + std::to_string(1 + random_.zipf(300, 10));
  return name;
}

void TextWriter::put_noun_form(const Noun& noun, char slot, std::string& out) {
  const std::size_t begin = out.size();
  out += slot == 'n' ? noun.one : slot == 'N' ? noun.the : slot == 'p' ? noun.many : noun.all;
  if (random_.chance(kMisspelt)) misspell(begin, random_, out);
}

// {X}: a noun with what stands around it.
void TextWriter::put_phrase(std::string& out) {
  const Noun noun = any_noun();
  const double kind = random_.unit();
  if (kind < 0.26) {
    put_noun_form(noun, 'N', out);
  } else if (kind < 0.44) {
    put_noun_form(noun, 'P', out);
  } else if (kind < 0.58) {
    const Adjective& word = adjective();
    out.append(noun.neuter ? "et " : "en ").append(noun.neuter ? word.neuter : word.common).append(" ");
    put_noun_form(noun, 'n', out);
  } else if (kind < 0.70) {
    out.append(noun.neuter ? "det " : "den ").append(adjective().plural).append(" ");
    put_noun_form(noun, 'n', out);
  } else if (kind < 0.80) {
    out.append(adjective().plural).append(" ");
    put_noun_form(noun, 'p', out);
  } else {
    constexpr std::string_view kLinks[] = {" af ",  " for ", " til ", " på ",  " i ",    " om ",
                                           " med ", " fra ", " ved ", " hos ", " under "};
    put_noun_form(noun, random_.chance(0.6) ? 'N' : 'p', out);
    out += kLinks[random_.zipf(std::size(kLinks), 3)];
    put_noun_form(any_noun(), random_.chance(0.5) ? 'P' : 'p', out);
  }
}

void TextWriter::put_number(char slot, std::string& out) {
  if (slot == 'Y') return put(static_cast<std::size_t>(year_) - 2 + random_.below(5), out);
  if (slot == '#') return put(2 + random_.zipf(400, 6), out);
  if (slot == '%') {
    put(random_.between(1, 99), out);
    if (random_.chance(0.5)) (out += ',') += std::to_string(random_.below(10));
    out += " %";
  } else if (slot == 'T') {
    put(random_.between(1, 28), out);
    ((out += ". ") += kMonths[random_.below(12)]) += " ";
    put(static_cast<std::size_t>(year_) - random_.below(2), out);
  } else if (slot == 'C') {
    constexpr std::string_view kKinds[] = {"P16", "G01", "A00", "P20", "K08", "S00", "P35", "Ø54"};
    for (int i = 0; i < 3; ++i) {
      const std::size_t part = random_.between(0, 27);
      ((out += part < 10 ? "0" : "") += std::to_string(part)) += i < 2 ? "." : "-";
    }
    (((out += kKinds[random_.below(std::size(kKinds))]) += "-") += std::to_string(1 + random_.zipf(3000, 20))) += "-";
    out += std::to_string(year_ % 100 + 100).substr(1);
  } else if (random_.chance(0.45)) {
    (put(random_.between(1, 95), out), out += ',') += std::to_string(random_.below(10));
    out += " mio. kr.";
  } else {
    put(random_.between(1, 999), out);
    out += random_.chance(0.3) ? ".500 kr." : random_.chance(0.6) ? ".000 kr." : ".000.000 kr.";
  }
}

void TextWriter::put_slot(char slot, std::string& out) {
  const auto pick = [&](const std::vector<std::string>& list) -> const std::string& {
    return list[random_.zipf(list.size(), 8)];
  };
  switch (slot) {
    case 'X':
      return put_phrase(out);
    case 'n':
    case 'N':
    case 'p':
    case 'P':
      return put_noun_form(any_noun(), slot, out);
    case 'v':
      out += verb().infinitive;
      return;
    case 'V':
      out += verb().present;
      return;
    case 'S':
      out += verb().passive;
      return;
    case 'D':
      out += verb().past;
      return;
    case 'W':
      out += verb().participle;
      return;
    case 'a':
      out += adjective().common;
      return;
    case 'b':
      out += adjective().neuter;
      return;
    case 'c':
      out += adjective().plural;
      return;
    case 'E':
      put_phrase(out);
      return;
    case 'M':
      out += municipalities_.empty() ? pick(material_.municipalities)
                                     : municipalities_[random_.below(municipalities_.size())];
      return;
    case 'O':
      out += material_.organisations[20].committees[random_.zipf(material_.organisations[20].committees.size(), 2)];
      return;
    case 'R':
      ((out += pick(material_.first_names)) += " ") += pick(material_.last_names);
      return;
    case 'L':
      out += places_[random_.below(places_.size())];
      return;
    default:
      put_number(slot, out);
  }
}

void TextWriter::fill(std::string_view pattern, std::string& out) {
  const std::size_t begin = out.size();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{') {
      out += pattern[i];
    } else if (pattern[i + 1] == 't') {  // of the topic itself, or one of the item's rare words
      const Noun& noun = random_.chance(0.7) ? topic_noun() : subjects_[random_.zipf(subjects_.size(), 2)];
      put_noun_form(noun, pattern[i + 2], out);
      i += 3;
    } else {
      put_slot(pattern[i + 1], out);
      i += 2;
    }
  }
  capitalise(out, begin);
}

void TextWriter::write(std::size_t bytes, std::string& out) {
  const std::size_t end = out.size() + bytes;
  std::size_t paragraph = random_.between(2, 6);
  bool first = true;
  while (first || out.size() < end) {
    if (!first) {
      out += paragraph == 0 ? '\n' : ' ';
      if (paragraph == 0) paragraph = random_.between(2, 6);
    }
    first = false;
    --paragraph;
    fill(material_.sentences[random_.zipf(material_.sentences.size(), 20)], out);
  }
}

}  // namespace opslag::bench
