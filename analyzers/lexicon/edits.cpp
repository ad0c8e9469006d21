// Words one edit away: see edits.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/edits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {
namespace {

using namespace lexicon_format;
using Letter = std::string_view;

// By letter_code() less one.
constexpr std::array<Letter, 29> kAlphabet = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o",
                                              "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "æ", "ø", "å"};
// Letters without their Danish strokes, as keyboards and scanners lose them.
constexpr std::array<std::pair<Letter, Letter>, 4> kStrokes = {
    std::pair<Letter, Letter>{"o", "ø"}, {"a", "å"}, {"a", "æ"}, {"e", "æ"}};
// Alike in sound or shape; after the replacement table of da_DK.aff.
constexpr std::array<std::pair<Letter, Letter>, 14> kAlike = {std::pair<Letter, Letter>{"m", "n"},
                                                              {"s", "c"},
                                                              {"k", "c"},
                                                              {"s", "z"},
                                                              {"d", "t"},
                                                              {"g", "k"},
                                                              {"b", "p"},
                                                              {"e", "i"},
                                                              {"i", "y"},
                                                              {"o", "u"},
                                                              {"g", "j"},
                                                              {"v", "f"},
                                                              {"o", "å"},
                                                              {"æ", "e"}};
// What slips.h takes for one letter must hold all that is confused here.
constexpr std::uint8_t code_of(Letter letter) {
  const auto first = static_cast<unsigned char>(letter[0]);
  if (letter.size() == 1) return letter_code(first);
  return letter_code((first & 0x1FU) << 6 | (static_cast<unsigned char>(letter[1]) & 0x3FU));
}
static_assert(std::all_of(kAlike.begin(), kAlike.end(), [](const auto& pair) {
  return kAlikeCodes.of[code_of(pair.first)] == kAlikeCodes.of[code_of(pair.second)];
}));
constexpr std::array<Letter, 3> kKeys = {"qwertyuiopå", "asdfghjklæø", "zxcvbnm"};

template <typename Pairs>
bool listed(const Pairs& pairs, Letter a, Letter b) {
  return std::any_of(pairs.begin(), pairs.end(),
                     [&](const auto& pair) { return pair == std::pair(a, b) || pair == std::pair(b, a); });
}

bool neighbours(Letter a, Letter b) {
  return std::any_of(kKeys.begin(), kKeys.end(), [&](Letter row) {
    const auto at = row.find(a);
    const auto other = row.find(b);
    if (at == Letter::npos || other == Letter::npos) return false;
    return at + a.size() == other || other + b.size() == at;
  });
}

constexpr double kWrongLetter = 2.1, kMovedFar = 1.8, kFirstLetter = 0.8, kLeast = 1.0;

double substitution_cost(Letter from, Letter to) {
  if (listed(kStrokes, from, to)) return 1.0;
  if (listed(kAlike, from, to)) return 1.3;
  return neighbours(from, to) ? 1.6 : kWrongLetter;
}

// For each letter, those (a bit each, by letter_code()) that are likelier written for it than others.
const std::array<std::uint32_t, 32>& likely_letters() {
  static const auto all = [] {
    std::array<std::uint32_t, 32> made{};
    for (std::size_t from = 0; from < kAlphabet.size(); ++from)
      for (std::size_t to = 0; to < kAlphabet.size(); ++to)
        if (substitution_cost(kAlphabet[from], kAlphabet[to]) < kWrongLetter) made[from + 1] |= 2U << to;
    return made;
  }();
  return all;
}

constexpr std::size_t kMaxBytes = 128;  // longer words are no words
constexpr std::uint32_t kAllLetters = ((1U << kAlphabet.size()) - 1) << 1;

// Hashes of whole words follow from the parts': hash(ab) = hash(a) · base^|b| + tail(b).
struct Powers {
  std::array<std::uint64_t, kMaxBytes + 8> of{};
  constexpr Powers() {
    of[0] = 1;
    for (std::size_t i = 1; i < of.size(); ++i) of[i] = of[i - 1] * kHashBase;
  }
};
constexpr Powers kPowers;

std::uint64_t tail_of(std::string_view text) {
  std::uint64_t hash = 0;
  for (const char c : text) hash = hash_step(hash, c);
  return hash;
}

// The first and the last sequence of four codes that the dictionary does not hold. What is done to letters [k, k + n)
// touches the sequences from k - 2 to k + n (codes begin one before the letters).
struct Broken {
  std::size_t first, last;
  bool mended_by(std::size_t k, std::size_t n) const { return k <= first + 2 && last <= k + n; }
};

// A word cut into letters, with their codes and what stands around them. No allocation: words are many.
class Letters {
 public:
  // Takes nothing but words of known letters: is_word() tells.
  Letters(std::string_view text, const Lexicon& lexicon) : word_(text), lexicon_(lexicon) {
    if (word_.size() > kMaxBytes) return;
    for (std::size_t i = 0; i < word_.size(); ++size_) {
      const auto first = static_cast<unsigned char>(word_[i]);
      const std::size_t bytes = first < 0x80 ? 1 : 2;
      if (first >= 0xE0 || (bytes == 2 && (first < 0xC2 || i + 1 == word_.size() || on_border(word_, i + 1)))) return;
      const auto second = bytes == 2 ? static_cast<unsigned char>(word_[i + 1]) & 0x3FU : 0U;
      at_[size_] = static_cast<std::uint8_t>(i);
      codes_[size_ + 1] = letter_code(bytes == 1 ? first : (first & 0x1FU) << 6 | second);
      i += bytes;
    }
    at_[size_] = static_cast<std::uint8_t>(word_.size());
    is_word_ = true;
  }
  bool is_word() const { return is_word_; }
  std::size_t size() const { return size_; }
  Letter operator[](std::size_t k) const { return word_.substr(at_[k], std::size_t{at_[k + 1]} - at_[k]); }
  std::string_view from(std::size_t k) const { return word_.substr(at_[k]); }
  std::string_view until(std::size_t k) const { return word_.substr(0, at_[k]); }
  std::string_view between(std::size_t from, std::size_t to) const {
    return word_.substr(at_[from], std::size_t{at_[to]} - at_[from]);
  }
  // The code of letter k; 0 before and behind the word.
  std::uint8_t code(std::size_t k) const { return codes_[k + 1]; }
  void set(std::size_t k, std::uint8_t code) { codes_[k + 1] = code; }

