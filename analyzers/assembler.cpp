// The order of the recognisers, and words that are joined, broken or suspended by hyphens.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/assembler.h"

#include <algorithm>
#include <array>
#include <string>

#include "analyzers/calendar.h"
#include "analyzers/laws.h"
#include "analyzers/letter_run.h"
#include "analyzers/numbers.h"
#include "analyzers/suspended.h"
#include "analyzers/text.h"

namespace opslag::analyzers {
namespace {

constexpr std::size_t kMaxChainParts = 5;
constexpr std::size_t kMaxAbbreviationWords = 4;

bool is_joined_word(const AtomText& atoms, std::size_t at) {
  return atoms.joined(at) && (atoms.is_word(at) || atoms.is_number(at));
}

bool begins_lower(std::string_view word) {
  const std::string_view first = cut_utf8(word, 4);
  return lower(first) == first;
}

bool ends_in_soft_hyphen(std::string_view raw) {
  return raw.ends_with("\u00AD");
}

// Letters that stand for themselves, whatever may be done to a word before it is looked up.
bool only_plain_letters(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool ascii = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool danish = static_cast<unsigned char>(c) == 0xC3 && i + 1 < word.size();
    if (!ascii && !danish) return false;
    if (danish) ++i;
  }
  return true;
}

std::string_view slice(const AtomText& atoms, std::size_t first, std::size_t last) {
  return atoms.text().substr(atoms[first].begin, atoms[last].end - atoms[first].begin);
}

// "kl.dk" is no abbreviation with "dk" glued to it.
bool is_address_ending(std::string_view word) {
  constexpr std::array<std::string_view, 12> kEndings{"dk",  "com",  "org", "net",  "eu",  "nu",
                                                      "pdf", "docx", "doc", "xlsx", "xls", "msg"};
  return std::find(kEndings.begin(), kEndings.end(), word) != kEndings.end();
}

}  // namespace

Assembler::Assembler(const Language& language, WordForms& forms) : language_(language), forms_(forms) {
  for (const auto& [text, meaning] : language.abbreviations) {
    const std::string_view word = std::string_view(text).substr(0, text.find('.'));
    if (word.size() + 1 == text.size()) abbreviations_.add(word);
  }
}

void Assembler::run(const AtomText& atoms, Units& units, Selection* selection) {
  selection_ = selection;
  covered_until_ = 0;
  references_.clear();
  constexpr std::size_t kAhead = 8;
  std::size_t expected = 0;
  for (std::size_t at = 0; at < atoms.size();) {
    for (; selection == nullptr && expected < std::min(at + kAhead, atoms.size()); ++expected)
      if (atoms[expected].kind == AtomKind::word) forms_.expect(atoms.raw(expected));
    if (selection != nullptr && references_.empty()) {
      // Most of a text: words in which nothing can be recognised.
      const Atom& atom = atoms[at];
      if (atom.plain && stands_alone(atoms, at) && !selection->may_want(units.next_position, atoms.raw(at))) {
        ++units.next_position;
        ++at;
        continue;
      }
      if (atom.kind == AtomKind::mark && (atom.code == U'.' || atom.code == U',')) {
        ++at;
        continue;
      }
    }
    at += std::max<std::size_t>(1, step(atoms, at, units));
  }
}

// Whether a plain word is certainly no part of anything that is more than a word.
bool Assembler::stands_alone(const AtomText& atoms, std::size_t at) const {
  const Atom& next = atoms[at + 1];
  if (next.kind == AtomKind::word) return true;
  if (next.kind == AtomKind::number)
    return next.gap == Gap::none || (atoms_of_date(atoms, at) == 0 && !may_name_paragraphs(atoms.raw(at)));
  if (next.gap != Gap::none) return true;
  switch (next.code) {
    case U'.':
      return !atoms.joined(at + 2) && !abbreviations_.may_hold(atoms.raw(at));
    case U'-':
    case U'/':
    case U'\'':
    case U'\u00B4':
    case U'\u2010':
    case U'\u2011':
    case U'\u2019':
      return false;
    default:
      return true;
  }
}

std::size_t Assembler::step(const AtomText& atoms, std::size_t at, Units& units) {
  while (!references_.empty() && references_.back().first_atom < at) references_.pop_back();
  if (!references_.empty() && references_.back().first_atom == at) return law_reference(atoms, at, units);
  switch (atoms[at].kind) {
    case AtomKind::word:
      return word(atoms, at, units);
    case AtomKind::number:
      return number(atoms, at, units);
    case AtomKind::mark:
      return mark(atoms, at, units);
  }
  return 1;
}

