// Packed positions come back as they went in, and damaged ones harm nobody.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/positions.h"

#include <random>

#include "tests/support/catch.h"

using namespace opslag::corpus;

namespace {

std::vector<TermPositions> some_terms(std::mt19937& random, std::size_t count) {
  std::vector<TermPositions> terms;
  for (std::size_t i = 0; i < count; ++i) {
    TermPositions term{position_key("Lord" + std::to_string(i)), {}};
    std::uint32_t position = 0;
    for (std::size_t left = 1 + random() % (i % 17 == 0 ? 40 : 3); left > 0; --left) {
      position += 1 + static_cast<std::uint32_t>(random() % (count * 3 + 2));
      term.positions.push_back(position);
    }
    terms.push_back(std::move(term));
  }
  return terms;
}

std::vector<std::uint64_t> keys_of(const std::vector<TermPositions>& terms) {
  std::vector<std::uint64_t> keys;
  for (const TermPositions& term : terms) keys.push_back(term.key);
  return keys;
}

}  // namespace

TEST_CASE("every term's positions come back") {
  std::mt19937 random(7);
  for (const std::size_t count : {1, 2, 3, 10, 100, 300, 5000}) {
    const std::vector<TermPositions> terms = some_terms(random, count);
    const auto found = unpack_positions(pack_positions(terms), keys_of(terms));
    REQUIRE(found.size() == count);
    for (std::size_t i = 0; i < count; ++i) CHECK(found[i] == terms[i].positions);
  }
}

TEST_CASE("far and lone positions come back") {
  const std::vector<TermPositions> terms{
      {position_key("La"), {1}}, {position_key("Lb"), {0xFFFFFFFFU}}, {position_key("Lc"), {1, 2, 3, 0x80000000U}}};
  const auto found = unpack_positions(pack_positions(terms), keys_of(terms));
  for (std::size_t i = 0; i < terms.size(); ++i) CHECK(found[i] == terms[i].positions);
}

TEST_CASE("a key that is asked for twice is found twice, and an unknown one hardly ever") {
  std::mt19937 random(7);
  const std::vector<TermPositions> terms = some_terms(random, 200);
  const std::string packed = pack_positions(terms);
  const std::vector<std::uint64_t> twice{terms[3].key, terms[3].key};
  const auto found = unpack_positions(packed, twice);
  CHECK(found[0] == terms[3].positions);
  CHECK(found[1] == terms[3].positions);
  std::size_t mistaken = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::vector<std::uint64_t> other{position_key("Pandet" + std::to_string(i))};
    mistaken += unpack_positions(packed, other).front().empty() ? 0 : 1;
  }
  CHECK(mistaken < 20);
}

TEST_CASE("no terms take no bytes, and no bytes hold no terms") {
  CHECK(pack_positions({}).empty());
  const std::vector<std::uint64_t> keys{1, 2};
  CHECK(unpack_positions("", keys) == std::vector<std::vector<std::uint32_t>>(2));
}

TEST_CASE("any bytes are survived") {
  std::mt19937 random(11);
  const std::vector<TermPositions> terms = some_terms(random, 50);
  const std::vector<std::uint64_t> keys = keys_of(terms);
  const std::string packed = pack_positions(terms);
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = packed;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    damaged.resize(1 + random() % damaged.size());
    CHECK(unpack_positions(damaged, keys).size() == keys.size());
  }
  CHECK(unpack_positions(std::string(40, '\xFF'), keys).size() == keys.size());
  for (std::size_t at = 0; at < packed.size(); ++at) {  // a run of ones says how many, and there are very many
    std::string damaged = packed;
    damaged.replace(at, 40, 40, '\xFF');
    CHECK(unpack_positions(damaged, keys).size() == keys.size());
  }
}