  // Of the letters, where those that are alike are one.
  std::uint64_t alike_hash() const {
    std::uint64_t hash = kHashSeed;
    for (std::size_t k = 0; k < size_; ++k) hash = hash_step(hash, static_cast<char>(kAlikeCodes.of[code(k)]));
    return hash;
  }

  // The sequences of four that no word holds: those an edit must touch, all of them.
  std::optional<Broken> broken() const {
    std::optional<Broken> found;
    for (std::size_t i = 0; i + 4 <= size_ + 2; ++i) {
      if (lexicon_.holds_gram(&codes_[i])) continue;
      if (!found) found = Broken{i, i};
      found->last = i;
    }
    return found;
  }
  // Could the dictionary hold the word as its codes are now, if only letters [from, to) are new?
  bool possible(std::size_t from, std::size_t to) const { return holds(codes_.data(), size_ + 2, from, to); }

  // The same with `by` in the place of letters [k, k + 3) at most; by may be shorter than what it replaces.
  bool possible(std::size_t k, std::size_t replaced, std::initializer_list<std::uint8_t> by) const {
    std::array<std::uint8_t, 12> near{};
    // Sequences begin two letters before what is new at the earliest, so five codes on the left suffice.
    const std::size_t begin = k >= 3 ? k - 3 : 0;  // the letter that near[1] stands for
    const std::size_t left = k - begin;
    auto* out = std::copy_n(&codes_[begin], left + 1, near.data());
    out = std::copy(by.begin(), by.end(), out);
    const std::size_t right = std::min<std::size_t>(3, size_ + 1 - (k + replaced));
    out = std::copy_n(&codes_[k + replaced + 1], right, out);
    const auto count = static_cast<std::size_t>(out - near.data());
    return holds(near.data(), count, left, left + by.size());
  }

  // The letters (a bit each) that the dictionary may hold at letter k, with `before` and `after` around them.
  std::uint32_t fitting(const std::uint8_t* before, std::size_t left, const std::uint8_t* after,
                        std::size_t right) const {
    std::uint32_t fit = kAllLetters;
    if (left >= 3) fit &= lexicon_.letters_at(3, triple_of(before[-3], before[-2], before[-1]));
    if (left >= 2 && right >= 1) fit &= lexicon_.letters_at(2, triple_of(before[-2], before[-1], after[0]));
    if (left >= 1 && right >= 2) fit &= lexicon_.letters_at(1, triple_of(before[-1], after[0], after[1]));
    if (right >= 3) fit &= lexicon_.letters_at(0, triple_of(after[0], after[1], after[2]));
    return fit;
  }
  // In the place of letter k.
  std::uint32_t instead_of(std::size_t k) const {
    return fitting(&codes_[k + 1], k + 1, &codes_[k + 2], size_ - k) & ~(1U << code(k));
  }
  // Before letter k.
  std::uint32_t before(std::size_t k) const { return fitting(&codes_[k + 1], k + 1, &codes_[k + 1], size_ + 1 - k); }

