// The words of several indexes as one list, and how many of them are kept.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/index_spelling.h"

#include <string>

#include "corpus/generation.h"
#include "searchd/word_merge.h"
#include "tests/support/catch.h"

using namespace opslag;

namespace {

std::string merged(const std::vector<std::string_view>& lists) {
  std::string line;
  searchd::each_word_of(lists, [&](std::string_view word, std::uint32_t documents) {
    line += std::string(word) + ':' + std::to_string(documents) + ' ';
  });
  return line;
}

// Least documents, and how many words have so many.
std::string common(const std::vector<std::string_view>& lists, std::size_t most) {
  const searchd::CommonWords words = searchd::common_words(lists, most);
  return std::to_string(words.least_documents) + ' ' + std::to_string(words.count);
}

}  // namespace

TEST_CASE("lists of words are merged by their bytes") {
  CHECK(merged({}).empty());
  CHECK(merged({"", ""}).empty());
  CHECK(merged({"3\tby\n1\tå\n"}) == "by:3 å:1 ");
  CHECK(merged({"3\tby\n1\tå\n", "", "1\ta\n2\tby\n", "1\tby\n1\tbyer\n"}) == "a:1 by:6 byer:1 å:1 ");
  CHECK(merged({"4000000000\ta\n", "4000000000\ta\n"}) == "a:4294967295 ");
  for (const std::string_view damaged : {"3 by\n", "3\tby", "x\tby\n", "\tby\n", "3\n2\tby\n", "99999999999\ta\n"}) {
    INFO(damaged);
    CHECK_THROWS_AS(merged({damaged}), corpus::IndexError);
    CHECK_THROWS_AS(merged({"1\ta\n", damaged}), corpus::IndexError);
  }
}

TEST_CASE("of many words the most common are kept") {
  const std::string_view list = "1\ta\n5\tb\n2\tc\n2000\td\n1\te\n3000\tf\n";
  CHECK(common({}, 10) == "1 0");
  CHECK(common({list}, 10) == "1 6");
  CHECK(common({list}, 6) == "1 6");
  CHECK(common({list}, 5) == "2 4");
  CHECK(common({list}, 3) == "3 3");
  CHECK(common({list}, 2) == "6 2");
  CHECK(common({list}, 1) == "1023 2");  // those cannot be told apart
  CHECK(common({list, "1\ta\n"}, 5) == "2 5");
}
