// Cuts compounds: see compound_splitter.h. The way is the shortest path through licensed parts; the gates before it
// keep words whole that only look like compounds.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/compound_splitter.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>

#include "analyzers/lexicon/letters.h"
#include "analyzers/lexicon/word_hashes.h"

namespace opslag::analyzers {
namespace {

using namespace lexicon_format;

constexpr std::size_t kMaxBytes = WordHashes::kMaxBytes;  // longer words are no words
constexpr std::size_t kMinLetters = 5;
constexpr int kMaxDepth = 4;
constexpr double kNever = std::numeric_limits<double>::infinity();

// Above these costs a part the split is a coincidence (mode|rat), not a compound. What the dictionary knows as a word
// of its own may be a compound of rarer parts.
constexpr double kMaxKnownCost = 16.1;
constexpr double kMaxUnknownCost = 15.5;
constexpr double kWrongLink = 3;  // udgift|udvikling: the s of the link is missing
constexpr double kSharedS = 1.5;  // høring|svar: one s does for two
constexpr double kVerbShare = 0.2;
constexpr double kUnlicensedVerb = 0;  // dagsorden|sættes: the dictionary licenses no forms of strong verbs

constexpr std::size_t kLongPart = 8;
constexpr double kLongIsSure = 0.3;

// Short parts fit anywhere by chance, the less so the more compounds they are known to make.
double part_cost(std::size_t letters, double family) {
  const double doubt = std::max(0.0, 3 - std::log1p(family));
  const double shortness = letters < 5 ? static_cast<double>(5 - letters) * (family >= 40 ? 2 : 4) : 0;
  // A long one hardly stands there by chance.
  const double rarity = letters > kLongPart ? 2 / (1 + kLongIsSure * static_cast<double>(letters - kLongPart)) : 2;
  return 10 + shortness + rarity * doubt;
}

// A word that often begins compounds is likelier to end one too.
double family_of(const Entry& lemma, bool head) {
  return head ? lemma.head_family + 0.3 * lemma.tail_family : lemma.tail_family + 0.3 * lemma.head_family;
}

bool too_dear(const CompoundSplit& split, double limit) {
  return split.cost > limit * static_cast<double>(split.cuts.size() + 1);
}

std::size_t common_prefix(std::string_view a, std::string_view b) {
  const auto end =
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin());
  return static_cast<std::size_t>(end.first - a.begin());
}

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

CompoundSplitter::CompoundSplitter(const Lexicon& lexicon, const CompoundRules& rules)
    : lexicon_(lexicon),
      rules_(rules),
      id_(next_id()),
      head_ends_(lexicon.head_ends().begin(), lexicon.head_ends().end()),
      part_begins_(lexicon.part_begins().begin(), lexicon.part_begins().end()) {
  const auto mark = [](Borders& bits, std::array<std::uint8_t, 3> codes) {
    const auto bit = border_of(codes.data());
    bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
  };
  for (const auto& word : rules.words()) {
    std::vector<std::uint8_t> codes;
    for (const char32_t c : utf32(word)) codes.push_back(letter_code(c));
    const auto n = codes.size();
    if (n >= 3) {
      mark(head_ends_, {codes[n - 3], codes[n - 2], codes[n - 1]});
      mark(part_begins_, {codes[0], codes[1], codes[2]});
    }
    for (std::uint8_t any = 0; n == 2 && any < 32; ++any) {
      mark(head_ends_, {any, codes[0], codes[1]});
      mark(part_begins_, {codes[0], codes[1], any});
    }
  }
}

CompoundSplitter::PossibleBorders CompoundSplitter::possible_borders(std::string_view word) const {
  // Codes of the letters with two empty places before and after, and where each begins.
  std::array<std::uint8_t, kMaxBytes + 4> codes{};
  std::array<std::uint8_t, kMaxBytes> offsets;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (!on_border(word, i)) continue;
    const auto first = static_cast<unsigned char>(word[i]);
    const auto second = i + 1 < word.size() ? static_cast<unsigned char>(word[i + 1]) : 0U;
    const auto letter = first < 0x80 ? first : first < 0xE0 ? (first & 0x1FU) << 6 | (second & 0x3FU) : 0xFFFFU;
    offsets[letters] = static_cast<std::uint8_t>(i);
    codes[2 + letters++] = letter_code(static_cast<char32_t>(letter));
  }
  const auto holds = [](const Borders& bits, std::uint32_t bit) { return (bits[bit / 64] >> (bit % 64) & 1U) != 0; };
  PossibleBorders places;
  for (std::size_t k = 2; k + 2 <= letters; ++k) {
    if (holds(head_ends_, border_of(&codes[k - 1]))) places.ends.set(offsets[k]);
    if (holds(part_begins_, border_of(&codes[k + 2]))) places.begins.set(offsets[k]);
  }
  return places;
}

