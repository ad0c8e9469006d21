// The lists of a segment's frequent terms tell what its documents tell, after writing and after merging.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <random>

#include "corpus/positional_postings.h"
#include "corpus/positions.h"
#include "corpus/segment_positions.h"
#include "corpus/segment_tables.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

struct Fixture {
  TemporaryFolder folder;
  fs::path index = folder.path() / "index", minutes = folder.path() / "minutes";
  indexer::Environment environment = plain_environment();
  std::mt19937 random{11};

  // Words are numbers, small ones more often.
  std::string body() {
    std::string text;
    for (std::size_t left = 1 + random() % 40; left > 0; --left)
      text += std::to_string(random() % (1 + random() % 300)) + ' ';
    return text + "slut";
  }
  void fill(const std::string& year, int meetings) {
    for (int i = 0; i < meetings; ++i) {
      std::vector<std::string> bodies;
      for (int item = 0; item < 20; ++item) bodies.push_back(body());
      const std::string date = year + "-01-" + std::to_string(100 + i);
      write_file(minutes / (date + ".json"), meeting_json(date, bodies));
    }
    indexer::UpdateOptions options;
    options.index = index;
    options.sources = {minutes.string()};
    indexer::update(options, environment);
  }
};

// How many lists there are; each must tell of all documents what these tell.
std::size_t lists_that_fit(const fs::path& file) {
  const corpus::SegmentPositions positions(file);
  const corpus::SegmentTables tables(file);
  CHECK(positions.has_lists());
  std::vector<std::vector<std::uint32_t>> packed;
  std::vector<std::uint32_t> listed;
  for (const auto& list : positions.lists()) {
    const std::array<std::uint64_t, 1> key{corpus::position_key(list.term)};
    CHECK(tables.documents(list.term) >= corpus::least_documents_of_list(positions.documents()));
    corpus::PositionalCursor at(list.bytes);
    bool same = true;
    tables.postings(list.term).until(corpus::PostingCursor::kEnd, [&](std::uint32_t document, std::uint32_t) {
      corpus::unpack_positions(positions.of(document), key, packed);
      listed.clear();
      if (at.document() == document) {
        at.positions(listed);
        at.next();
      }
      same = same && listed == packed.front();
    });
    INFO(list.term);
    CHECK(same);
    CHECK(at.document() == corpus::PositionalCursor::kEnd);
  }
  return positions.lists().size();
}

std::size_t frequent_terms(const fs::path& file) {
  const corpus::SegmentTables tables(file);
  const corpus::SegmentPositions positions(file);
  std::size_t count = 0;
  tables.each_term("L", [&](const std::string& term) {
    count += tables.documents(term) >= corpus::least_documents_of_list(positions.documents()) ? 1 : 0;
    return true;
  });
  return count;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "every frequent term of a new segment has its list, and no other") {
  fill("2010", 100);
  const corpus::Generation generation = corpus::load_current(index);
  REQUIRE(generation.segments.size() == 1);
  const fs::path file = index / generation.segments.front().file;
  CHECK(lists_that_fit(file) == frequent_terms(file));
  const corpus::SegmentPositions positions(file);
  CHECK(positions.list("Lslut") != nullptr);
  CHECK(positions.list("Lslu") == nullptr);
  CHECK(positions.list("Lslutt") == nullptr);
  CHECK(positions.bytes_of_lists() > 0);
}

TEST_CASE_METHOD(Fixture, "merged segments have lists of all that is frequent in them") {
  fill("2010", 110);
  fill("2010", 3);  // some are changed, and stay deleted
  for (const char* year : {"2011", "2012", "2013", "2014"}) fill(year, 100);
  const corpus::Generation generation = corpus::load_current(index);
  REQUIRE(std::any_of(generation.segments.begin(), generation.segments.end(),
                      [](const auto& segment) { return segment.documents > 2300 && !segment.deleted.empty(); }));
  for (const corpus::SegmentInfo& segment : generation.segments) {
    const fs::path file = index / segment.file;
    CHECK(lists_that_fit(file) == frequent_terms(file));
    CHECK(corpus::SegmentPositions(file).list("Lslut") != nullptr);
  }
}
