// Segments written by us are databases as Xapian itself would have made them of the same documents.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/segment_writer.h"

#include <xapian.h>

#include <fstream>
#include <random>
#include <sstream>

#include "corpus/generation.h"
#include "corpus/segment_positions.h"
#include "corpus/segment_tables.h"
#include "indexer/glass_packing.h"
#include "indexer/glass_table.h"
#include "indexer/inverter.h"
#include "indexer/run_file.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

// Documents of made-up terms, a few of them in every document, most of them in few.
class Documents {
 public:
  explicit Documents(unsigned seed) : random_(seed) {}

  indexer::BuiltDocument next(indexer::TermTable& terms) {
    indexer::BuiltDocument document;
    std::map<std::string, std::uint32_t> counts;
    for (std::size_t i = below(60); i > 0; --i) counts[term()] += 1 + static_cast<std::uint32_t>(below(300));
    if (below(3) == 0) counts["Kboolean"] = 0;
    for (const auto& [term, count] : counts) document.terms.push_back({terms.id_of(term), count});
    for (std::string& value : document.values) value = text(below(4) == 0 ? 0 : below(120));
    document.positions = text(below(5) == 0 ? 0 : below(900));
    document.data = text(below(9) == 0 ? below(60'000) : below(600));
    return document;
  }

 private:
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }
  std::string term() {
    const std::size_t number = below(2) == 0 ? below(20) : below(5000);
    std::string term = "S" + std::to_string(number);
    if (number % 7 == 0) term += std::string(number % 180, 'x');
    if (number % 11 == 0) term += std::string("\0\0y", 3);
    return term;
  }
  // Some of it can be compressed and some can't.
  std::string text(std::size_t size) {
    std::string text;
    while (text.size() < size) text += static_cast<char>(below(text.size() / 3000 % 2 == 0 ? 256 : 3));
    return text;
  }
  std::mt19937 random_;
};

void add(const indexer::BuiltDocument& built, const indexer::TermTable& terms, Xapian::WritableDatabase& database) {
  Xapian::Document document;
  for (const indexer::DocumentTerm& term : built.terms)
    document.add_term(std::string(terms.text(term.term)), term.count);
  for (Xapian::valueno slot = 0; slot < indexer::kSlotCount; ++slot) document.add_value(slot, built.values[slot]);
  document.set_data(built.data);
  database.add_document(document);
}

// All that can be asked of a database, as lines.
std::string everything(const Xapian::Database& database) {
  std::ostringstream out;
  out << database.get_doccount() << ' ' << database.get_lastdocid() << ' ' << database.get_total_length() << ' '
      << database.get_doclength_lower_bound() << ' ' << database.get_doclength_upper_bound() << '\n';
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    out << *term << ' ' << term.get_termfreq() << ' ' << database.get_collection_freq(*term) << ' '
        << database.get_wdf_upper_bound(*term) << ':';
    for (auto posting = database.postlist_begin(*term); posting != database.postlist_end(*term); ++posting)
      out << ' ' << *posting << '/' << posting.get_wdf();
    out << '\n';
  }
  for (Xapian::valueno slot = 0; slot <= indexer::kSlotCount; ++slot) {
    out << database.get_value_freq(slot) << ' ' << database.get_value_lower_bound(slot) << ' '
        << database.get_value_upper_bound(slot) << '\n';
    for (auto value = database.valuestream_begin(slot); value != database.valuestream_end(slot); ++value)
      out << value.get_docid() << ' ' << *value << '\n';
  }
  for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting)
    out << *posting << ' ' << database.get_doclength(*posting) << ' ' << database.get_document(*posting).get_data()
        << '\n';
  return out.str();
}

struct Fixture {
  TemporaryFolder folder;
  fs::path ours = folder.path() / "segment.glass";
  std::vector<std::string> positions;  // of what was last written

  bool has_positions(const fs::path& file, std::size_t times = 1) const {
    const corpus::SegmentPositions found(file);
    bool same =
        found.documents() == times * positions.size() && found.of(0).empty() && found.of(found.documents() + 1).empty();
    for (std::uint32_t i = 0; i < found.documents(); ++i)
      same = same && found.of(i + 1) == positions[i % positions.size()];
    return same;
  }