std::size_t Assembler::mark(const AtomText& atoms, std::size_t at, Units& units) {
  const char32_t code = atoms[at].code;
  if (code == U'§') return law_reference(atoms, at, units);
  if (code == U'%' && atoms.is_number(at - 1) && atoms[at].gap <= Gap::space) {
    constexpr std::string_view kWord = "procent";
    if (selection_ != nullptr && !selection_->wants(units.next_position, kWord)) {
      ++units.next_position;
    } else {
      units.add_word(atoms[at].begin, atoms[at].end, forms_.of(kWord));
    }
    return 1;
  }
  if (code == U'(') return parenthesised(atoms, at, units);
  // "botilbud og -pladser"
  if (atoms.is_hyphen(at) && !atoms.joined(at) && atoms.is_word(at + 1) && atoms.joined(at + 1)) {
    const std::vector<std::string> words = expand_tail(atoms, at + 1, forms_);
    if (words.empty()) return 1;
    const Atom& stub = atoms[at + 1];
    const std::uint32_t position = units.add_word(stub.begin, stub.end, forms_.of(atoms.raw(at + 1))).position;
    for (const std::string& each : words) units.add_expansion(stub.begin, stub.end, position, forms_.of(each));
    return 2;
  }
  return 1;
}

// The first of a list of references is added at once, the others when their turn comes.
std::size_t Assembler::law_reference(const AtomText& atoms, std::size_t at, Units& units) {
  if (references_.empty()) {
    references_ = find_law_references(atoms, at, language_.laws);
    std::reverse(references_.begin(), references_.end());
  }
  if (references_.empty() || references_.back().first_atom != at) return 0;
  LawReference reference = std::move(references_.back());
  references_.pop_back();
  Unit& unit = units.add_typed(reference.begin, reference.end, std::move(reference.terms), std::move(reference.asks));
  unit.extra->absorbs_before = reference.absorbs_before;
  unit.extra->absorbs_after = reference.absorbs_after;
  return reference.end_atom - at;
}

Unit* Assembler::cover(const AtomText& atoms, std::size_t at, const Found& found, Units& units) {
  covered_until_ = at + found.atoms;
  if (passes_over(atoms, at, units)) return nullptr;
  std::uint32_t words = 0;
  for (std::size_t i = at; i < covered_until_; ++i) words += atoms[i].kind != AtomKind::mark;
  Unit& unit = units.add_cover(atoms[at].begin, atoms[covered_until_ - 1].end, found.asks, words);
  if (found.also.empty()) return &unit;
  std::vector<Term> terms = *unit.terms;
  terms.insert(terms.end(), found.also.begin(), found.also.end());
  unit.terms = term_list(std::move(terms));
  return &unit;
}

void Assembler::plain_number(const AtomText& atoms, std::size_t at, Units& units) {
  const std::string_view digits = atoms.raw(at);
  const std::string_view value = digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const Term surface = make_term(TermKind::surface, digits);
  std::vector<Alternative> asks;
  if (value.size() < digits.size()) asks.push_back({surface, Rule::exact, 1.0});
  asks.push_back({make_term(TermKind::typed, "num:" + std::string(value.substr(0, 40))), Rule::exact, 1.0});
  units.add_typed(atoms[at].begin, atoms[at].end, {surface}, std::move(asks));
}

// The same as number() where nothing of it is asked for.
std::size_t Assembler::pass_number(const AtomText& atoms, std::size_t at, Units& units) {
  std::size_t taken = 1;
  if (at >= covered_until_) {
    std::size_t covered = atoms_of_date(atoms, at);
    if (covered == 0) covered = atoms_of_year_span(atoms, at);
    if (covered == 0) covered = atoms_of_case_number(atoms, at);
    if (covered > 0) {
      covered_until_ = at + covered;
    } else if (hyphen_chain(atoms, at, units) == 0) {
      taken = atoms_of_time(atoms, at);
      if (taken == 0) taken = atoms_of_amount(atoms, at);
    }
  }
  ++units.next_position;
  return taken;
}

