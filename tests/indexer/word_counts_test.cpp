// The word list after updates is that of an index made anew, whichever way the words of what went are found.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/word_counts.h"

#include "corpus/word_list.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

struct WordsFixture {
  TemporaryFolder folder;
  fs::path minutes = folder.path() / "minutes";
  indexer::Environment environment = plain_environment();

  void write(std::size_t file, const std::vector<std::string>& bodies) const {
    const std::string month = std::to_string(file % 12 + 1), year = std::to_string(2000 + file / 12);
    write_file(minutes / (std::to_string(file) + ".json"),
               meeting_json(year + "-" + std::string(2 - month.size(), '0') + month + "-01", bodies));
  }
  std::vector<std::string> words(const std::string& index, unsigned threads = 2) const {
    indexer::UpdateOptions options;
    options.index = folder.path() / index;
    options.sources = {minutes.string()};
    options.threads = threads;
    indexer::update(options, environment);
    std::vector<std::string> lines;
    const corpus::Generation generation = corpus::load_current(options.index);
    for (const corpus::CountedWord& word : corpus::read_word_list(options.index / generation.word_list))
      lines.push_back(word.word + " " + std::to_string(word.documents));
    return lines;
  }
};

// Words of an item: some that all have, some that some have, one of its own.
std::string body(std::size_t file, std::size_t item, const std::string& more) {
  return "alle hver" + std::to_string(item % 7) + " hver" + std::to_string(file % 5) + " egen" + std::to_string(file) +
         "x" + std::to_string(item) + " " + more;
}

}  // namespace

TEST_CASE_METHOD(WordsFixture, "the words of what changes and goes are counted off exactly") {
  constexpr std::size_t kFiles = 60, kItems = 20;  // more documents than one is worth going through all lists for
  const auto bodies = [](std::size_t file, const std::string& more) {
    std::vector<std::string> all;
    for (std::size_t item = 0; item < kItems; ++item) all.push_back(body(file, item, more));
    return all;
  };
  for (std::size_t file = 0; file < kFiles; ++file) write(file, bodies(file, "først"));
  words("index");

  std::vector<std::string> one = bodies(7, "først");
  one[3] = body(7, 3, "nyt nyt+bilag.txt");
  write(7, one);
  CHECK(words("index") == words("one changed"));

  for (std::size_t file = 0; file < kFiles; file += 3) write(file, bodies(file, "siden+bilag.txt"));
  CHECK(words("index", 1) == words("many changed"));

  one.pop_back();
  one[5] = "!" + one[5];
  write(7, one);
  for (std::size_t file = 1; file < kFiles; file += 3) fs::remove(minutes / (std::to_string(file) + ".json"));
  CHECK(words("index") == words("some gone"));
}
