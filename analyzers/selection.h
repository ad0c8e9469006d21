// Which of a text's words are asked for, where most need not be analysed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/word_filter.h"

namespace opslag::analyzers {

// Spellings as bytes tell them, without analysing a word: what may be one of some words, or begin like one.
// Immutable once filled; threads may share it.
class Spellings {
 public:
  // Lower case, NFC.
  void add_word(std::string_view word);
  // Words whose first two letters, folded, are those of `beginning`: mænd may be a form of a word in ma. With `folded`
  // only those whose letters, folded, begin so.
  void add_beginning(std::string_view beginning, std::string_view folded = {});
  // May a word that stands so in a text, in whatever case, be one of them? Of words with letters beyond Danish ones,
  // with signs in them, and of many others it can't be told: true.
  bool may_hold(std::string_view raw) const {
    return !all_.empty() && may_begin_[pair_of(raw)] && may_hold_slowly(raw);
  }
  // The same, quicker and less exact, of a word of the letters A–Z and À–ÿ.
  bool may_hold_plain(std::string_view raw) const { return words_.may_hold(raw) || (has_beginnings_ && may_hold(raw)); }
  // They are of the letters A–Z and À–ÿ only.
  bool are_plain() const { return are_plain_; }
  bool has_beginnings() const { return has_beginnings_; }
  // Two bytes by which each can be looked for, in lower case: the first, and another so far behind it (of a beginning
  // its second letter; that or the first may be one beyond ASCII that folds so).
  struct Outline {
    char first, other;
    std::size_t distance;  // below kReach
    bool beginning;
  };
  static constexpr std::size_t kReach = 64;
  bool has_outlines() const { return has_outlines_ && are_plain_; }  // of all
  std::span<const Outline> outlines() const { return outlines_; }

 private:
  static constexpr std::size_t kPairs = 32 * 32;
  struct Spelling {
    std::string text;
    bool beginning;
    std::string folded;  // of a beginning that is meant exactly
  };
  static std::size_t pair_of(std::string_view raw);
  bool may_hold_slowly(std::string_view raw) const;

  void add(std::string_view word, bool beginning, std::string_view folded);
  void add_outline(const Spelling& spelling);

  std::vector<Spelling> all_;
  std::vector<Outline> outlines_;
  bool has_outlines_ = true;
  std::bitset<kPairs> may_begin_;  // by pair_of
  WordFilter words_;               // without beginnings
  bool has_beginnings_ = false;
  bool are_plain_ = true;
};

// A break between two sentences of a text (is_break() in analyzers/sentence.h), or the text's end: how many positions
// there are before it.
struct TextPlace {
  std::size_t byte = 0;
  std::uint32_t position = 0;
};

// The words of one text at some positions, or spelt in some ways. Asked in the order of the text.
class Selection {
 public:
  // `positions`: ascending, Token::position + `first`. Both must outlive the selection. `may_stop`: what is behind all
  // that is asked for need not even be counted. `places`: ascending in both; what lies between them is not counted
  // either.
  Selection(std::span<const std::uint32_t> positions, std::uint32_t first, const Spellings& spellings,
            bool may_stop = false, std::span<const TextPlace> places = {})
      : positions_(positions), places_(places), first_(first), spellings_(spellings), may_stop_(may_stop) {}

  bool wants(std::uint32_t position, std::string_view raw) { return is_at(position) || spellings_.may_hold(raw); }
  // Of a word of the letters A–Z and À–ÿ; says yes to more.
  bool may_want(std::uint32_t position, std::string_view raw) {
    return is_at(position) || spellings_.may_hold_plain(raw);
  }
  // How many words there are from `position` to the next that is asked for by its position.
  std::uint32_t words_before(std::uint32_t position) {
    pass(position);
    return next_ < positions_.size() ? positions_[next_] - first_ - position : ~std::uint32_t{0};
  }
  // The last known place behind byte `from`, by `to`, before which nothing is asked for by its position from `position`
  // on; null if there is none.
  const TextPlace* place_before(std::size_t from, std::size_t to, std::uint32_t position) const {
    if (places_.empty()) return nullptr;
    const std::uint32_t words = next_ < positions_.size() ? positions_[next_] - first_ : ~std::uint32_t{0};
    const auto behind = std::partition_point(places_.begin(), places_.end(), [&](const TextPlace& place) {
      return place.byte <= to && place.position <= words;
    });
    return behind != places_.begin() && behind[-1].byte > from && behind[-1].position >= position ? &behind[-1]
                                                                                                  : nullptr;
  }
  // Whether nothing is asked for by its position from there on, and that is enough.
  bool may_stop_at(std::uint32_t position) {
    if (!may_stop_) return false;
    pass(position);
    return next_ == positions_.size();
  }
  void go_on() { may_stop_ = false; }
  // Nothing but surfaces is asked for: plain words need have no other terms, and no expansions.
  void want_surfaces_only() { surfaces_only_ = true; }
  bool surfaces_only() const { return surfaces_only_; }
  const Spellings& spellings() const { return spellings_; }

 private:
  void pass(std::uint32_t position) {
    while (next_ < positions_.size() && positions_[next_] < first_ + position) ++next_;
  }
  bool is_at(std::uint32_t position) {
    pass(position);
    position += first_;
    return next_ < positions_.size() && positions_[next_] == position;
  }

  std::span<const std::uint32_t> positions_;
  std::span<const TextPlace> places_;
  std::uint32_t first_;
  const Spellings& spellings_;
  bool may_stop_;
  bool surfaces_only_ = false;
  std::size_t next_ = 0;
};

}  // namespace opslag::analyzers
