// Places of a stretch of documents as one ascending row of numbers, document before position: what two words have in
// common is found without a branch that could be guessed wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/phrase_join.h"

#include <algorithm>

namespace opslag::searchd {
namespace {

constexpr std::uint32_t kStretch = 8192;  // documents: their places should stay in the processor's caches

using Place = std::uint64_t;
using PlaceList = std::vector<Place>;

void intersect(const PlaceList& a, const PlaceList& b, PlaceList& both) {
  both.resize(std::min(a.size(), b.size()) + 1);
  std::size_t i = 0, j = 0, found = 0;
  while (i < a.size() && j < b.size()) {
    const Place x = a[i], y = b[j];
    both[found] = x;
    found += x == y ? 1 : 0;
    i += x <= y ? 1 : 0;
    j += y <= x ? 1 : 0;
  }
  both.resize(found);
}

void unite(const PlaceList& a, const PlaceList& b, PlaceList& all) {
  all.resize(a.size() + b.size());
  std::size_t i = 0, j = 0, made = 0;
  while (i < a.size() && j < b.size()) {
    const Place x = a[i], y = b[j];
    all[made++] = std::min(x, y);
    i += x <= y ? 1 : 0;
    j += y <= x ? 1 : 0;
  }
  all.resize(made);
  all.insert(all.end(), a.begin() + static_cast<std::ptrdiff_t>(i), a.end());
  all.insert(all.end(), b.begin() + static_cast<std::ptrdiff_t>(j), b.end());
}

class Join {
 public:
  explicit Join(std::vector<PhraseWord> words) : words_(std::move(words)) {}

  // Where the phrase ends in the documents before `end` that have not been looked at.
  const PlaceList& ends_before(std::uint32_t end) {
    read(words_.front(), end, ends_);
    for (std::size_t i = 1; i < words_.size() && !ends_.empty(); ++i) {
      if (ends_.size() < kStretch / 4) {
        std::erase_if(ends_, [&](Place place) { return !stands_before(words_[i], place); });
      } else {
        read(words_[i], end, places_);
        intersect(ends_, places_, room_);
        std::swap(ends_, room_);
      }
    }
    return ends_;
  }

 private:
  void read(PhraseWord& word, std::uint32_t end, PlaceList& places) {
    places.clear();
    for (corpus::PositionalCursor& list : word.lists) {
      if (places.empty()) {
        list.until(end, word.behind, places);
        continue;
      }
      more_.clear();
      list.until(end, word.behind, more_);
      if (more_.empty()) continue;
      unite(places, more_, room_);
      std::swap(places, room_);
    }
  }

  static bool stands_before(PhraseWord& word, Place place) {
    const auto document = static_cast<std::uint32_t>(place >> 32);
    return std::any_of(word.lists.begin(), word.lists.end(), [&](corpus::PositionalCursor& list) {
      bool stands = false;
      if (list.skip_to(document))
        list.each_position(
            [&](std::uint32_t at) { stands = stands || at + word.behind == static_cast<std::uint32_t>(place); });
      return stands;
    });
  }

  std::vector<PhraseWord> words_;
  PlaceList ends_, places_, more_, room_;
};

}  // namespace

void join_phrase(std::vector<PhraseWord> words, std::uint32_t begin, std::uint32_t last, Row first, Deadline& deadline,
                 Bitmap& found) {
  if (words.empty()) return;
  for (PhraseWord& word : words) {
    for (corpus::PositionalCursor& list : word.lists) list.skip_to(begin);
  }
  Join join(std::move(words));
  for (; begin <= last && !deadline.passed(kStretch); begin += kStretch) {
    const std::uint32_t end = last - begin < kStretch ? last + 1 : begin + kStretch;
    for (const Place place : join.ends_before(end)) {
      const auto document = static_cast<std::uint32_t>(place >> 32);
      if (document >= begin && document < end) found.set(first + document - 1);
    }
  }
}

}  // namespace opslag::searchd
