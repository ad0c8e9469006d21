// Words that stand together are found in every document where they do, whether a segment has lists of them or not.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/position_reader.h"

#include <algorithm>
#include <random>

#include "searchd/document_reader.h"
#include "tests/searchd/engine/small_index.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::searchd;

namespace {

using Words = std::vector<std::string>;
constexpr std::array<const char*, 8> kWords{"skole", "vej", "plan", "park", "hal", "bro", "torv", "havn"};

// The first words stand in most documents, the last in few.
Words body_of(std::mt19937& random, std::size_t kinds) {
  Words words;
  for (std::size_t left = 1 + random() % 14; left > 0; --left)
    words.emplace_back(kWords[std::min(random() % kinds, random() % kinds)]);
  return words;
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Whether each group gives a word of its own, all of them within the window.
bool together(const Words& body, const std::vector<Words>& groups, unsigned window, bool ordered,
              std::vector<std::size_t>& taken) {
  if (taken.size() == groups.size()) {
    const auto [first, last] = std::minmax_element(taken.begin(), taken.end());
    return *last - *first < window;
  }
  const Words& group = groups[taken.size()];
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (std::find(group.begin(), group.end(), body[at]) == group.end()) continue;
    if (std::find(taken.begin(), taken.end(), at) != taken.end()) continue;
    if (ordered && !taken.empty() && at < taken.back()) continue;
    taken.push_back(at);
    if (together(body, groups, window, ordered, taken)) return true;
    taken.pop_back();
  }
  return false;
}

struct Fixture {
  std::mt19937 random{17};
  test::SmallIndex index;
  std::vector<Words> bodies;  // an item's title is its number here

  void fill(const std::string& source, const std::string& date, std::size_t items, std::size_t kinds) {
    std::vector<test::ItemText> texts;
    for (std::size_t i = 0; i < items; ++i) {
      texts.push_back({std::to_string(bodies.size()), "", joined(bodies.emplace_back(body_of(random, kinds)))});
    }
    index.put(source, {test::meeting("Udvalget", date, texts)});
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "words together are found by lists and by documents alike") {
  fill("many", "2024-01-01", 1600, 8);
  fill("few", "2024-02-01", 6, 8);
  fill("some", "2024-03-01", 40, 5);
  const auto generation = index.open();
  RemoteReader remote(*generation);
  const Postings postings(*generation, remote);
  DocumentReader documents(*generation, remote);
  std::size_t listed = 0, unlisted = 0;
  for (const OpenSegment& segment : generation->segments) {
    for (const char* word : kWords) ++(segment.positions->list(std::string("L") + word) != nullptr ? listed : unlisted);
  }
  REQUIRE(listed >= 4);
  REQUIRE(unlisted >= 4);
  const auto some_row = [&] { return random() % generation->rows.size; };
  std::size_t found = 0, cases = 0;
  for (int round = 0; round < 400; ++round) {
    WordsTogether words;
    std::vector<Words> groups(2 + random() % 2);
    for (Words& group : groups) {
      auto& terms = words.groups.emplace_back();
      for (std::size_t left = 1 + random() % 2; left > 0; --left) {
        group.emplace_back(kWords[random() % kWords.size()]);
        terms.push_back({analyzers::TermKind::lemma, group.back()});
      }
    }
    words.ordered = random() % 2 == 0;
    words.window = static_cast<unsigned>(groups.size() + random() % 3);
    Bitmap candidates = generation->rows.items;
    Bitmap others(generation->rows.size);
    for (std::size_t left = random() % 2 * 900; left > 0; --left) others.set(some_row());
    candidates.remove(others);
    const Row unneeded = static_cast<Row>(some_row());
    std::vector<Row> taken, expected;
    Deadline deadline(Deadline::Clock::now() + std::chrono::hours(1));
    PositionReader reader(*generation, postings, deadline);
    reader.read(
        words, &candidates, [&] { return [&](Row row) { return row != unneeded; }; },
        [&](Row row) { taken.push_back(row); });
    candidates.each([&](std::size_t row) {
      if (row == unneeded) return;
      const Words& body = bodies[std::stoul(documents.whole(static_cast<Row>(row)).item.title)];
      std::vector<std::size_t> places;
      if (together(body, groups, words.window, words.ordered, places)) expected.push_back(static_cast<Row>(row));
    });
    INFO("round " << round);
    CHECK(taken == expected);
    found += taken.size();
    ++cases;
  }
  CHECK(found > cases);
}