 private:
  // Of `count` codes with what stands around: letters [from, to) are new.
  bool holds(const std::uint8_t* codes, std::size_t count, std::size_t from, std::size_t to) const {
    const auto first = from >= 2 ? from - 2 : 0;
    for (auto i = first; i <= to && i + 4 <= count; ++i)
      if (!lexicon_.holds_gram(codes + i)) return false;
    return true;
  }

  std::string_view word_;
  const Lexicon& lexicon_;
  std::array<std::uint8_t, kMaxBytes + 1> at_;       // offsets; one more than letters
  std::array<std::uint8_t, kMaxBytes + 4> codes_{};  // zeros around the letters
  std::size_t size_ = 0;
  bool is_word_ = false;
};

// What hashes of the word with some letters replaced are made of.
class Hashes {
 public:
  explicit Hashes(std::string_view word) : word_(word) {
    before_[0] = kHashSeed;
    for (std::size_t i = 0; i < word.size(); ++i) before_[i + 1] = hash_step(before_[i], word[i]);
  }
  // Bytes [from, to) replaced by something with this tail_of() and size.
  std::uint64_t replaced(std::size_t from, std::uint64_t tail, std::size_t bytes, std::size_t to) const {
    const auto power = kPowers.of[word_.size() - to];
    // The tail behind `to` follows from the whole: hash(whole) = hash(until to) · power + tail.
    return (before_[from] * kPowers.of[bytes] + tail) * power + (before_[word_.size()] - before_[to] * power);
  }

  std::uint64_t whole() const { return before_[word_.size()]; }

  std::uint64_t until(std::size_t bytes) const { return before_[bytes]; }
  // hash_of() the bytes from here on.
  std::uint64_t rest(std::size_t from) const {
    return before_[word_.size()] + (kHashSeed - before_[from]) * kPowers.of[word_.size() - from];
  }

  // Bytes [from, to) by themselves, as tail_of().
  std::uint64_t tail(std::size_t from, std::size_t to) const {
    return before_[to] - before_[from] * kPowers.of[to - from];
  }

 private:
  std::string_view word_;
  std::array<std::uint64_t, kMaxBytes + 1> before_;
};

// The spellings of a word of which one half is as it was written: which edits come into question. Letters from k on,
// n of them, are what an edit touches.
class Halves {
 public:
  Halves(const Letters& letters, const Hashes& hashes, const Lexicon& lexicon, Role role)
      : middle_(half_of(letters.size())),
        begins_(lexicon.may_have_half(hashes.until(letters.until(middle_).size()), role, true)),
        ends_(lexicon.may_have_half(hashes.rest(letters.until(middle_).size()), role, false)) {}

  bool allow(std::size_t k, std::size_t n) const {
    return (begins_ && k >= middle_) || (ends_ && k + n <= middle_) || (k < middle_ && middle_ < k + n);
  }
  bool none() const { return !begins_ && !ends_; }
  // The first letter that an edit of at most three may begin at, and one behind the last.
  std::size_t first() const { return ends_ ? 0 : middle_ - std::min<std::size_t>(middle_, 2); }
  std::size_t last(std::size_t letters) const { return begins_ ? letters : middle_; }

 private:
  std::size_t middle_;
  bool begins_, ends_;
};

class Editor {
 public:
  Editor(const Letters& letters, const Hashes& hashes, const Lexicon& lexicon, Role role, const EditSink& sink,
         double most)
      : letters_(letters), hashes_(hashes), lexicon_(lexicon), role_(role), sink_(sink), most_(most) {}

  // Returns whether anything was offered.
  bool run(const std::optional<Broken>& broken, bool begins) {
    begins_ = begins;
    const Halves halves(letters_, hashes_, lexicon_, role_);
    const auto mends = [&](std::size_t k, std::size_t n) {
      return (!broken || broken->mended_by(k, n)) && halves.allow(k, n);
    };
    auto first = broken && broken->last > 3 ? broken->last - 3 : 0;
    auto last = broken ? std::min(letters_.size(), broken->first + 2) : letters_.size();
    first = std::max(first, halves.first());
    last = std::min(last, halves.last(letters_.size()));
    if (begins_ && most_ < kLeast + kFirstLetter) first = std::max<std::size_t>(first, 1);
    if (first > last) return false;
    const bool lacks = !halves.none() && lexicon_.may_lack_letter(hashes_.whole(), role_);
    look_without(first, last);
    for (auto k = first; k <= last; ++k) {
      if (lacks && mends(k, 0)) insert(k);
      if (k == letters_.size()) break;
      if (mends(k, 1)) {
        remove(k);
        if (without_[k]) substitute(k);
      }
      if ((without_[k] || without_[k + 2]) && (mends(k, 2) || mends(k, 3))) swap(k);
    }
    return offered_;
  }