  // Writes documents to ours, in runs of these sizes, and to a database of Xapian's making.
  Xapian::Database write(unsigned seed, const std::vector<std::size_t>& runs) {
    Documents documents(seed);
    Xapian::WritableDatabase theirs((folder.path() / "theirs").string(),
                                    Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_TERMLIST | Xapian::DB_NO_SYNC);
    indexer::TermTable terms;
    indexer::Inverter inverter;
    std::vector<fs::path> files;
    positions.clear();
    for (const std::size_t size : runs) {
      for (std::size_t i = 0; i < size; ++i) {
        const indexer::BuiltDocument document = documents.next(terms);
        inverter.add(document, terms);
        add(document, terms, theirs);
        positions.push_back(document.positions);
      }
      files.push_back(folder.path() / ("run-" + std::to_string(files.size())));
      indexer::write_run(files.back(), inverter.take(terms));
    }
    theirs.commit();
    indexer::write_segment(files, ours);
    return theirs;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a segment is the database that Xapian makes of the same documents") {
  const std::vector<std::vector<std::size_t>> cases{{1}, {2, 1}, {40}, {300, 1, 700}, {5, 5, 5, 2000, 3000, 5}};
  unsigned seed = 1;
  for (const auto& runs : cases) {
    const Xapian::Database theirs = write(seed++, runs);
    CAPTURE(runs);
    CHECK(Xapian::Database::check(ours.string()) == 0);
    CHECK((everything(Xapian::Database(ours.string())) == everything(theirs)));
    CHECK(has_positions(ours));
  }
}

TEST_CASE_METHOD(Fixture, "a segment can be skipped through and compacted like Xapian's own") {
  const Xapian::Database theirs = write(7, {3000, 3000});
  Xapian::Database both(ours.string());
  both.add_database(Xapian::Database(ours.string()));
  const fs::path compacted = folder.path() / "compacted.glass";
  both.compact(compacted.string(), Xapian::DBCOMPACT_SINGLE_FILE);
  CHECK(Xapian::Database::check(compacted.string()) == 0);
  const Xapian::Database twice(compacted.string());
  CHECK(twice.get_doccount() == 2 * theirs.get_doccount());
  const Xapian::Database once(ours.string());
  for (auto term = once.allterms_begin(); term != once.allterms_end(); ++term) {
    for (Xapian::docid from = 1; from <= once.get_lastdocid(); from += 701) {
      auto mine = once.postlist_begin(*term), other = theirs.postlist_begin(*term), later = twice.postlist_begin(*term);
      mine.skip_to(from);
      other.skip_to(from);
      later.skip_to(from + once.get_lastdocid());
      const bool ends = other == theirs.postlist_end(*term);
      REQUIRE((mine == once.postlist_end(*term)) == ends);
      REQUIRE((later == twice.postlist_end(*term)) == ends);
      if (ends) break;
      REQUIRE(*mine == *other);
      REQUIRE(*later == *other + once.get_lastdocid());
    }
  }
}

namespace {

// Whether batches, up to nearer and farther ends, hold what one step after the other comes to.
bool takes_the_same(corpus::PostingCursor taken, corpus::PostingCursor stepped) {
  bool same = true;
  corpus::PostingCursor::Batch batch;
  for (std::uint32_t end = 1; same && taken.document() != corpus::PostingCursor::kEnd; end += 1 + end / 3) {
    while (const std::size_t size = taken.take(end, batch)) {
      for (std::size_t i = 0; i < size; ++i, stepped.next()) {
        same = same && batch.documents[i] < end && batch.documents[i] == stepped.document() &&
               batch.counts[i] == stepped.count();
      }
    }
    same = same && taken.document() >= end && taken.document() == stepped.document();
  }
  return same && stepped.document() == corpus::PostingCursor::kEnd;
}

// Whether the tables tell what Xapian tells of the same file.
bool tells_the_same(const fs::path& file) {
  const Xapian::Database database(file.string());
  const corpus::SegmentTables tables(file);
  bool same = tables.postings("Snothing").document() == corpus::PostingCursor::kEnd && tables.documents("S") == 0;
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    corpus::PostingCursor all = tables.postings(*term), stepped = tables.postings(*term);
    same = same && all.documents() == term.get_termfreq() && tables.documents(*term) == term.get_termfreq();
    auto expected = database.postlist_begin(*term);
    const auto visit = [&](std::uint32_t document, std::uint32_t count) {
      same = same && *expected == document && expected.get_wdf() == count && stepped.document() == document;
      ++expected;
      stepped.next();
    };
    for (std::uint32_t end = 1; end < database.get_lastdocid(); end += 1 + end / 3) all.until(end, visit);
    all.until(corpus::PostingCursor::kEnd, visit);
    same = same && expected == database.postlist_end(*term) && stepped.document() == corpus::PostingCursor::kEnd;
    same = same && takes_the_same(tables.postings(*term), tables.postings(*term));
    corpus::PostingCursor skipped = tables.postings(*term);
    expected = database.postlist_begin(*term);
    for (std::uint32_t to = 1; same && to < database.get_lastdocid() + 900; to += 1 + (to * 7) % 800) {
      skipped.skip_to(to);
      if (expected != database.postlist_end(*term)) expected.skip_to(to);
      const bool ends = expected == database.postlist_end(*term);
      same = ends ? skipped.document() == corpus::PostingCursor::kEnd
                  : skipped.document() == *expected && skipped.count() == expected.get_wdf();
    }
  }
  for (const std::string beginning : {"", "S", "S1", "S77x", "K", "none"}) {
    auto term = database.allterms_begin(beginning);
    tables.each_term(beginning, [&](const std::string& found) {
      same = same && term != database.allterms_end(beginning) && *term == found;
      ++term;
      return same;
    });
    same = same && term == database.allterms_end(beginning);
  }
  std::string copy;
  for (Xapian::docid id = 1; id <= database.get_lastdocid(); ++id) {
    const auto data = tables.data(id, copy);
    same = same && data.value_or("") == database.get_document(id).get_data();
  }
  return same && !tables.data(database.get_lastdocid() + 1, copy) && !tables.data(0, copy);
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a segment's tables are read without Xapian as by it") {
  unsigned seed = 20;
  for (const auto& runs : std::vector<std::vector<std::size_t>>{{1}, {40}, {300, 1, 700}, {5, 9000, 5, 3000}}) {
    CAPTURE(runs);
    write(seed++, runs);
    CHECK(tells_the_same(ours));
    Xapian::Database both(ours.string());
    both.add_database(Xapian::Database(ours.string()));
    const fs::path compacted = folder.path() / ("compacted-" + std::to_string(seed));
    both.compact(compacted.string(), Xapian::DBCOMPACT_SINGLE_FILE);
    CHECK(tells_the_same(compacted));
  }
}

TEST_CASE_METHOD(Fixture, "damaged tables are told or give nonsense, and no more") {
  write(31, {2500});
  std::ifstream in(ours, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  std::mt19937 random(5);
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  int refused = 0;
  for (int round = 0; round < 300; ++round) {
    std::string damaged = whole;
    for (std::size_t i = 1 + below(400); i > 0; --i) damaged[below(damaged.size())] = static_cast<char>(below(256));
    if (round % 10 == 0) damaged.resize(below(damaged.size()));
    std::ofstream(folder.path() / "damaged", std::ios::binary | std::ios::trunc) << damaged;
    try {
      const corpus::SegmentTables tables(folder.path() / "damaged");
      std::string copy;
      for (std::uint32_t id = 0; id < 2600; id += 40) tables.data(id, copy);
      for (int term = 0; term < 40; ++term) {
        std::uint32_t last = 0;
        tables.postings("S" + std::to_string(term))
            .until(corpus::PostingCursor::kEnd, [&](std::uint32_t document, auto) {
              CHECK(document > last);
              last = document;
            });
      }
    } catch (const std::runtime_error&) {
      ++refused;
    }
  }
  CHECK(refused > 100);
}

TEST_CASE("numbers pack so that their bytes sort as they do") {
  std::string before;
  for (const std::uint32_t number :
       {0U, 1U, 0x7FU, 0xFFU, 0x100U, 0x7FFFU, 0x8000U, 0xFFFFU, 0x10000U, 0x1FFFFFU, 0x200000U, 0x3FFFFFU, 0x400000U,
        0xFFFFFFFU, 0x1FFFFFFFU, 0x20000000U, 0xFFFFFFFFU}) {
    std::string packed;
    indexer::pack_sortable(packed, number);
    CHECK(before < packed);
    before = packed;
  }
}

TEST_CASE("a table refuses keys that don't ascend") {
  TemporaryFolder folder;
  indexer::BlockFile file(folder.path() / "blocks");
  indexer::TableWriter table(file);
  table.add("b", "1");
  CHECK_THROWS_AS(table.add("a", "2"), std::runtime_error);
  CHECK_THROWS_AS(table.add("b", "2"), std::runtime_error);
  CHECK_THROWS_AS(table.add(std::string(256, 'c'), "2"), std::runtime_error);
}

TEST_CASE("a segment of runs that are damaged or missing is refused") {
  TemporaryFolder folder;
  const fs::path run = folder.path() / "run";
  CHECK_THROWS_AS(indexer::write_segment({run}, folder.path() / "segment"), corpus::IndexError);
  indexer::write_run(run, "\xff\xff");
  CHECK_THROWS_AS(indexer::write_segment({run}, folder.path() / "segment"), std::runtime_error);
}

TEST_CASE_METHOD(Fixture, "positions that are cut short or missing are refused") {
  write(9, {20});
  fs::resize_file(ours, fs::file_size(ours) - 1);
  CHECK_THROWS_AS(corpus::SegmentPositions(ours), corpus::IndexError);
  std::ofstream(ours, std::ios::trunc | std::ios::binary)
      << std::string(8, '\xff') << std::string(8, '\0') << "OpslagP1";
  CHECK_THROWS_AS(corpus::SegmentPositions(ours), corpus::IndexError);
  std::ofstream(ours, std::ios::trunc | std::ios::binary)
      << std::string(8, '\0') << std::string(8, '\xff') << "OpslagP1";
  CHECK_THROWS_AS(corpus::SegmentPositions(ours), corpus::IndexError);
  fs::resize_file(ours, 0);
  CHECK_THROWS_AS(corpus::SegmentPositions(ours), corpus::IndexError);
}
