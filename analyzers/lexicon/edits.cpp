// Words one edit away: see edits.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/edits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {
namespace {

using namespace lexicon_format;
using Letter = std::string_view;

constexpr std::array<Letter, 29> kAlphabet = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o",
                                              "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "æ", "ø", "å"};
constexpr std::array<std::uint8_t, 29> kCodes = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                                 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29};
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

double substitution_cost(Letter from, Letter to) {
  if (listed(kStrokes, from, to)) return 1.0;
  if (listed(kAlike, from, to)) return 1.3;
  return neighbours(from, to) ? 1.6 : 2.1;
}

constexpr std::size_t kMaxBytes = 128;  // longer words are no words

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

// The word cut into letters, with the hashes of what stands before and after each.
struct Letters {
  std::string_view word;
  std::vector<std::size_t> at;  // offsets; one more than letters
  std::vector<std::uint64_t> before;
  std::vector<std::uint64_t> after;  // of what begins at each letter

  explicit Letters(std::string_view text) : word(text.substr(0, kMaxBytes)) {
    auto hash = kHashSeed;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (on_border(word, i)) at.push_back(i), before.push_back(hash);
      hash = hash_step(hash, word[i]);
    }
    at.push_back(word.size());
    before.push_back(hash);
    for (const auto offset : at) after.push_back(tail_of(word.substr(offset)));
  }
  std::size_t size() const { return at.size() - 1; }
  Letter operator[](std::size_t k) const { return word.substr(at[k], at[k + 1] - at[k]); }
  std::string_view from(std::size_t k) const { return word.substr(at[std::min(k, size())]); }
  std::string_view until(std::size_t k) const { return word.substr(0, at[k]); }
  // The hash of the word with letters [from, to) replaced by something with this tail_of() and size.
  std::uint64_t replaced(std::size_t from, std::uint64_t tail, std::size_t bytes, std::size_t to) const {
    return (before[from] * kPowers.of[bytes] + tail) * kPowers.of[word.size() - at[to]] + after[to];
  }
};

// The first and the last sequence of four codes that the dictionary does not hold. What is done to letters [k, k + n)
// touches the sequences from k - 2 to k + n (codes begin one before the letters).
struct Broken {
  std::size_t first, last;
  bool mended_by(std::size_t k, std::size_t n) const { return k <= first + 2 && last <= k + n; }
};

// Letters as codes, with what stands around the word, and a test of those sequences of four that an edit made.
class Shape {
 public:
  Shape(const std::u32string& letters, const Lexicon& lexicon) : lexicon_(lexicon), size_(letters.size() + 2) {
    for (std::size_t k = 0; k < letters.size(); ++k) codes_[k + 1] = letter_code(letters[k]);
  }
  void insert(std::size_t k, std::uint8_t code) {
    std::copy_backward(at(k), at(size_ - 1), at(size_));
    *at(k) = code;
    ++size_;
  }
  void erase(std::size_t k) {
    std::copy(at(k + 1), at(size_ - 1), at(k));
    --size_;
  }
  void set(std::size_t k, std::uint8_t code) { *at(k) = code; }
  std::uint8_t get(std::size_t k) const { return codes_[k + 1]; }
  // The sequences of four that no word holds: those an edit must touch, all of them.
  std::optional<Broken> broken() const {
    std::optional<Broken> found;
    for (std::size_t i = 0; i + 4 <= size_; ++i) {
      if (lexicon_.holds_gram(&codes_[i])) continue;
      if (!found) found = Broken{i, i};
      found->last = i;
    }
    return found;
  }
  // Could the dictionary hold the word as it now is, if only letters [from, to) are new?
  bool possible(std::size_t from, std::size_t to) const {
    const auto first = from + 1 >= 3 ? from - 2 : 0;
    for (auto i = first; i <= to && i + 4 <= size_; ++i)
      if (!lexicon_.holds_gram(&codes_[i])) return false;
    return true;
  }

 private:
  std::uint8_t* at(std::size_t k) { return codes_.data() + k + 1; }
  const Lexicon& lexicon_;
  std::array<std::uint8_t, kMaxBytes + 4> codes_{};  // zeros around the letters; no allocation: copies are many
  std::size_t size_;
};

class Editor {
 public:
  Editor(std::string_view word, const Lexicon& lexicon, const EditSink& sink, bool begins)
      : letters_(word),
        text_(utf32(letters_.word)),
        shape_(text_, lexicon),
        lexicon_(lexicon),
        sink_(sink),
        begins_(begins) {}

  void run() {
    if (text_.size() != letters_.size()) return;  // no UTF-8
    const auto broken = shape_.broken();
    const auto mends = [&](std::size_t k, std::size_t n) { return !broken || broken->mended_by(k, n); };
    for (std::size_t k = 0; k <= letters_.size(); ++k) {
      if (mends(k, 0)) insert(k);
      if (k == letters_.size()) break;
      if (mends(k, 1)) remove(k), substitute(k);
      if (mends(k, 3)) swap(k);
    }
  }

