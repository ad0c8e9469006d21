// How many positions are before the sentences of a text is told as it was counted, and anything else is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/text_places.h"

#include <random>

#include "tests/support/catch.h"

using namespace opslag::corpus;

namespace {

const std::string kSentence = "Udvalget godkendte budgettet for 2024 enstemmigt. ";

std::string repeated(std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += kSentence;
  return text;
}

// A directory of texts whose words are what stands between spaces.
std::string written(const std::vector<FieldText>& texts) {
  TextPlacesWriter writer;
  for (const FieldText& text : texts) {
    writer.begin(text.text);
    std::uint32_t position = 0;
    for (std::size_t at = 0; at < text.text.size(); ++at) {
      if (text.text[at] != ' ' && (at == 0 || text.text[at - 1] == ' ')) writer.token(at, position++);
    }
    writer.end();
  }
  return writer.take();
}

std::string printed(const TextPlaces& places, std::size_t text) {
  std::string all;
  for (const auto& place : places.of(text))
    all += (all.empty() ? "" : " ") + std::to_string(place.byte) + ":" + std::to_string(place.position);
  return all;
}

}  // namespace

TEST_CASE("of a long text the positions before some of its sentences are known") {
  const std::string longer = repeated(10), longest = repeated(1000), few_points(1000, 'x');
  const std::vector<FieldText> texts = {{Field::title, "Nyt budget"},
                                        {Field::body, longer},
                                        {Field::body, few_points},
                                        {Field::body, longest},
                                        {Field::case_number, "27.00.00"}};
  TextPlaces places;
  REQUIRE(places.read(written(texts), texts));
  CHECK(printed(places, 0) == "10:2");
  CHECK(printed(places, 1) == "149:18 299:36 449:54 500:60");
  CHECK(printed(places, 2) == "1000:1");
  CHECK(places.of(3).size() == 334);
  CHECK(places.positions(3) == 6000);
  CHECK(printed(places, 4) == "8:1");
  REQUIRE(places.read(written({}) + written({texts[0]}), {texts[0]}));  // again
  CHECK(printed(places, 0) == "10:2");
}

TEST_CASE("a directory of other texts is refused") {
  const std::string text = repeated(10), other = "Kort. " + repeated(9);
  TextPlaces places;
  const std::string bytes = written({{Field::body, text}});
  CHECK_FALSE(places.read("", {{Field::body, text}}));
  CHECK_FALSE(places.read("x", {{Field::body, text}}));
  CHECK_FALSE(places.read(bytes, {{Field::body, other}}));
  CHECK_FALSE(places.read(bytes, {{Field::body, text}, {Field::body, text}}));
  CHECK_FALSE(places.read(bytes, {{Field::title, "Kort"}}));
  CHECK_FALSE(places.read(bytes + '\0', {{Field::body, text}}));
}

TEST_CASE("damaged directories are survived, and name no byte within a sentence") {
  const std::string text = repeated(100);
  const std::vector<FieldText> texts = {{Field::title, "Nyt budget"}, {Field::body, text}};
  const std::string bytes = written(texts);
  std::mt19937 random(5);
  std::size_t taken = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string damaged = bytes;
    for (auto times = 1 + random() % 3; times > 0; --times)
      damaged[random() % damaged.size()] = static_cast<char>(random());
    if (random() % 4 == 0) damaged.resize(random() % damaged.size());
    TextPlaces places;
    if (!places.read(damaged, texts)) continue;
    ++taken;
    std::size_t before = 0;
    for (const auto& place : places.of(1)) {
      REQUIRE(place.byte > before);
      REQUIRE((place.byte == text.size() || text[place.byte - 1] == '.'));
      REQUIRE(place.position <= places.positions(1));
      before = place.byte;
    }
  }
  CHECK(taken > 0);  // else the test looks at nothing
}