 private:
  // Which letters from `first` to two behind `last`, when they are taken out, leave what some word leaves too.
  void look_without(std::size_t first, std::size_t last) {
    const auto end = std::min(letters_.size(), last + 3);
    std::array<std::uint64_t, kMaxBytes> left;
    for (auto k = first; k < end; ++k) {
      left[k] = hashes_.replaced(letters_.until(k).size(), 0, 0, letters_.until(k + 1).size());
      lexicon_.expect_lack_letter(left[k], role_);
    }
    for (auto k = first; k < end; ++k) without_[k] = lexicon_.may_lack_letter(left[k], role_);
  }
  // The word with letters [from, to) replaced.
  template <typename Cost>
  void offer(std::size_t from, std::string_view by, std::size_t to, Cost cost_of) {
    const auto begin = letters_.until(from).size();
    const auto end = letters_.until(to).size();
    if (!lexicon_.may_hold(hashes_.replaced(begin, tail_of(by), by.size(), end))) return;
    const double cost = from == 0 && begins_ ? cost_of() + kFirstLetter : cost_of();
    if (cost > most_) return;
    std::string word(letters_.until(from));
    word.append(by).append(letters_.from(to));
    offered_ = true;
    sink_(word, cost);
  }
  bool repeats(std::size_t k) const {
    return (k > 0 && letters_[k - 1] == letters_[k]) || (k + 1 < letters_.size() && letters_[k + 1] == letters_[k]);
  }
  void remove(std::size_t k) {
    if (letters_.possible(k, 1, {})) offer(k, "", k + 1, [&] { return repeats(k) ? 1.0 : 1.7; });
  }
  void substitute(std::size_t k) {
    const auto wanted = most_ < kWrongLetter ? likely_letters()[letters_.code(k)] : kAllLetters;
    for (auto fit = letters_.instead_of(k) & wanted; fit != 0; fit &= fit - 1) {
      const Letter letter = kAlphabet[static_cast<std::size_t>(std::countr_zero(fit)) - 1];
      offer(k, letter, k + 1, [&] { return substitution_cost(letters_[k], letter); });
    }
  }
  // ab → ba; abc → bca and cab (regionener → regionerne).
  void swap(std::size_t k) {
    const auto code = [&](std::size_t i) { return letters_.code(i); };
    const auto offer_swapped = [&](std::initializer_list<std::size_t> order, double cost) {
      std::string by;
      for (const auto i : order) by.append(letters_[i]);
      offer(k, by, k + order.size(), [&] { return cost; });
    };
    if (k + 1 >= letters_.size()) return;
    if (code(k) != code(k + 1) && letters_.possible(k, 2, {code(k + 1), code(k)})) offer_swapped({k + 1, k}, 1.3);
    if (k + 2 >= letters_.size() || most_ < kMovedFar) return;
    if (letters_.possible(k, 3, {code(k + 1), code(k + 2), code(k)})) offer_swapped({k + 1, k + 2, k}, kMovedFar);
    if (letters_.possible(k, 3, {code(k + 2), code(k), code(k + 1)})) offer_swapped({k + 2, k, k + 1}, kMovedFar);
  }
  void insert(std::size_t k) {
    for (auto fit = letters_.before(k); fit != 0; fit &= fit - 1) {
      const Letter letter = kAlphabet[static_cast<std::size_t>(std::countr_zero(fit)) - 1];
      offer(k, letter, k, [&] {
        const bool doubled = (k > 0 && letters_[k - 1] == letter) || (k < letters_.size() && letters_[k] == letter);
        return doubled ? 1.0 : 1.4;
      });
    }
  }

  const Letters& letters_;
  const Hashes& hashes_;
  const Lexicon& lexicon_;
  const Role role_;
  const EditSink& sink_;
  const double most_;
  std::bitset<kMaxBytes + 3> without_;
  bool begins_ = false;
  bool offered_ = false;
};

// Of what was asked of late, that which nothing came of: the same parts of words are asked for again and again.
class Futile {
 public:
  static Futile& of_thread(std::uint64_t hash, const Lexicon& lexicon, Role role, bool begins, double most) {
    constexpr std::size_t kRemembered = 8192;
    thread_local std::vector<Futile> all(kRemembered);
    const auto kind = std::bit_cast<std::uint64_t>(most) + 4 * static_cast<std::uint64_t>(role) + (begins ? 2 : 1);
    const auto key = mixed(hash + kind * 0xE7037ED1A0B428DBULL) ^ lexicon.checksum();
    Futile& one = all[key % kRemembered];
    one.asked_ = key;
    return one;
  }
  bool known() const { return known_ == asked_; }
  void remember() { known_ = asked_; }