 private:
  // The word with letters [from, to) replaced.
  template <typename Cost>
  void offer(std::size_t from, std::string_view by, std::size_t to, Cost cost_of) {
    if (!lexicon_.may_hold(letters_.replaced(from, tail_of(by), by.size(), to))) return;
    const double cost = cost_of();
    std::string word(letters_.until(from));
    word.append(by).append(letters_.from(to));
    sink_(word, from == 0 && begins_ ? cost + 0.8 : cost);
  }
  bool repeats(std::size_t k) const {
    return (k > 0 && letters_[k - 1] == letters_[k]) || (k + 1 < letters_.size() && letters_[k + 1] == letters_[k]);
  }
  void remove(std::size_t k) {
    auto shape = shape_;
    shape.erase(k);
    if (shape.possible(k, k)) offer(k, "", k + 1, [&] { return repeats(k) ? 1.0 : 1.7; });
  }
  void substitute(std::size_t k) {
    auto shape = shape_;
    for (std::size_t a = 0; a < kAlphabet.size(); ++a) {
      shape.set(k, static_cast<std::uint8_t>(kCodes[a]));
      if (letter_code(text_[k]) != kCodes[a] && shape.possible(k, k + 1))
        offer(k, kAlphabet[a], k + 1, [&] { return substitution_cost(letters_[k], kAlphabet[a]); });
    }
  }
  // ab → ba; abc → bca and cab (regionener → regionerne).
  void swap(std::size_t k) {
    const auto letter = [&](std::size_t i) { return std::string(letters_[i]); };
    const auto swapped = [&](std::initializer_list<std::size_t> order, double cost) {
      auto shape = shape_;
      std::string by;
      auto at = k;
      for (const auto i : order) {
        shape.set(at++, letter_code(text_[i]));
        by += letter(i);
      }
      if (shape.possible(k, at)) offer(k, by, at, [&] { return cost; });
    };
    if (k + 1 >= letters_.size()) return;
    if (text_[k] != text_[k + 1]) swapped({k + 1, k}, 1.3);
    if (k + 2 >= letters_.size()) return;
    swapped({k + 1, k + 2, k}, 1.8);
    swapped({k + 2, k, k + 1}, 1.8);
  }
  void insert(std::size_t k) {
    auto shape = shape_;
    shape.insert(k, 0);
    for (std::size_t a = 0; a < kAlphabet.size(); ++a) {
      shape.set(k, static_cast<std::uint8_t>(kCodes[a]));
      if (!shape.possible(k, k + 1)) continue;
      offer(k, kAlphabet[a], k, [&] {
        const bool doubled =
            (k > 0 && letters_[k - 1] == kAlphabet[a]) || (k < letters_.size() && letters_[k] == kAlphabet[a]);
        return doubled ? 1.0 : 1.4;
      });
    }
  }

  Letters letters_;
  std::u32string text_;
  Shape shape_;
  const Lexicon& lexicon_;
  const EditSink& sink_;
  bool begins_;
};

}  // namespace

void one_edit(std::string_view word, const Lexicon& lexicon, const EditSink& sink, bool begins) {
  Editor(word, lexicon, sink, begins).run();
}

void two_confusions(std::string_view word, const Lexicon& lexicon, const EditSink& sink) {
  struct Swap {
    std::size_t letter;
    Letter to;
    std::uint8_t code;
  };
  const Letters letters(word);
  const auto text = utf32(letters.word);
  if (text.size() != letters.size()) return;
  Shape changed(text, lexicon);
  std::vector<Swap> swaps;
  for (std::size_t k = 0; k < letters.size(); ++k)
    for (const auto& [a, b] : kAlike) {
      if (letters[k] == a) swaps.push_back({k, b, letter_code(utf32(b).front())});
      if (letters[k] == b) swaps.push_back({k, a, letter_code(utf32(a).front())});
    }
  const auto broken = changed.broken();
  const auto touches = [](std::size_t k, std::size_t gram) { return k <= gram + 2 && gram <= k + 1; };
  const auto mend = [&](std::size_t k, std::size_t other) {
    return !broken || ((touches(k, broken->first) || touches(other, broken->first)) &&
                       (touches(k, broken->last) || touches(other, broken->last)));
  };
  for (std::size_t i = 0; i < swaps.size(); ++i) {
    const auto first = swaps[i].letter;
    const auto first_code = changed.get(first);
    changed.set(first, swaps[i].code);
    for (std::size_t j = i + 1; j < swaps.size(); ++j) {
      const auto second = swaps[j].letter;
      if (first == second || !mend(first, second)) continue;
      const auto second_code = changed.get(second);
      changed.set(second, swaps[j].code);
      const bool possible = changed.possible(first, first + 1) && changed.possible(second, second + 1);
      changed.set(second, second_code);
      if (!possible) continue;
      auto near = std::string(letters.until(first)).append(swaps[i].to);
      near.append(word.substr(letters.at[first + 1], letters.at[second] - letters.at[first + 1])).append(swaps[j].to);
      near.append(letters.from(second + 1));
      if (lexicon.may_hold(hash_of(near))) sink(near, 2.4);
    }
    changed.set(first, first_code);
  }
}

}  // namespace opslag::analyzers