std::size_t Assembler::number(const AtomText& atoms, std::size_t at, Units& units) {
  if (passes_over(atoms, at, units)) return pass_number(atoms, at, units);
  if (at >= covered_until_) {
    if (const Found date = find_date(atoms, at)) {
      cover(atoms, at, date, units);
    } else if (const Found span = find_year_span(atoms, at)) {
      if (Unit* unit = cover(atoms, at, span, units)) unit->extra->adjacent = true;
    } else if (const Found case_number = find_case_number(atoms, at)) {
      cover(atoms, at, case_number, units);
    } else if (hyphen_chain(atoms, at, units) == 0) {
      FoundTime time = find_time(atoms, at);
      Found amount = find_amount(atoms, at);
      if (time && !time.certain) time.asks.insert(time.asks.end(), amount.asks.begin(), amount.asks.end());
      const Found& found = time ? time : amount;
      if (found.atoms == 1 && found.asks.size() == 1 && !time) {
        plain_number(atoms, at, units);
        return 1;
      }
      const std::size_t last = at + found.atoms - 1;
      std::vector<Term> terms{make_term(TermKind::surface, slice(atoms, at, last))};
      if (time) terms.push_back(make_term(TermKind::typed, "num:" + std::to_string(atoms.number(at).value_or(0))));
      units.add_typed(atoms[at].begin, atoms[last].end, std::move(terms), found.asks);
      return found.atoms;
    }
  }
  plain_number(atoms, at, units);
  return 1;
}

// Abbreviations with points: "bl.a.", "kl.". An acronym at the end of a sentence ("… KL.") is none.
std::size_t Assembler::abbreviation(const AtomText& atoms, std::size_t at, Units& units) {
  std::string text;
  const WordFormTerms* best = nullptr;
  std::size_t best_last = at, best_end = at;
  for (std::size_t words = 0, next = at; words < kMaxAbbreviationWords; ++words, next += 2) {
    if (!atoms.is_word(next) || !atoms.is_joined_mark(next + 1, U'.') || atoms.raw(next).size() > 12) break;
    if (words > 0 && !atoms.joined(next)) break;
    if (WordForms::is_acronym(atoms.raw(next))) break;
    if (atoms.joined(next + 2) && is_address_ending(atoms.lower_word(next + 2))) break;
    text += atoms.lower_word(next) + ".";
    if (const WordFormTerms* found = forms_.abbreviation(text)) {
      best = found;
      best_last = best_end = next + 1;
    } else if (words > 0 || atoms.joined(next + 2)) {
      // "bl.a" without its last point
      const std::string rest = atoms.joined(next + 2) ? atoms.lower_word(next + 2) : std::string();
      if (rest.empty() || atoms.is_joined_mark(next + 3, U'.')) continue;
      if (const WordFormTerms* bare = forms_.abbreviation(text + rest + ".")) {
        best = bare;
        best_last = best_end = next + 2;
      }
    }
  }
  if (best == nullptr) return 0;
  if (selection_ != nullptr && !selection_->wants(units.next_position, slice(atoms, at, best_end))) {
    ++units.next_position;
  } else {
    units.add_word(atoms[at].begin, atoms[best_end].end, *best);
  }
  return best_last - at + 1;
}

// Words joined by hyphens: each at its position, and the whole as if it were written in one word.
std::size_t Assembler::hyphen_chain(const AtomText& atoms, std::size_t at, Units& units) {
  std::size_t last = at, parts = 1;
  bool has_word = atoms.is_word(at);
  while (parts < kMaxChainParts && atoms.is_hyphen(last + 1) && atoms.joined(last + 1) &&
         is_joined_word(atoms, last + 2)) {
    last += 2;
    ++parts;
    has_word = has_word || atoms.is_word(last);
  }
  if (parts < 2 || !has_word) return 0;
  covered_until_ = last + 1;
  if (passes_over(atoms, at, units) || (selection_ != nullptr && selection_->surfaces_only())) return parts;
  std::string joined;
  for (std::size_t i = at; i <= last; i += 2) joined += forms_.of(atoms.raw(i)).surface;
  const WordFormTerms& form = forms_.of(joined);
  Unit& unit = units.add_expansion(atoms[at].begin, atoms[last].end, units.next_position, form);
  unit.extra = std::make_unique<UnitExtra>();
  unit.extra->absorbs_after = static_cast<std::uint32_t>(parts);
  unit.extra->adjacent = true;
  return parts;
}