 private:
  std::uint64_t asked_ = 0, known_ = 0;
};

// For each code, those of the letters that it may be confused with; 0 where there are no more.
struct Confusions {
  std::array<std::array<std::uint8_t, 4>, 32> of{};
};

const Confusions& confusions() {
  static const Confusions all = [] {
    Confusions made;
    const auto add = [&](std::uint8_t code, std::uint8_t other) {
      *std::find(made.of[code].begin(), made.of[code].end(), 0) = other;
    };
    for (const auto& [a, b] : kAlike) {
      const auto one = letter_code(utf32(a).front());
      const auto two = letter_code(utf32(b).front());
      add(one, two);
      add(two, one);
    }
    return made;
  }();
  return all;
}

}  // namespace

void one_edit(std::string_view word, const Lexicon& lexicon, Role role, const EditSink& sink, bool begins,
              double most) {
  if (word.size() > kMaxBytes) return;
  const Hashes hashes(word);
  Futile& futile = Futile::of_thread(hashes.whole(), lexicon, role, begins, most);
  if (futile.known()) return;
  const Letters letters(word, lexicon);
  if (!letters.is_word()) return;
  const auto broken = letters.broken();
  // No one slip touches both.
  const bool apart = broken && broken->last > broken->first + 5;
  if (apart || !Editor(letters, hashes, lexicon, role, sink, most).run(broken, begins)) futile.remember();
}

void two_confusions(std::string_view word, const Lexicon& lexicon, Role role, const EditSink& sink) {
  struct Swap {
    std::size_t letter;
    std::uint8_t to;
    bool possible;  // by itself
  };
  Letters letters(word, lexicon);
  if (!letters.is_word() || !lexicon.may_be_alike(letters.alike_hash(), role)) return;
  const auto broken = letters.broken();
  const Hashes hashes(word);
  std::vector<Swap> swaps;
  for (std::size_t k = 0; k < letters.size(); ++k)
    for (const auto other : confusions().of[letters.code(k)])
      if (other != 0) swaps.push_back({k, other, (letters.instead_of(k) >> other & 1U) != 0});
  const auto touches = [](std::size_t k, std::size_t gram) { return k <= gram + 2 && gram <= k + 1; };
  const auto mend = [&](std::size_t k, std::size_t other) {
    return !broken || ((touches(k, broken->first) || touches(other, broken->first)) &&
                       (touches(k, broken->last) || touches(other, broken->last)));
  };
  // Confusions so far apart that no sequence of four holds both must each be possible by themselves.
  const auto together = [&](const Swap& one, const Swap& two) {
    if (two.letter > one.letter + 3) return one.possible && two.possible;
    const auto code = letters.code(one.letter);
    const auto second_code = letters.code(two.letter);
    letters.set(one.letter, one.to);
    letters.set(two.letter, two.to);
    const bool possible = letters.possible(one.letter, one.letter + 1) && letters.possible(two.letter, two.letter + 1);
    letters.set(one.letter, code);
    letters.set(two.letter, second_code);
    return possible;
  };
  for (std::size_t i = 0; i < swaps.size(); ++i)
    for (std::size_t j = i + 1; j < swaps.size(); ++j) {
      const auto first = swaps[i].letter;
      const auto second = swaps[j].letter;
      if (first == second || !mend(first, second) || !together(swaps[i], swaps[j])) continue;
      const Letter one = kAlphabet[swaps[i].to - 1U], two = kAlphabet[swaps[j].to - 1U];
      const auto middle = letters.between(first + 1, second);
      const auto middle_begin = letters.until(first + 1).size();
      const auto tail =
          (tail_of(one) * kPowers.of[middle.size()] + hashes.tail(middle_begin, middle_begin + middle.size())) *
              kPowers.of[two.size()] +
          tail_of(two);
      const auto bytes = one.size() + middle.size() + two.size();
      if (!lexicon.may_hold(
              hashes.replaced(letters.until(first).size(), tail, bytes, letters.until(second + 1).size())))
        continue;
      auto near = std::string(letters.until(first)).append(one).append(middle).append(two);
      near.append(letters.from(second + 1));
      sink(near, 2.4);
    }
}

}  // namespace opslag::analyzers
