// "Did you mean": see spelling.h. Words are found by pieces: with two slips, one third of a word is still whole, at
// most two places away; with one, a half (Navarro's pigeonhole search). SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/lexicon/spelling.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_set>

#include "analyzers/lexicon/edit_distance.h"
#include "analyzers/lexicon/letters.h"
#include "analyzers/lexicon/skeleton.h"

namespace opslag::analyzers {
namespace {

constexpr std::size_t kMinLetters = 3;
constexpr std::size_t kMaxBytes = 60;
constexpr std::size_t kTwoSlips = 7;  // letters from which two slips are looked for
constexpr std::uint32_t kEnoughDocuments = 2;
constexpr double kMaxSlipCost = 2.2;           // what a word that sounds alike may differ at most
constexpr std::size_t kMaxCandidates = 60000;  // one search; what comes after is not looked at

struct Posting {
  std::uint32_t key;
  std::uint32_t word;
  bool operator<(const Posting& other) const { return key != other.key ? key < other.key : word < other.word; }
};

std::uint32_t hash_of(std::u32string_view text, std::uint32_t kind) {
  std::uint32_t hash = 2166136261U ^ (kind * 0x9E3779B9U);
  for (const char32_t c : text) hash = (hash ^ static_cast<std::uint32_t>(c)) * 16777619U;
  return hash ^ (hash >> 15);
}

unsigned slips_allowed(std::size_t letters) {
  return letters < kTwoSlips ? 1 : 2;
}
unsigned pieces_of(std::size_t letters) {
  return slips_allowed(letters) + 1;
}

// The key of piece `k` of words of `letters` letters.
std::uint32_t piece_key(std::u32string_view piece, std::size_t letters, unsigned k) {
  return hash_of(piece, static_cast<std::uint32_t>(letters * 4 + k + 1));
}
constexpr std::uint32_t kSkeleton = 1000;
constexpr std::uint32_t kSound = 1001;

// Which letters a word has, one bit each, rare ones sharing a few. An edit takes away one letter and brings another at
// most, so that words which are few edits apart differ in few bits.
std::uint32_t letters_of(std::u32string_view word) {
  std::uint32_t letters = 0;
  for (const char32_t c : word) {
    const auto bit = c >= U'a' && c <= U'z' ? c - U'a' : c == U'æ' ? 26 : c == U'ø' ? 27 : c == U'å' ? 28 : 29 + c % 3;
    letters |= std::uint32_t{1} << bit;
  }
  return letters;
}
bool may_be_near(std::uint32_t a, std::uint32_t b, unsigned edits) {
  return static_cast<unsigned>(std::popcount(a & ~b)) <= edits && static_cast<unsigned>(std::popcount(b & ~a)) <= edits;
}

// The best of the words offered.
class Choice {
 public:
  explicit Choice(std::u32string_view written) : written_(written) {}

  void offer(std::uint32_t number, std::u32string_view meant, std::uint32_t count, double cost) {
    // Common words are likelier meant; a tenfold count makes up for half a slip.
    const double score = cost - 0.2 * std::log(1.0 + count);
    if (meant == written_ || score > score_ || (score == score_ && number >= number_)) return;
    number_ = number;
    score_ = score;
    cost_ = cost;
  }
  bool empty() const { return score_ == kNone; }
  std::uint32_t number() const { return number_; }
  double cost() const { return cost_; }

 private:
  static constexpr double kNone = 1e9;
  std::u32string_view written_;
  std::uint32_t number_ = 0;
  double score_ = kNone;
  double cost_ = 0;
};

// Where a piece of a word of `letters` letters may stand in the word as written.
template <typename Sink>
void each_piece(std::u32string_view written, std::size_t letters, Sink sink) {
  const auto reach = static_cast<std::ptrdiff_t>(slips_allowed(written.size()));
  const auto count = pieces_of(letters);
  for (unsigned k = 0; k < count; ++k) {
    const auto begin = static_cast<std::ptrdiff_t>(letters * k / count);
    const auto size = static_cast<std::ptrdiff_t>(letters * (k + 1) / count) - begin;
    for (auto at = std::max<std::ptrdiff_t>(0, begin - reach); at <= begin + reach; ++at) {
      if (at + size > static_cast<std::ptrdiff_t>(written.size())) break;
      sink(piece_key(written.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(size)), letters, k));
    }
  }
}

bool suitable(std::u32string_view word) {
  return word.size() >= kMinLetters && std::all_of(word.begin(), word.end(), is_letter);
}

}  // namespace

struct SpellingIndex::Words {
  std::string text;
  std::vector<std::uint32_t> starts;  // one more than words
  std::vector<std::uint32_t> counts;
  std::vector<std::uint32_t> letters;  // letters_of()
  std::vector<Posting> pieces;
  std::vector<Posting> shapes;  // skeletons and sound skeletons

  std::string_view word(std::uint32_t number) const {
    return std::string_view(text).substr(starts[number], starts[number + 1] - starts[number]);
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(counts.size()); }
  // The words are in order.
  std::optional<std::uint32_t> find(std::string_view wanted) const {
    std::uint32_t low = 0;
    for (std::uint32_t high = size(); low < high;) {
      const auto middle = low + (high - low) / 2;
      if (word(middle) < wanted)
        low = middle + 1;
      else
        high = middle;
    }
    if (low < size() && word(low) == wanted) return low;
    return std::nullopt;
  }