// A word broken at the end of a line is one word if it is known so; else it may as well be two with a hyphen.
std::size_t Assembler::broken_line(const AtomText& atoms, std::size_t at, std::size_t last, Units& units) {
  const bool soft = ends_in_soft_hyphen(atoms.raw(last));
  const std::size_t next = soft ? last + 1 : last + 2;
  if (!atoms.is_word(next) || atoms[next].gap != Gap::line || !begins_lower(atoms.raw(next))) return 0;
  if (!soft && is_conjunction(atoms.lower_word(next))) return 0;
  const WordFormTerms& form = forms_.of(std::string(slice(atoms, at, last)) + std::string(atoms.raw(next)));
  if (soft || form.known || language_.morphology == nullptr) {
    units.add_word(atoms[at].begin, atoms[next].end, form);
    return next + 1 - at;
  }
  Unit& unit = units.add_expansion(atoms[at].begin, atoms[next].end, units.next_position, form);
  unit.extra = std::make_unique<UnitExtra>();
  unit.extra->absorbs_after = 2;
  unit.extra->adjacent = true;
  covered_until_ = next + 1;
  return 0;
}

// "(styrings)udfordringer": the first word and, at its position, the two in one.
std::size_t Assembler::parenthesised(const AtomText& atoms, std::size_t at, Units& units) {
  if (!atoms.is_word(at + 1) || !atoms.joined(at + 1) || !atoms.is_joined_mark(at + 2, U')') ||
      !atoms.is_word(at + 3) || !atoms.joined(at + 3))
    return 1;
  if (passes_over(atoms, at + 1, units)) {
    ++units.next_position;
    return 3;
  }
  const WordFormTerms& whole = forms_.of(std::string(atoms.raw(at + 1)) + std::string(atoms.raw(at + 3)));
  const Unit& unit = units.add_word(atoms[at + 1].begin, atoms[at + 1].end, forms_.of(atoms.raw(at + 1)));
  units.add_expansion(unit.begin, atoms[at + 3].end, unit.position, whole);
  return 3;
}

// What a word may begin that is more than a word.
std::size_t Assembler::recognised(const AtomText& atoms, std::size_t at, Units& units) {
  const Atom& next = atoms[at + 1];
  if (next.kind == AtomKind::number && next.gap != Gap::none) {
    if (const std::size_t taken = law_reference(atoms, at, units)) return taken;
    if (const Found date = find_date(atoms, at)) cover(atoms, at, date, units);
    return 0;
  }
  if (next.kind != AtomKind::mark || next.gap != Gap::none) return 0;
  if (next.code == U'.' || next.code == U'-' || next.code == U'/') {
    if (const Found case_number = find_case_number(atoms, at)) {
      cover(atoms, at, case_number, units);
      return 0;
    }
  }
  if (next.code == U'.') return abbreviation(atoms, at, units);
  hyphen_chain(atoms, at, units);
  return 0;
}

void Assembler::expand(const AtomText& atoms, std::size_t stub, std::size_t hyphen, Units& units) {
  const Unit unit =
      Unit{units.list.back().begin, atoms[hyphen].end, units.list.back().position, true, nullptr, nullptr, nullptr};
  for (const std::string& word : expand_stub(atoms, stub, hyphen + 1, forms_))
    units.add_expansion(unit.begin, unit.end, unit.position, forms_.of(word));
}

// "u hensigtsmæssige": no word and a word, which ends at `end`, that are one.
void Assembler::join_split_word(std::string_view raw, std::string_view next, std::size_t end, Units& units) {
  const WordFormTerms& first = *units.list.back().form;
  const bool may_be_half = !first.known && !first.name && !first.capitalised && !first.acronym;
  const bool letter = raw.size() == 1 && first.surface != "i";
  if (!(may_be_half || letter) || !begins_lower(next) || next.size() < 3) return;
  if (std::any_of(first.surface.begin(), first.surface.end(), [](char c) { return c >= '0' && c <= '9'; })) return;
  const std::string written = std::string(raw) + std::string(next);
  // Nearly always it is none, and what else it might be is dear to find out.
  if (only_plain_letters(written) && !language_.morphology->knows(lower(written))) return;
  const WordFormTerms& whole = forms_.of(written);
  if (!whole.known) return;
  const Unit unit = Unit{units.list.back().begin, 0, units.list.back().position, true, nullptr, nullptr, nullptr};
  units.add_expansion(unit.begin, end, unit.position, whole);
}