double CompoundSplitter::head_cost(const Lexicon::Entry& entry, std::size_t letters) const {
  double family = 0;
  for (const auto reading : lexicon_.readings(entry))
    if (reading & kReadingHead) family = std::max(family, family_of(lexicon_.entry(reading & kLemmaMask), true));
  return part_cost(letters, family);
}

double CompoundSplitter::tail_cost(const Lexicon::Entry& entry, std::size_t letters, bool any) const {
  double best = kNever;
  for (const auto reading : lexicon_.readings(entry)) {
    const auto decoded = Lexicon::decode(reading);
    const auto& lemma = lexicon_.entry(decoded.lemma);
    const bool strong_verb = any && decoded.pos == Pos::verb && letters >= 5;
    if ((!decoded.tail && !strong_verb) || decoded.pos == Pos::name || letter_count(lexicon_.text(lemma)) < 3) continue;
    // Compounds ending in verbs are rare; what the lemma's spelling ends is mostly a noun's.
    const double family = family_of(lemma, false) * (decoded.pos == Pos::verb ? kVerbShare : 1);
    best = std::min(best, part_cost(letters, family) + (decoded.tail ? 0 : kUnlicensedVerb));
  }
  return best;
}

// What a part may cost that the dictionary does not license as it stands: its linking s is missing or too many.
double CompoundSplitter::wrong_link_cost(std::string_view word, const Span& span, const Lexicon::Entry* entry,
                                         bool any) const {
  const auto part = word.substr(span.begin, span.end - span.begin);
  const auto letters = span.letters;
  constexpr unsigned lemma = kLemma | kForm | kCommon;
  if (letters < 4) return kNever;
  double cost = kNever;
  // høringsvar: one s does for the link and for the next part.
  const bool shared_s = word[span.end] == 's';
  if (entry && (entry->flags & lemma) == lemma && (any || shared_s)) {
    const auto* linked = lexicon_.find(std::string(part) + "s");
    if (linked && (linked->flags & kHead)) cost = head_cost(*linked, letters) + (shared_s ? kSharedS : kWrongLink);
  }
  if (any && part.ends_with('s')) {
    const auto without = part.substr(0, part.size() - 1);
    constexpr unsigned no_head = CompoundRules::kNeverFirst | CompoundRules::kLoosePrefix;
    const auto* bare = rules_.part(hash_of(without)) & no_head ? nullptr : lexicon_.find(without);
    if (bare && (bare->flags & kHead)) cost = std::min(cost, head_cost(*bare, letters - 1) + kWrongLink);
  }
  return cost;
}

