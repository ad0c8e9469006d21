// Values of rows: packed out of a block, and merged.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/row_values.h"

#include <map>
#include <random>

#include "searchd/leaf_block.h"
#include "tests/support/catch.h"

using namespace opslag::searchd;

TEST_CASE("a block's values are packed in their order, only those that are allowed, and cleared") {
  std::mt19937_64 random{7};
  const auto block = std::make_unique<LeafBlock>();
  const bool widely = GENERATE(true, false);
  for (const unsigned one_in : {1U, 2U, 9U, 60U}) {
    for (std::size_t word = 0; word < LeafBlock::kRows / 64; ++word) {
      std::array<float, 64> given{};
      for (std::size_t i = 0; i < 64; ++i) {
        if (random() % one_in != 0) continue;
        given[i] = static_cast<float>(1 + random() % 1000);
        block->own.add(word * 64 + i, given[i]);
      }
      const std::uint64_t allowed = word % 3 == 0 ? ~std::uint64_t{0} : random();
      std::vector<float> wanted;
      std::uint64_t rows = 0;
      for (std::size_t i = 0; i < 64; ++i) {
        if (given[i] == 0 || (allowed >> i & 1) == 0) continue;
        rows |= std::uint64_t{1} << i;
        wanted.push_back(given[i]);
      }
      std::vector<float> packed(64 + LeafBlock::Values::kBehind, -1);
      REQUIRE(block->own.take(word, allowed, packed.data(), widely) == rows);
      packed.resize(wanted.size());
      REQUIRE(packed == wanted);
      REQUIRE(block->own.touched[word] == 0);
    }
    REQUIRE(std::ranges::all_of(block->own.of_row, [](float value) { return value == 0; }));
  }
}

TEST_CASE("of a row's values the best remains, and every row has one") {
  std::mt19937 random{11};
  const auto some_row = [&] { return static_cast<Row>(random() % 700); };
  for (int round = 0; round < 200; ++round) {
    std::map<Row, float> wanted;
    const std::size_t had = random() % 3 * 150, added = random() % 3 * 100;
    for (std::size_t i = 0; i < had; ++i) wanted[some_row()] = static_cast<float>(1 + random() % 50);
    Bitmap rows(700);
    std::vector<float> values;
    for (const auto& [row, value] : wanted) {
      rows.set(row);
      values.push_back(value);
    }
    RowValues more;
    for (std::size_t i = 0; i < added; ++i) more.emplace_back(some_row(), static_cast<float>(1 + random() % 50));
    std::sort(more.begin(), more.end());
    for (const auto& [row, value] : more) wanted[row] = std::max(wanted[row], value);
    merge_best(more, rows, values);
    REQUIRE(rows.count() == wanted.size());
    REQUIRE(values.size() == wanted.size());
    ValueWalk walk(rows, values);
    for (const auto& [row, value] : wanted) REQUIRE(walk.at(row, -1) == value);
  }
}

TEST_CASE("rows without values have none until some come") {
  Bitmap rows(100);
  rows.set(3);
  rows.set(70);
  std::vector<float> values;
  merge_best({{3, 2.0F}, {64, 1.0F}}, rows, values);
  CHECK(values == std::vector<float>{2.0F, 1.0F, 0.0F});
}
