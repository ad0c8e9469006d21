// Places of rows by their sort keys, and the names of values.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/row_keys.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "corpus/facet_values.h"
#include "searchd/value_names.h"
#include "tests/support/catch.h"

using namespace opslag;
using searchd::RowKeys;

namespace {

// By row, "place" or "-" for one that has no key.
std::string places_of(const std::vector<std::string>& keys) {
  RowKeys builder(keys.size());
  for (std::uint32_t row = 0; row < keys.size(); ++row) builder.add(row, keys[row]);
  const RowKeys::Ranks ranks = builder.ranks();
  std::string line;
  for (const std::uint32_t rank : ranks.rank) line += rank == ranks.ranked ? "- " : std::to_string(rank) + ' ';
  return line;
}

std::string sorted_whole(const std::vector<std::string>& keys) {
  std::vector<std::size_t> order;
  for (std::size_t row = 0; row < keys.size(); ++row) {
    if (!keys[row].empty()) order.push_back(row);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  std::vector<std::string> places(keys.size(), "- ");
  for (std::size_t place = 0; place < order.size(); ++place) places[order[place]] = std::to_string(place) + ' ';
  std::string line;
  for (const std::string& place : places) line += place;
  return line;
}

corpus::MeetingHead meeting(const std::string& id, const std::string& date) {
  corpus::MeetingHead head;
  head.id = id;
  if (!date.empty()) head.date = date;
  return head;
}

}  // namespace

TEST_CASE("rows are ranked as their whole keys sort") {
  const auto key = [](const char* id, const char* date, std::size_t position, std::size_t attachment) {
    return corpus::sort_key(meeting(id, date), position, attachment);
  };
  CHECK(places_of({}).empty());
  CHECK(places_of({"", ""}) == "- - ");
  // Newest first; no date last; then the meeting's id, of which one may begin another; position; attachment.
  CHECK(places_of({key("a", "2020-01-01", 0, 0), key("a", "2021-01-01", 0, 0), "", key("a", "", 0, 0)}) == "1 0 - 2 ");
  CHECK(places_of({key("ab", "2020-01-01", 0, 0), key("a", "2020-01-01", 7, 0)}) == "1 0 ");
  CHECK(places_of({key("a", "2020-01-01", 10, 0), key("a", "2020-01-01", 9, 2), key("a", "2020-01-01", 9, 1)}) ==
        "2 1 0 ");
  CHECK(places_of({key("a", "2020-01-01", 1, 0), key("b", "2020-01-01", 1, 0), key("a", "2020-01-01", 1, 0)}) ==
        "0 2 1 ");

  std::mt19937 random(4);
  const auto below = [&](std::size_t end) { return random() % end; };
  for (int round = 0; round < 50; ++round) {
    std::vector<std::string> keys;
    for (std::size_t row = 0; row < 300; ++row) {
      const std::string id(1 + below(3), static_cast<char>('a' + below(2)));
      const std::string date = below(5) == 0 ? "" : "202" + std::to_string(below(3)) + "-02-01";
      keys.push_back(below(10) == 0 ? "" : corpus::sort_key(meeting(id, date), below(12), below(3)));
    }
    CHECK(places_of(keys) == sorted_whole(keys));
  }
}

TEST_CASE("keys that nobody made have a place") {
  const std::vector<std::string> keys{"x",
                                      "\x01",
                                      "a\x01"
                                      "000001000000",
                                      "a\x01"
                                      "00000100000x",
                                      "000001000000",
                                      "a\x01"
                                      "000001000000",
                                      std::string(13, '\x01'),
                                      std::string(40, '\0')};
  RowKeys builder(keys.size());
  for (std::uint32_t row = 0; row < keys.size(); ++row) builder.add(row, keys[row]);
  RowKeys::Ranks ranks = builder.ranks();
  CHECK(ranks.ranked == keys.size());
  std::sort(ranks.rank.begin(), ranks.rank.end());
  for (std::uint32_t i = 0; i < keys.size(); ++i) CHECK(ranks.rank[i] == i);
}

TEST_CASE("names of values are packed") {
  const std::string value = "borgmester", label(100'000, 'b');
  const searchd::ValueNames names({{"", ""}, {value, ""}, {"", label}, {"a", "A"}});
  CHECK(names.size() == 4);
  std::string line;
  for (std::size_t code = 0; code < names.size(); ++code) {
    line += std::string(names[code].value) + '|' + std::string(names[code].label.substr(0, 2)) + ' ';
  }
  CHECK(line == "| borgmester| |bb a|A ");
  CHECK(names[2].label == label);
  CHECK(searchd::ValueNames().size() == 0);
}