namespace {

// What stands behind a word.
struct Behind {
  bool alone = false;     // it is certainly no part of anything that is more than a word
  std::string_view word;  // the next one, if only spaces are before it
};

Behind behind_word(std::string_view text, std::size_t end, std::size_t to, bool may_be_abbreviated) {
  std::size_t next = end;
  bool line = false;
  for (; next < to && (text[next] == ' ' || text[next] == '\n'); ++next) line = line || text[next] == '\n';
  if (next == to) return {true, {}};
  const char c = text[next];
  if (next == end) {
    if (c == '.') {
      const bool ends = end + 1 == to || text[end + 1] == ' ' || text[end + 1] == '\n';
      return {ends && !may_be_abbreviated, {}};
    }
    const bool closes =
        c == ')' && (end + 1 == to || std::string_view(" \n.,").find(text[end + 1]) != std::string_view::npos);
    return {closes || std::string_view(",;:!?\"").find(c) != std::string_view::npos, {}};
  }
  const std::size_t letters = letters_end(text, next, to);
  if (letters == next) return {c > ' ' && c < 0x7F && (c < '0' || c > '9'), {}};
  const char after = letters < to ? text[letters] : ' ';
  if (static_cast<unsigned char>(after) >= 0x80 || (after >= '0' && after <= '9')) return {};
  return {true, line ? std::string_view() : text.substr(next, letters - next)};
}

}  // namespace

bool Assembler::add_plain_word(std::string_view text, std::size_t begin, std::size_t end, std::size_t to,
                               const Selection& selection, Units& units) {
  const std::string_view raw = text.substr(begin, end - begin);
  const Behind behind = behind_word(text, end, to, abbreviations_.may_hold(raw));
  if (!behind.alone) return false;
  if (selection.surfaces_only()) {
    units.add_typed(begin, end, {make_term(TermKind::surface, lower(raw))}, {});
    return true;
  }
  units.add_word(begin, end, forms_.of(raw));
  if (!behind.word.empty() && language_.morphology)
    join_split_word(raw, behind.word, static_cast<std::size_t>(behind.word.data() - text.data()) + behind.word.size(),
                    units);
  return true;
}

std::size_t Assembler::word(const AtomText& atoms, std::size_t at, Units& units) {
  if (at >= covered_until_) {
    if (const std::size_t taken = recognised(atoms, at, units)) return taken;
  }
  std::size_t last = at;
  const Atom& next = atoms[at + 1];
  if (next.gap == Gap::none && atoms.is_apostrophe(at + 1) && atoms.is_word(at + 2) && atoms.joined(at + 2))
    last = at + 2;
  const bool hyphen = at >= covered_until_ && atoms.is_hyphen(last + 1) && atoms.joined(last + 1);
  if (hyphen || ends_in_soft_hyphen(atoms.raw(last))) {
    if (const std::size_t taken = broken_line(atoms, at, last, units)) return taken;
  }
  // With all that shares its position.
  if (last == at && passes_over(atoms, at, units)) {
    ++units.next_position;
    return 1;
  }
  if (last == at && atoms[at].plain && selection_ != nullptr && selection_->surfaces_only()) {
    units.add_typed(atoms[at].begin, atoms[at].end, {make_term(TermKind::surface, atoms.lower_word(at))}, {});
    return 1;
  }
  units.add_word(atoms[at].begin, atoms[last].end, forms_.of(slice(atoms, at, last)));
  if (at < covered_until_) return last + 1 - at;
  if (hyphen) {
    expand(atoms, at, last + 1, units);
  } else if (next.kind == AtomKind::word && next.gap == Gap::space && language_.morphology) {
    join_split_word(atoms.raw(at), atoms.raw(at + 1), atoms[at + 1].end, units);
  } else if (atoms.is_joined_mark(last + 1, U'(') && atoms.is_word(last + 2) && atoms.joined(last + 2) &&
             atoms.is_joined_mark(last + 3, U')')) {
    const WordFormTerms& whole = forms_.of(std::string(slice(atoms, at, last)) + std::string(atoms.raw(last + 2)));
    const Unit unit = Unit{units.list.back().begin, 0, units.list.back().position, true, nullptr, nullptr, nullptr};
    if (whole.known) units.add_expansion(unit.begin, atoms[last + 3].end, unit.position, whole);
  }
  return last + 1 - at;
}

}  // namespace opslag::analyzers
