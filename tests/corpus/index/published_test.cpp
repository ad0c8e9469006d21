// What a published index is made of: keys, seals, rows and posting lists; and that damaged ones are refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/published.h"

#include <algorithm>
#include <random>
#include <vector>

#include "corpus/compressed.h"
#include "corpus/schema.h"
#include "tests/support/catch.h"

using namespace opslag::corpus;

namespace {

std::string text_of(std::string_view list) {
  std::string text;
  PostingReader reader(list);
  text += std::to_string(reader.documents()) + ":";
  while (reader.next()) text += " " + std::to_string(reader.document()) + "x" + std::to_string(reader.count());
  return text;
}

}  // namespace

TEST_CASE("a published index's keys sort in the order in which they are written") {
  const std::vector<std::string> keys{
      data_key(1),       data_key(255),      data_key(256),     data_key(70'000),
      rows_key(0),       rows_key(1),        positions_key(1),  positions_key(0x01000000),
      postings_key("A"), postings_key("Ab"), postings_key("b"), words_key(0),
      about_key()};
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  CHECK(term_of_key(postings_key("Lbudget")) == "Lbudget");
}

TEST_CASE("a value is taken only with its own key and seal") {
  const std::string value = sealed("key", "value");
  CHECK(unsealed("key", value) == "value");
  CHECK(unsealed("key", "").empty());
  CHECK(unsealed("key", sealed("key", "")).empty());
  CHECK_THROWS_AS(unsealed("kez", value), PublishedError);
  CHECK_THROWS_AS(unsealed("key", "abc"), PublishedError);
  for (std::size_t bit = 0; bit < 8 * value.size(); ++bit) {
    std::string damaged = value;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    CHECK_THROWS_AS(unsealed("key", damaged), PublishedError);
  }
}

TEST_CASE("posting lists") {
  PostingPacker packer;
  CHECK(text_of("") == "0:");
  for (const std::uint32_t document : {1U, 2U, 130U, 131U, 4'000'000'000U}) packer.add(document, document % 7);
  CHECK(packer.documents() == 5);
  CHECK(text_of(packer.take()) == "5: 1x1 2x2 130x4 131x5 4000000000x3");
  packer.add(9, 1);
  CHECK(text_of(packer.take()) == "1: 9x1");
}

TEST_CASE("rows") {
  std::string chunk;
  append(chunk, 7, {"key 7", "facets", 300, 0});
  append(chunk, 8, {"key 8", "", 0, 7});
  append(chunk, 9, {"", "x", 1, 12});
  std::string seen;
  const auto visit = [&](std::uint32_t document, const PublishedRow& row) {
    seen += std::to_string(document) + "[" + std::string(row.sort_key) + "|" + std::string(row.facets) + "|" +
            std::to_string(row.length) + "|" + std::to_string(row.item) + "]";
  };
  CHECK(each_row(compressed(chunk), 7, visit) == 10);
  CHECK(seen == "7[key 7|facets|300|0]8[key 8||0|7]9[|x|1|12]");
  // An item before the first document.
  CHECK_THROWS_AS(each_row(compressed(chunk.substr(chunk.find("key 8") - 1)), 1, visit), PublishedError);
  CHECK_THROWS_AS(each_row("no frame", 1, visit), PublishedError);
}

TEST_CASE("what a published index says of itself") {
  PublishedAbout about;
  about.generation.number = 3;
  about.generation.schema_version = kSchemaVersion;
  about.generation.analyzer = "a";
  about.generation.items = 5;
  about.generation.word_list = word_list_file(3);
  about.documents = 17;
  about.row_chunks = 1;
  about.word_chunks = 2;
  const PublishedAbout read = unpack_about(pack(about));
  CHECK((read.documents == 17 && read.row_chunks == 1 && read.word_chunks == 2));
  CHECK((read.generation.number == 3 && read.generation.items == 5));
  CHECK_THROWS_AS(unpack_about(compressed("{\"published\":999}")), IndexError);
  CHECK_THROWS_AS(unpack_about(compressed("[]")), PublishedError);
  CHECK_THROWS_AS(unpack_about(compressed("{")), PublishedError);
  CHECK_THROWS_AS(unpack_about(""), PublishedError);
}

TEST_CASE("a published index of any bytes is survived") {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 60, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    try {
      text_of(bytes);
    } catch (const PublishedError&) {
    }
    try {
      each_row(compressed(bytes), 1 + static_cast<std::uint32_t>(random() % 9),
               [](std::uint32_t, const PublishedRow&) {});
    } catch (const PublishedError&) {
    }
  }
  SUCCEED();
}