double CompoundSplitter::cost_of(std::string_view word, const Span& span, bool any_link, PartMemory& memory) const {
  const bool last = span.end == word.size();
  const auto part = word.substr(span.begin, span.end - span.begin);
  const auto letters = span.letters;
  if (letters < 2 || (last && span.begin == 0)) return kNever;
  const unsigned rule = rules_.part(span.hash);
  if ((rule & CompoundRules::kLoosePrefix) && span.begin == 0 && !last)
    return plain_noun(word.substr(span.end)) ? part_cost(5, 20) : kNever;
  if (rule & (last ? CompoundRules::kNeverLast : CompoundRules::kNeverFirst)) return kNever;
  if (rule & (last ? CompoundRules::kAlsoLast : CompoundRules::kAlsoFirst)) return part_cost(5, 20);
  if (last && (rule & CompoundRules::kLastAfterS) && (span.begin == 0 || word[span.begin - 1] != 's')) return kNever;
  if (letters < 3) return kNever;
  if (!lexicon_.may_find(span.hash)) return last || !any_link ? kNever : wrong_link_cost(word, span, nullptr, any_link);
  PartMemory::Part& known = memory.part(span.hash);
  if (known.hash != span.hash) known = {span.hash, lexicon_.find(part, span.hash)};
  const auto* entry = known.entry;
  if (entry && (entry->flags & kForbidden)) return kNever;
  if (entry && (entry->flags & (last ? kTail | kForm : kHead))) {
    double& cost = !last ? known.head : any_link ? known.any_tail : known.tail;
    if (std::isnan(cost)) cost = last ? tail_cost(*entry, letters, any_link) : head_cost(*entry, letters);
    return cost;
  }
  return last || (!entry && !any_link) ? kNever : wrong_link_cost(word, span, entry, any_link);
}

CompoundSplitter::Lattice CompoundSplitter::lattice(std::string_view word) const {
  const auto size = word.size();
  Lattice paths{std::vector<double>(size + 1, kNever), std::vector<double>(size + 1, kNever),
                std::vector<std::size_t>(size + 1, 0), std::vector<std::size_t>(size + 1, size)};
  paths.to[0] = 0;
  paths.from[size] = 0;
  if (size > kMaxBytes) return paths;
  const auto borders = possible_borders(word);
  const WordHashes hashes(word);
  PartMemory& memory = PartMemory::of_thread(id_);
  const auto expect = [&](std::size_t begin) {
    for (auto end = begin + 1; end <= size; ++end)
      if (end == size || borders.ends[end]) lexicon_.expect(hashes.hash(begin, end));
  };
  const auto cost = [&](std::size_t begin, std::size_t end) {
    return cost_of(word, {begin, end, hashes.letters(begin, end), hashes.hash(begin, end)}, false, memory);
  };
  for (std::size_t begin = 0; begin < size; ++begin) {
    if (paths.to[begin] == kNever || (begin != 0 && !borders.begins[begin])) continue;
    expect(begin);
    for (auto end = begin + 1; end < size; ++end) {
      if (!borders.ends[end]) continue;
      const double way = paths.to[begin] + cost(begin, end);
      if (way >= paths.to[end]) continue;
      paths.to[end] = way;
      paths.before[end] = begin;
    }
  }
  // Of each beginning, the nearest end first.
  for (auto begin = size; begin-- > 1;) {
    if (!borders.begins[begin]) continue;
    for (auto end = begin + 1; end <= size; ++end) {
      if (paths.from[end] == kNever || (end != size && !borders.ends[end])) continue;
      const double way = cost(begin, end) + paths.from[end];
      if (way >= paths.from[begin]) continue;
      paths.from[begin] = way;
      paths.after[begin] = end;
    }
  }
  return paths;
}

double CompoundSplitter::licensed_cost(std::string_view part, bool last) const {
  const unsigned rule = rules_.part(hash_of(part));
  if (rule & (last ? CompoundRules::kNeverLast : CompoundRules::kNeverFirst)) return kNever;
  const auto* entry = lexicon_.find(part);
  if (!entry || (entry->flags & kForbidden) || !(entry->flags & (last ? kTail : kHead))) return kNever;
  return last ? tail_cost(*entry, letter_count(part), false) : head_cost(*entry, letter_count(part));
}

