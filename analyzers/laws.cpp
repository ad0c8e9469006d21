// Laws and references to their paragraphs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/laws.h"

#include <algorithm>

#include "analyzers/data_lines.h"
#include "analyzers/numbers.h"
#include "analyzers/text.h"
#include "analyzers/word_forms.h"

namespace opslag::analyzers {

Laws::Laws(const std::filesystem::path& file) {
  for (const DataLine& line : read_data_lines(file)) {
    const std::vector<std::string> sides = split_at(line.text, '=');
    if (sides.size() != 2 || sides[0].empty() || sides[1].empty())
      fail_at(file, line.number, "expected \"key = name, name\"");
    const std::string key = fold(lower(sides[0]));
    keys_.emplace(key, key);
    for (const std::string& name : split_at(sides[1], ',')) {
      if (name.empty()) fail_at(file, line.number, "an empty name between two commas");
      const auto [known, fresh] = keys_.emplace(lower(name), key);
      if (!fresh && known->second != key)
        fail_at(file, line.number, "the name " + name + " already belongs to " + known->second);
    }
  }
}

std::string Laws::key_of(std::string_view words) const {
  std::string name = lower(words);
  for (const std::string_view genitive : {"'s", "\u2019s", "s", ""}) {
    if (!name.ends_with(genitive)) continue;
    if (const auto found = keys_.find(std::string_view(name).substr(0, name.size() - genitive.size()));
        found != keys_.end())
      return found->second;
  }
  if (name.find(' ') != std::string::npos) return {};
  for (const std::string_view ending : {"lovens", "loven", "lovs", "lov"}) {
    if (name.size() > ending.size() + 2 && name.ends_with(ending))
      return fold(name.substr(0, name.size() - ending.size()) + "lov");
  }
  return {};
}

namespace {

struct Reference {
  std::size_t begin = 0, end = 0;    // offsets into the text
  std::size_t atom = 0, next = 0;    // of its number, and behind it
  std::vector<std::string> numbers;  // "107", "82c"; more than one for a range
  std::string subsection;            // of "stk. 2"
};

struct Reading {
  std::vector<Reference> references;
  std::size_t next = 0;  // the first atom that is not read
};

constexpr unsigned kLongestRange = 30;
constexpr std::size_t kMaxSigns = 3;  // "§§", and one to spare

// A paragraph's letter: one that stands alone and is no Danish word of one letter.
bool is_letter_at(const AtomText& atoms, std::size_t at) {
  if (!atoms.is_word(at) || atoms[at].gap > Gap::space || atoms.raw(at).size() != 1) return false;
  const char letter = atoms.raw(at).front();
  return letter >= 'a' && letter <= 'z' && letter != 'i' && !atoms.is_joined_mark(at + 1, U'.');
}

// One number with its letter at `at`; nothing is added if there is none.
bool read_number(const AtomText& atoms, std::size_t at, Reading& reading) {
  Reference reference;
  reference.begin = atoms[at].begin;
  reference.atom = at;
  std::size_t next = at + 1;
  std::string number(atoms.raw(at));
  if (atoms.is_word(at)) {
    const SplitWord split = split_mixed(number);
    if (!split.digits_first || split.letters.size() != 1 || split.digits.size() > 4) return false;
    number = lower(number);
  } else if (!atoms.is_number(at) || number.size() > 4) {
    return false;
  } else if (is_letter_at(atoms, next)) {
    number += atoms.raw(next++);
  }
  reference.end = atoms[next - 1].end;
  reference.next = next;
  reference.numbers.push_back(std::move(number));
  reading.references.push_back(std::move(reference));
  reading.next = next;
  return true;
}

// "107-110" and "82 a-d": what lies between goes to the first.
void fill_range(const AtomText& atoms, Reference& first, const Reference& last) {
  const unsigned from = atoms.number(first.next - 1).value_or(0), to = atoms.number(last.atom).value_or(0);
  if (from == 0 || to <= from || to - from > kLongestRange) return;
  for (unsigned number = from + 1; number < to; ++number) first.numbers.push_back(std::to_string(number));
}

bool read_letter_range(const AtomText& atoms, Reading& reading) {
  Reference& first = reading.references.back();
  const std::size_t at = reading.next;
  const char from = first.numbers.front().back();
  if (!atoms.is_dash(at) || !is_letter_at(atoms, at + 1) || from < 'a' || from > 'z') return false;
  const char to = atoms.raw(at + 1).front();
  if (to <= from) return false;
  const std::string stem = first.numbers.front().substr(0, first.numbers.front().size() - 1);
  for (char letter = static_cast<char>(from + 1); letter <= to; ++letter) first.numbers.push_back(stem + letter);
  first.end = atoms[at + 1].end;
  first.next = reading.next = at + 2;
  return true;
}

// ", stk. 2"
void read_subsection(const AtomText& atoms, Reading& reading) {
  const std::size_t at = atoms.is_joined_mark(reading.next, U',') ? reading.next + 1 : reading.next;
  if (atoms.lower_word(at) != "stk") return;
  const std::size_t number = atoms.is_joined_mark(at + 1, U'.') ? at + 2 : at + 1;
  if (!atoms.is_number(number) || atoms.digits(number) > 2) return;
  reading.references.back().subsection = atoms.raw(number);
  reading.next = number + 1;
}

bool is_link(std::string_view word) {
  return word == "og" || word == "eller" || word == "samt" || word == "til";
}

// Whether another number follows at `reading.next`; `several`: "§§" allows more than "§".
bool read_next(const AtomText& atoms, bool several, Reading& reading) {
  std::size_t at = reading.next;
  const std::size_t known = reading.references.size();
  const auto number_at = [&](std::size_t where) {
    for (std::size_t signs = 0; signs < kMaxSigns && atoms.is_mark(where, U'§'); ++signs) ++where;
    return read_number(atoms, where, reading);
  };
  if (atoms.is_joined_mark(at, U'/') && atoms.joined(at + 1)) return number_at(at + 1);
  if (several && atoms.is_dash(at) && number_at(at + 1)) {
    fill_range(atoms, reading.references[known - 1], reading.references[known]);
    return true;
  }
  if (atoms.is_joined_mark(at, U',') && is_link(atoms.lower_word(at + 1))) ++at;
  const bool sign_follows = atoms.is_mark(at + 1, U'§');
  if ((several || sign_follows) && atoms.is_joined_mark(at, U',')) return number_at(at + 1);
  const std::string word = atoms.lower_word(at);
  if (!is_link(word)) return false;
  const bool alike = atoms.digits(at + 1) == reading.references.back().numbers.front().size();
  if ((!several && !sign_follows && !alike) || !number_at(at + 1)) return false;
  if (word == "til" && several) fill_range(atoms, reading.references[known - 1], reading.references[known]);
  return true;
}

struct Law {
  std::string key;
  std::uint32_t words = 0;  // how many words name it
};

// The law named by the words that end before `end`, or that begin at `begin`.
Law law_before(const AtomText& atoms, std::size_t end, const Laws& laws) {
  std::string name;
  Law best;
  for (std::size_t words = 1; words <= Laws::kMaxNameWords && words <= end; ++words) {
    const std::size_t at = end - words;
    std::string word = atoms.lower_word(at);
    if (word.empty()) break;
    name = name.empty() ? std::move(word) : word + " " + name;
    if (std::string key = laws.key_of(name); !key.empty()) best = {std::move(key), static_cast<std::uint32_t>(words)};
    if (atoms[at].gap > Gap::line) break;
  }
  return best;
}

Law law_behind(const AtomText& atoms, std::size_t begin, const Laws& laws) {
  std::string name;
  Law best;
  for (std::size_t words = 1; words <= Laws::kMaxNameWords; ++words) {
    const std::size_t at = begin + words - 1;
    const std::string word = atoms.lower_word(at);
    if (word.empty() || atoms[at].gap > Gap::line) break;
    name += (name.empty() ? "" : " ") + word;
    if (std::string key = laws.key_of(name); !key.empty()) best = {std::move(key), static_cast<std::uint32_t>(words)};
  }
  return best;
}

struct Context {
  Law law;
  std::uint32_t absorbs_before = 0, absorbs_after = 0;
};

// The law that references from atom `begin` to before atom `next` belong to.
Context context_of(const AtomText& atoms, std::size_t begin, std::size_t next, const Laws& laws) {
  Context context;
  context.law = law_before(atoms, begin, laws);
  context.absorbs_before = context.law.words;
  if (context.law.words > 0 || atoms[next].gap > Gap::line) return context;
  const bool linked = atoms.lower_word(next) == "i" || atoms.lower_word(next) == "efter";
  context.law = law_behind(atoms, linked ? next + 1 : next, laws);
  if (context.law.words > 0) context.absorbs_after = context.law.words + (linked ? 1 : 0);
  return context;
}

LawReference made(const Reference& reference, const std::string& key) {
  LawReference result;
  result.first_atom = reference.atom;
  result.end_atom = reference.next;
  result.begin = reference.begin;
  result.end = reference.end;
  const std::string& number = reference.numbers.front();
  const auto typed = [](const std::string& text) { return make_term(TermKind::typed, text); };
  const auto ask = [&](const std::string& text, double weight) {
    result.asks.push_back({typed(text), Rule::exact, result.asks.empty() ? 1.0 : weight});
  };
  const std::string law = key.empty() ? "par:" : "par:" + key + ":";
  if (!reference.subsection.empty()) ask(law + number + "/" + reference.subsection, 1.0);
  if (!key.empty()) ask(law + number, 0.9);
  ask("par:" + number, 0.7);
  for (const std::string& each : reference.numbers) {
    result.terms.push_back(typed("par:" + each));
    result.terms.push_back(typed(law + each));
  }
  const std::size_t digits = std::min(number.find_first_not_of("0123456789"), number.size());
  result.terms.push_back(make_term(TermKind::surface, number));
  result.terms.push_back(typed("num:" + number.substr(0, digits)));
  result.absorbs_after = reference.subsection.empty() ? 0 : 2;
  return result;
}

bool is_paragraph_word(std::string_view word) {
  return word == "paragraf" || word == "paragraffen" || word == "paragraffer" || word == "paragrafferne";
}

}  // namespace

bool may_name_paragraphs(std::string_view raw) {
  return raw.size() >= 8 && (raw.front() == 'p' || raw.front() == 'P');
}

std::vector<LawReference> find_law_references(const AtomText& atoms, std::size_t at, const Laws& laws) {
  std::size_t next = at;
  bool several = false;
  if (atoms.is_word(at)) {
    if (!may_name_paragraphs(atoms.raw(at))) return {};
    const std::string word = atoms.lower_word(at);
    if (!is_paragraph_word(word)) return {};
    several = word.find("er") != std::string::npos;
    ++next;
  } else {
    while (next < at + kMaxSigns && atoms.is_mark(next, U'§')) ++next;
    several = next > at + 1;
  }
  Reading reading;
  if (atoms[next].gap > Gap::line || !read_number(atoms, next, reading)) return {};
  reading.references.front().begin = atoms[at].begin;
  reading.references.front().atom = at;
  do {
    read_letter_range(atoms, reading);
    read_subsection(atoms, reading);
  } while (read_next(atoms, several, reading));
  const Context context = context_of(atoms, at, reading.next, laws);
  std::vector<LawReference> references;
  for (const Reference& reference : reading.references) references.push_back(made(reference, context.law.key));
  references.front().absorbs_before = context.absorbs_before;
  references.back().absorbs_after += context.absorbs_after;
  return references;
}

}  // namespace opslag::analyzers
