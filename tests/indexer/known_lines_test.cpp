// Lines of a changed JSON Lines file that are as they were are not read again, and the index is as if they were.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/known_lines.h"

#include <fstream>
#include <iterator>
#include <random>

#include "corpus/minutes/json_lines.h"
#include "corpus/sha256.h"
#include "indexer/check.h"
#include "indexer/source_plan.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

using Lines = std::vector<std::string>;

struct LinesFixture {
  TemporaryFolder folder;
  fs::path minutes = folder.path() / "minutes";
  indexer::Environment environment = plain_environment();
  std::vector<std::string> read;  // the ids that meetings had when they were read

  LinesFixture() {
    environment.read = [this](const corpus::SourceFile& file) {
      std::ifstream in(file.path, std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      corpus::ReadResult result = corpus::minutes::read_json_lines(text, file.known_lines.get());
      for (corpus::Meeting& meeting : result.meetings) {
        meeting.source = file.name;
        read.push_back(meeting.id);
      }
      return result;
    };
  }
  void write(const Lines& lines, const std::string& name = "a.json") const {
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    write_file(minutes / name, text);
  }
  indexer::UpdateReport update(const std::string& index = "index", bool reread = false) {
    indexer::UpdateOptions options;
    options.index = folder.path() / index;
    options.sources = {minutes.string()};
    options.reread = reread;
    options.threads = 1;
    read.clear();
    indexer::UpdateReport report = indexer::update(options, environment);
    indexer::check_index(options.index);
    return report;
  }
  corpus::SourceState source(const std::string& index = "index") const {
    return corpus::load_current(folder.path() / index).sources.at(0);
  }
};

const std::string kFirst = meeting_json("2024-01-01", {"et hus", "to huse"});
const std::string kSecond = meeting_json("2024-02-01", {"tre huse", "!lukket"});
const std::string kThird = meeting_json("2024-03-01", {"fire huse"});

}  // namespace

TEST_CASE_METHOD(LinesFixture, "of a changed file only the lines that changed are read") {
  write({kFirst, kSecond, kThird});
  CHECK(summary(update()) == "4 added, 0 changed, 0 removed, 0 unchanged");
  CHECK(read.size() == 3);

  write({kFirst, kSecond, meeting_json("2024-03-01", {"fem huse"})});
  const indexer::UpdateReport report = update();
  CHECK(summary(report) == "0 added, 1 changed, 0 removed, 3 unchanged");
  CHECK(report.withheld == 1);
  CHECK(report.items == 4);
  CHECK(read == std::vector<std::string>{"fu-2024-03-01"});
  CHECK(contents(folder.path() / "index").at("fu-2024-03-01/1") == "fem huse");
  CHECK(source().items == 4);
  CHECK(source().withheld == 1);
}

TEST_CASE_METHOD(LinesFixture, "lines that go take their meetings along; those that move need no reading") {
  write({kFirst, kSecond, kThird});
  update();
  write({kThird, kFirst});
  CHECK(summary(update()) == "0 added, 0 changed, 1 removed, 3 unchanged");
  CHECK(read.empty());
  CHECK_FALSE(contents(folder.path() / "index").contains("fu-2024-02-01"));
  CHECK(source().meetings == std::vector<std::string>{"fu-2024-03-01", "fu-2024-01-01"});

  write({kThird, kFirst, kSecond});
  CHECK(summary(update()) == "1 added, 0 changed, 0 removed, 3 unchanged");
  CHECK(read == std::vector<std::string>{"fu-2024-02-01"});
}

TEST_CASE_METHOD(LinesFixture, "a file is read whole if a line is wrong, names a file, or the reader is another") {
  const auto with_file = [] {
    std::string line = meeting_json("2024-03-01", {"fire huse+bilag.txt"});
    const std::string none = "\"file\":null";
    return line.replace(line.find(none), none.size(), "\"file\":\"bilag/bilag.txt\"");
  }();
  write({kFirst, kSecond, kThird});
  update();
  SECTION("a line is wrong") {
    write({kFirst, kSecond, kThird, "{\"items\":"});
    CHECK(update().warnings.size() == 1);
    CHECK(source().lines.empty());
    CHECK(read.size() == 3);
  }
  SECTION("a line names a file") {
    write({kFirst, kSecond, with_file});
    CHECK(summary(update()) == "0 added, 1 changed, 0 removed, 3 unchanged");
    CHECK(read == std::vector<std::string>{"fu-2024-03-01", "fu-2024-01-01", "fu-2024-02-01", "fu-2024-03-01"});
    CHECK(source().lines.empty());
    write({kFirst, kSecond, kThird});
    update();
    CHECK(read.size() == 3);
    CHECK(source().lines.size() == 3);
  }
  SECTION("another reader") {
    environment.reader = "another";
    write({kFirst, kSecond});
    update();
    CHECK(read.size() == 2);
  }
  SECTION("all is to be read again") {
    update("index", true);
    CHECK(read.size() == 3);
  }
}