CompoundSplit CompoundSplitter::best_path(std::string_view word, bool any_link) const {
  const auto size = word.size();
  struct Step {
    double cost;
    std::uint8_t from;
  };
  const auto borders = possible_borders(word);
  const auto places = borders.ends & borders.begins;
  if (places.none()) return {{}, kNever};
  std::array<Step, kMaxBytes + 1> steps;
  std::fill_n(steps.begin(), size + 1, Step{kNever, 0});
  steps[0].cost = 0;
  const WordHashes hashes(word);
  PartMemory& memory = PartMemory::of_thread(id_);
  for (std::size_t begin = 0; begin < size; ++begin) {
    if (steps[begin].cost == kNever) continue;
    for (auto end = begin + 1; end <= size; ++end)
      if (end == size || places[end]) lexicon_.expect(hashes.hash(begin, end));
    for (auto end = begin + 1; end <= size; ++end) {
      if (end < size && !places[end]) continue;
      const Span span{begin, end, hashes.letters(begin, end), hashes.hash(begin, end)};
      const double cost = steps[begin].cost + cost_of(word, span, any_link, memory);
      if (cost < steps[end].cost) steps[end] = {cost, static_cast<std::uint8_t>(begin)};
    }
  }
  CompoundSplit split;
  split.cost = steps[size].cost;
  if (split.cost == kNever) return split;
  for (std::size_t at = steps[size].from; at > 0; at = steps[at].from) split.cuts.push_back(at);
  std::reverse(split.cuts.begin(), split.cuts.end());
  return split;
}

// A noun of some length that is not made of a verb: what follows over-, under-, mellem- as the last part of a compound.
bool CompoundSplitter::plain_noun(std::string_view word) const {
  const auto* entry = lexicon_.find(word);
  if (!entry || !(entry->flags & kTail)) return false;
  for (const auto reading : lexicon_.readings(*entry)) {
    const auto decoded = Lexicon::decode(reading);
    if (!decoded.tail) continue;
    const auto lemma = lexicon_.text(lexicon_.entry(decoded.lemma));
    const bool of_verb = lemma.ends_with("ing") || lemma.ends_with("else") || lemma.ends_with("er");
    if (decoded.pos != Pos::noun || of_verb || letter_count(lemma) < 6) return false;
  }
  return true;
}

// Verbs stay whole (kortlægge), but for the few that are made of a noun with its linking s (varetægts+fængsle).
bool CompoundSplitter::splits_verb(std::string_view verb, const CompoundSplit& split) const {
  if (split.cuts.size() != 1) return false;
  const auto head = verb.substr(0, split.cuts.front());
  if (rules_.part(hash_of(head)) & CompoundRules::kVerbFirst) return true;
  return head.ends_with('s') && letter_count(head) >= 4 && letter_count(verb) - letter_count(head) >= 5;
}

bool CompoundSplitter::only_verb(const Lexicon::Entry& entry) const {
  bool verb = false;
  for (const auto reading : lexicon_.readings(entry)) {
    const auto decoded = Lexicon::decode(reading);
    if (!decoded.form || decoded.pos == Pos::name) continue;
    if (decoded.pos != Pos::verb) return false;
    verb = true;
  }
  return verb;
}

CompoundSplit CompoundSplitter::split_lemma(std::string_view lemma, int depth) const {
  CompoundSplit split;
  if (const auto* exception = rules_.exception(lemma)) {
    split.cuts = *exception;
    return split;
  }
  const auto letters = letter_count(lemma);
  if (letters < kMinLetters || lemma.size() > kMaxBytes || depth > kMaxDepth) return split;
  const auto* entry = lexicon_.find(lemma);
  if (!entry || !(entry->flags & kCommon)) return split;
  split = best_path(lemma, false);
  // nød|stil|fælde: rather a link that is not licensed (nøds|tilfælde) than another part.
  if (split.cuts.size() > 1)
    if (auto other = best_path(lemma, true); other.cuts.size() < split.cuts.size() && other.cost < split.cost)
      split = std::move(other);
  if (too_dear(split, kMaxKnownCost) || (only_verb(*entry) && !splits_verb(lemma, split))) return {};
  split_parts(lemma, split, depth + 1);
  return split;
}

