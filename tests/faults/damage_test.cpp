// A damaged index is refused: a bit flipped anywhere, a file cut short, gone, or exchanged.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <iterator>
#include <random>

#include "indexer/check.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;
using namespace std::string_view_literals;

namespace {

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Fixture {
  TemporaryFolder folder;
  fs::path index = folder.path() / "index";

  Fixture() {
    const fs::path minutes = folder.path() / "minutes";
    write_file(minutes / "a.json", meeting_json("2024-01-01", {"et hus", "to huse+plan.pdf"}));
    indexer::UpdateOptions options;
    options.index = index;
    options.sources = {minutes.string()};
    indexer::update(options, plain_environment());
    indexer::check_index(index);
  }
  bool refused() const {
    try {
      indexer::check_index(index);
      return false;
    } catch (const corpus::IndexError&) {
      return true;
    }
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "one bit flipped in any file is found") {
  const char* name = GENERATE("CURRENT", "generation-000001.json", "segment-000001.glass", "words-000001.txt");
  const std::string whole = read(index / name);
  std::mt19937 random(7);
  for (int i = 0; i < 100; ++i) {
    const std::size_t bit = random() % (whole.size() * 8);
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    write_file(index / name, damaged);
    INFO(name << ", bit " << bit);
    // A line feed at the end of CURRENT says nothing.
    if (bit / 8 + 1 == whole.size() && std::string_view(name) == "CURRENT") continue;
    REQUIRE(refused());
  }
  write_file(index / name, whole);
  CHECK_FALSE(refused());
}

TEST_CASE_METHOD(Fixture, "a file that is cut short, empty or gone is found") {
  const char* name = GENERATE("CURRENT", "generation-000001.json", "segment-000001.glass", "words-000001.txt");
  const std::string whole = read(index / name);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 2}) {
    write_file(index / name, whole.substr(0, size));
    INFO(name << " cut to " << size);
    REQUIRE(refused());
  }
  fs::remove(index / name);
  CHECK(refused());
}

TEST_CASE_METHOD(Fixture, "CURRENT never leads out of the index") {
  for (const std::string_view text :
       {"../generation-000001.json"sv, "/etc/passwd"sv, "generation-.json"sv, "generation-000001.json\0x"sv}) {
    write_file(index / "CURRENT", text);
    CHECK(refused());
  }
  write_file(index / "CURRENT", "generation-000001.json\n");  // as a person writes it to roll back
  CHECK_FALSE(refused());
}