TEST_CASE_METHOD(LinesFixture, "a new line never gets the id of one that was passed over") {
  const std::string twin = meeting_json("2024-01-01", {"et andet hus"});  // says the id of the first
  write({kFirst, twin});
  update();
  const std::vector<std::string> before = source().meetings;
  CHECK(before == std::vector<std::string>{"fu-2024-01-01", "fu-2024-01-01-2"});
  write({twin, meeting_json("2024-01-01", {"et tredje hus"})});
  update();
  CHECK(source().meetings == std::vector<std::string>{"fu-2024-01-01-2", "fu-2024-01-01"});
  write({kFirst, kFirst, twin});
  update();
  CHECK(source().meetings.size() == 3);
  CHECK(source().meetings.at(2) == "fu-2024-01-01-2");
}

TEST_CASE_METHOD(LinesFixture, "after any edits the index holds what one made anew holds") {
  std::mt19937 random(5);
  const auto any = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  int next = 1;
  const auto meeting = [&](const std::string& date) {
    Lines bodies;
    for (std::size_t i = 1 + any(3); i > 0; --i) bodies.push_back((any(5) == 0 ? "!" : "") + std::to_string(any(50)));
    return meeting_json(date, bodies);
  };
  const auto fresh_date = [&] {
    const std::string day = std::to_string(next % 28 + 1), month = std::to_string(next / 28 % 12 + 1);
    ++next;
    return "2024-" + std::string(2 - month.size(), '0') + month + "-" + std::string(2 - day.size(), '0') + day;
  };
  std::vector<std::pair<std::string, std::string>> lines;  // date, line
  for (int round = 0; round < 25; ++round) {
    for (std::size_t edits = any(4); edits > 0; --edits) {
      const std::size_t at = any(lines.size() + 1);
      if (at == lines.size() || any(3) == 0) {
        const std::string date = fresh_date();
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), {date, meeting(date)});
      } else if (any(2) == 0) {
        lines[at].second = meeting(lines[at].first);
      } else {
        std::swap(lines[at], lines.back());
        if (any(2) == 0 && lines.size() > 2) lines.pop_back();
      }
    }
    if (lines.empty()) continue;
    Lines texts;
    for (const auto& [date, line] : lines) texts.push_back(line);
    write(texts);
    update();
    const std::string anew = "anew" + std::to_string(round);
    update(anew);
    INFO("round " << round);
    REQUIRE(contents(folder.path() / "index") == contents(folder.path() / anew));
    CHECK(source().items == source(anew).items);
    CHECK(source().withheld == source(anew).withheld);
    CHECK(source().meetings == source(anew).meetings);
    CHECK(source().lines == source(anew).lines);
  }
}

TEST_CASE_METHOD(LinesFixture, "places are kept of lines that can be meetings, not of a file of tiny ones") {
  const auto hashed = [&](const std::string& text) {
    write_file(minutes / "a.jsonl", text);
    corpus::OrdinaryFile file(minutes / "a.jsonl", corpus::Links::refuse);
    corpus::LinePlaces places;
    const std::string digest = corpus::minutes::hash_lines(file, places);
    return std::make_pair(places, digest);
  };
  std::string tiny, tinier, real;
  for (int i = 0; i < 3000; ++i) {
    tiny += "0\n";
    real += kFirst + '\n';
  }
  for (int i = 0; i < 1000; ++i) tinier += "0\n";
  CHECK(hashed(tinier).first.size() == 1000);
  CHECK(hashed(tiny).first.empty());
  CHECK(hashed(tiny + real).first.empty());
  CHECK(hashed(tiny).second != hashed(tiny + "1\n").second);
  const corpus::LinePlaces places = hashed(real).first;
  REQUIRE(places.size() == 3000);
  CHECK(places[1].begin == kFirst.size() + 1);
  CHECK(corpus::minutes::hash_of(places[1]) == corpus::sha256(kFirst).substr(0, 32));
}

TEST_CASE_METHOD(LinesFixture, "places are planned with only where lines changed of a file that is known") {
  const auto planned = [&](const std::string& text, const std::vector<corpus::SourceState>& known) {
    write_file(minutes / "a.jsonl", text);
    const indexer::SourcePlan plan = indexer::plan_sources(corpus::list_sources({minutes.string()}),
                                                           {minutes.string()}, known, {"reader", false, 1});
    REQUIRE(plan.read.size() == 1);
    return plan.read[0].file.lines ? plan.read[0].file.lines->size() : 0;
  };
  corpus::SourceState state;
  state.path = indexer::absolute_path((minutes / "a.jsonl").string());
  for (const std::string& line : {kFirst, kSecond}) state.lines.push_back({corpus::sha256(line).substr(0, 32), 0, 0});
  CHECK(planned(kFirst + '\n' + kSecond + '\n', {}) == 0);
  CHECK(planned(kFirst + '\n' + kSecond + '\n', {state}) == 0);
  CHECK(planned(kFirst + '\n' + kThird + '\n', {state}) == 2);
}