std::vector<std::size_t> CompoundSplitter::cuts_of_lemma(const Lexicon::Entry& lemma, int depth) const {
  const auto number = lexicon_.number(lemma);
  PartMemory& memory = PartMemory::of_thread(id_);
  if (const auto& known = memory.cuts(number); known.is_of(number, depth)) return known.cuts();
  auto cuts = split_lemma(Lexicon::text(lemma), depth).cuts;  // which remembers others
  memory.cuts(number).remember(number, depth, cuts);
  return cuts;
}

std::vector<std::size_t> CompoundSplitter::split_part(std::string_view part, bool last, int depth) const {
  std::vector<std::size_t> cuts;
  const auto* entry = lexicon_.find(part);
  if (!entry || depth > kMaxDepth) return cuts;
  const auto wanted = last ? kReadingTail : kReadingHead;
  for (const auto reading : lexicon_.readings(*entry)) {
    if (!(reading & wanted)) continue;
    const auto& lemma = lexicon_.entry(reading & kLemmaMask);
    const auto shared = common_prefix(Lexicon::text(lemma), part);
    for (const auto cut : cuts_of_lemma(lemma, depth))
      if (cut <= shared && cut < part.size()) cuts.push_back(cut);
    break;
  }
  return cuts;
}

// Parts that are compounds themselves are cut too: botilbuds|pladser → bo|tilbuds|pladser.
void CompoundSplitter::split_parts(std::string_view word, CompoundSplit& split, int depth) const {
  if (split.cuts.empty() || depth > kMaxDepth) return;
  std::vector<std::size_t> cuts;
  std::size_t begin = 0;
  for (std::size_t k = 0; k <= split.cuts.size(); ++k) {
    const bool last = k == split.cuts.size();
    const auto end = last ? word.size() : split.cuts[k];
    if (begin > 0) cuts.push_back(begin);
    for (const auto cut : split_part(word.substr(begin, end - begin), last, depth)) cuts.push_back(begin + cut);
    begin = end;
  }
  split.cuts = std::move(cuts);
}

CompoundSplit CompoundSplitter::split_known(std::string_view word, const Lexicon::Entry& entry) const {
  CompoundSplit result;
  if (const auto* exception = rules_.exception(word)) {
    result.cuts = *exception;
    return result;
  }
  bool first = true;
  for (const auto reading : lexicon_.readings(entry)) {
    const auto decoded = Lexicon::decode(reading);
    if (!decoded.form || decoded.pos == Pos::name) continue;
    const auto& lemma = lexicon_.entry(decoded.lemma);
    auto cuts = cuts_of_lemma(lemma, 0);
    const auto shared = common_prefix(Lexicon::text(lemma), word);
    std::erase_if(cuts, [&](std::size_t cut) { return cut > shared || cut >= word.size(); });
    if (cuts.empty()) return {};  // every lemma must agree that it is a compound
    if (first || cuts.size() < result.cuts.size()) result.cuts = std::move(cuts);
    first = false;
  }
  return result;
}

CompoundSplit CompoundSplitter::split_unknown(std::string_view word) const {
  CompoundSplit split;
  if (const auto* exception = rules_.exception(word)) {
    split.cuts = *exception;
    return split;
  }
  if (word.size() > kMaxBytes || letter_count(word) < kMinLetters) return split;
  split = best_path(word, false);
  const bool dear = too_dear(split, kMaxUnknownCost);
  if (dear || split.cuts.size() > 1)
    if (auto other = best_path(word, true); dear || (other.cuts.size() < split.cuts.size() && other.cost < split.cost))
      split = std::move(other);
  if (too_dear(split, kMaxUnknownCost)) return {};
  split_parts(word, split, 1);
  return split;
}

}  // namespace opslag::analyzers