  void add(const CountedWord& counted, const std::u32string& spelt) {
    const auto number = size();
    text += counted.word;
    starts.push_back(static_cast<std::uint32_t>(text.size()));
    counts.push_back(counted.count);
    letters.push_back(letters_of(spelt));
    const unsigned count = pieces_of(spelt.size());
    const std::u32string_view view = spelt;
    for (unsigned k = 0; k < count; ++k) {
      const auto begin = spelt.size() * k / count;
      const auto end = spelt.size() * (k + 1) / count;
      pieces.push_back({piece_key(view.substr(begin, end - begin), spelt.size(), k), number});
    }
    const auto bare = skeleton(spelt, false);
    const auto other = skeleton(spelt, true);
    if (bare != spelt) shapes.push_back({hash_of(bare, kSkeleton), number});
    if (other != bare) shapes.push_back({hash_of(other, kSkeleton), number});
    shapes.push_back({hash_of(sound_skeleton(bare), kSound), number});
    if (other != bare) shapes.push_back({hash_of(sound_skeleton(other), kSound), number});
  }

  void search(const std::u32string& written, Choice& choice) const;

  template <typename Sink>
  static void each(const std::vector<Posting>& list, std::uint32_t key, Sink sink) {
    for (auto at = std::lower_bound(list.begin(), list.end(), Posting{key, 0}); at != list.end() && at->key == key;
         ++at)
      sink(at->word);
  }
};

SpellingIndex::SpellingIndex(std::shared_ptr<const Morphology> morphology, std::vector<CountedWord> words)
    : morphology_(std::move(morphology)) {
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.word < b.word; });
  auto made = std::make_unique<Words>();
  made->starts.push_back(0);
  for (std::size_t i = 0; i < words.size();) {
    CountedWord counted{std::move(words[i].word), words[i].count};
    for (++i; i < words.size() && words[i].word == counted.word; ++i) counted.count += words[i].count;
    if (counted.word.size() > kMaxBytes || counted.count == 0) continue;
    const auto letters = utf32(counted.word);
    if (!suitable(letters)) continue;
    if (counted.count < kEnoughDocuments && !morphology_->knows(counted.word)) continue;
    made->add(counted, letters);
  }
  std::sort(made->pieces.begin(), made->pieces.end());
  std::sort(made->shapes.begin(), made->shapes.end());
  made->pieces.shrink_to_fit();
  made->shapes.shrink_to_fit();
  words_ = std::move(made);
}

SpellingIndex::~SpellingIndex() = default;
SpellingIndex::SpellingIndex(SpellingIndex&&) noexcept = default;
SpellingIndex& SpellingIndex::operator=(SpellingIndex&&) noexcept = default;

// Offers all words of the index that are near.
void SpellingIndex::Words::search(const std::u32string& written, Choice& choice) const {
  const auto consider = [&](std::uint32_t number, double extra, unsigned limit) {
    const auto meant = utf32(word(number));
    if (limit > 0 && edit_distance(written, meant, limit) > limit) return;
    choice.offer(number, meant, counts[number], extra + std::min(slip_cost(written, meant), kMaxSlipCost));
  };
  const auto bare = skeleton(written, false);
  each(shapes, hash_of(bare, kSkeleton), [&](auto number) { consider(number, -0.3, 0); });
  each(shapes, hash_of(sound_skeleton(bare), kSound), [&](auto number) { consider(number, 0, 0); });

  const auto slips = slips_allowed(written.size());
  std::unordered_set<std::uint32_t> seen;
  const std::uint32_t own = letters_of(written);
  for (auto size = written.size() - slips; size <= written.size() + slips; ++size) {
    const auto limit = std::min(slips, slips_allowed(size));
    each_piece(written, size, [&](std::uint32_t key) {
      each(pieces, key, [&](auto number) {
        if (!may_be_near(own, letters[number], limit)) return;
        if (seen.size() <= kMaxCandidates && seen.insert(number).second) consider(number, 0, limit);
      });
    });
  }
  // A swap across the border of two pieces spoils both.
  for (std::size_t i = 0; i + 1 < written.size(); ++i) {
    auto swapped = written;
    std::swap(swapped[i], swapped[i + 1]);
    if (const auto number = find(utf8(swapped))) consider(*number, 0, 1);
  }
}

std::optional<Suggestion> SpellingIndex::suggest(std::string_view word) const {
  if (word.size() > kMaxBytes) return std::nullopt;
  const auto written = utf32(word);
  if (!suitable(written)) return std::nullopt;
  if (const auto number = words_->find(word); number && words_->counts[*number] >= kEnoughDocuments)
    return std::nullopt;
  if (morphology_->knows(word)) return std::nullopt;
  Choice choice(written);
  words_->search(written, choice);
  if (!choice.empty())
    return Suggestion{std::string(words_->word(choice.number())), words_->counts[choice.number()],
                      std::clamp(1.0 - 0.3 * choice.cost(), 0.1, 1.0)};
  if (auto repair = morphology_->repair(word, false)) return Suggestion{std::move(repair->word), 0, repair->confidence};
  return std::nullopt;
}

bool is_known(const Morphology& morphology, std::string_view word) {
  return morphology.knows(word);
}

}  // namespace opslag::analyzers
