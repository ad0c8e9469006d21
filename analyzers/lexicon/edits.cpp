// Words one edit away: see edits.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/edits.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "analyzers/lexicon/letters.h"

namespace opslag::analyzers {
namespace {

using namespace lexicon_format;
using Letter = std::string_view;

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

std::uint64_t extend(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = hash_step(hash, c);
  return hash;
}

// The word cut into letters, with the hash of what stands before each.
struct Letters {
  std::string_view word;
  std::vector<std::size_t> at;  // offsets; one more than letters
  std::vector<std::uint64_t> before;

  explicit Letters(std::string_view text) : word(text) {
    auto hash = kHashSeed;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (on_border(text, i)) at.push_back(i), before.push_back(hash);
      hash = hash_step(hash, text[i]);
    }
    at.push_back(text.size());
    before.push_back(hash);
  }
  std::size_t size() const { return at.size() - 1; }
  Letter operator[](std::size_t k) const { return word.substr(at[k], at[k + 1] - at[k]); }
  std::string_view from(std::size_t k) const { return word.substr(at[std::min(k, size())]); }
  std::string_view until(std::size_t k) const { return word.substr(0, at[k]); }
};

class Editor {
 public:
  Editor(std::string_view word, const Lexicon& lexicon, const EditSink& sink, bool begins)
      : letters_(word), lexicon_(lexicon), sink_(sink), begins_(begins) {}

  void run() {
    for (std::size_t k = 0; k <= letters_.size(); ++k) {
      insert(k);
      if (k == letters_.size()) break;
      remove(k);
      substitute(k);
      swap(k);
    }
  }

 private:
  // The word with letters [from, to) replaced.
  void offer(std::size_t from, std::string_view by, std::size_t to, double cost) {
    const auto rest = letters_.from(to);
    if (!lexicon_.may_hold(extend(extend(letters_.before[from], by), rest))) return;
    std::string word(letters_.until(from));
    word.append(by).append(rest);
    sink_(word, from == 0 && begins_ ? cost + 0.8 : cost);
  }
  bool repeats(std::size_t k) const {
    return (k > 0 && letters_[k - 1] == letters_[k]) || (k + 1 < letters_.size() && letters_[k + 1] == letters_[k]);
  }
  void remove(std::size_t k) { offer(k, "", k + 1, repeats(k) ? 1.0 : 1.7); }
  void substitute(std::size_t k) {
    for (const Letter letter : kAlphabet)
      if (letter != letters_[k]) offer(k, letter, k + 1, substitution_cost(letters_[k], letter));
  }
  // ab → ba; abc → bca and cab (regionener → regionerne).
  void swap(std::size_t k) {
    const auto letter = [&](std::size_t i) { return std::string(letters_[i]); };
    if (k + 1 >= letters_.size()) return;
    if (letters_[k] != letters_[k + 1]) offer(k, letter(k + 1) + letter(k), k + 2, 1.3);
    if (k + 2 >= letters_.size()) return;
    offer(k, letter(k + 1) + letter(k + 2) + letter(k), k + 3, 1.8);
    offer(k, letter(k + 2) + letter(k) + letter(k + 1), k + 3, 1.8);
  }
  void insert(std::size_t k) {
    for (const Letter letter : kAlphabet) {
      const bool doubled = (k > 0 && letters_[k - 1] == letter) || (k < letters_.size() && letters_[k] == letter);
      offer(k, letter, k, doubled ? 1.0 : 1.4);
    }
  }

  Letters letters_;
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
    std::size_t at;
    Letter from;
    Letter to;
  };
  const Letters letters(word);
  std::vector<Swap> swaps;
  for (std::size_t k = 0; k < letters.size(); ++k)
    for (const auto& [a, b] : kAlike) {
      if (letters[k] == a) swaps.push_back({letters.at[k], a, b});
      if (letters[k] == b) swaps.push_back({letters.at[k], b, a});
    }
  for (std::size_t i = 0; i < swaps.size(); ++i)
    for (std::size_t j = i + 1; j < swaps.size(); ++j) {
      const auto& [at, from, to] = swaps[i];
      if (swaps[j].at == at) continue;
      auto changed = std::string(word.substr(0, at)).append(to);
      changed.append(word.substr(at + from.size(), swaps[j].at - at - from.size())).append(swaps[j].to);
      changed.append(word.substr(swaps[j].at + swaps[j].from.size()));
      if (lexicon.may_hold(hash_of(changed))) sink(changed, 2.4);
    }
}

}  // namespace opslag::analyzers
