// Sources that vanish, lose their permissions or are exchanged for something else between being listed, hashed, read
// and extracted: nothing that the index holds is lost, the rest is indexed, and the reason is a sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>

#include "corpus/word_list.h"
#include "indexer/check.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

constexpr unsigned kNobody = 65534;

// Permissions bind nobody but root: tests that run as root are nobody for a while.
class Unprivileged {
 public:
  Unprivileged() : was_root_(::geteuid() == 0) {
    corpus::list_sources({});
    if (was_root_ && (::setegid(kNobody) != 0 || ::seteuid(kNobody) != 0)) throw std::runtime_error("still root");
  }
  ~Unprivileged() {
    if (was_root_ && (::seteuid(0) != 0 || ::setegid(0) != 0)) std::abort();
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;

 private:
  bool was_root_;
};

struct Change {
  const char* name;
  void (*make)(const fs::path& file);  // puts something else in the file's place
  const char* reason;
};

const Change kChanges[]{
    {"gone", [](const fs::path& file) { fs::remove(file); }, "No such file or directory"},
    {"forbidden", [](const fs::path& file) { fs::permissions(file, fs::perms::none); }, "Permission denied"},
    {"a FIFO that nobody writes to",
     [](const fs::path& file) {
       fs::remove(file);
       REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
     },
     "it is no ordinary file"},
    {"a link to itself",
     [](const fs::path& file) {
       fs::remove(file);
       fs::create_symlink(file, file);
     },
     "it is a link"},
    {"a link to an endless device",
     [](const fs::path& file) {
       fs::remove(file);
       fs::create_symlink("/dev/zero", file);
     },
     "it is a link"},
    {"a folder",
     [](const fs::path& file) {
       fs::remove(file);
       fs::create_directory(file);
     },
     "it is no ordinary file"},
    {"a file of 300 GB that takes no room",
     [](const fs::path& file) { fs::resize_file(file, std::uintmax_t{300} << 30); }, "larger than 100 MB"},
};

void remove_whatever_it_is(const fs::path& file) {
  std::error_code ignored;
  fs::permissions(file, fs::perms::owner_all, ignored);
  fs::remove_all(file);
}

struct Fixture {
  corpus::ReadResult warm =
      corpus::read_source({fs::path(OPSLAG_SOURCE_DIR) / "tests/faults/minutes.txt", "", "m.txt"});
  Unprivileged unprivileged;
  TemporaryFolder folder;
  fs::path index = folder.path() / "index", minutes = folder.path() / "minutes";
  indexer::Environment environment = plain_environment();
  std::function<void()> before_hashing = [] {}, before_reading = [] {}, before_extracting = [] {};

  Fixture() {
    environment.list = [this](const std::vector<std::string>& sources) {
      corpus::Listing listing = corpus::list_sources(sources);
      before_hashing();
      return listing;
    };
    environment.read = [this](const corpus::SourceFile& file) {
      if (file.name == "a.jsonl") before_reading();
      return corpus::read_source(file, {std::nullopt, environment.extract});
    };
    environment.extract = [this](const fs::path& file) {
      before_extracting();
      return corpus::extract(file);
    };
    write("a", "2024-01-01", "et hus+plan.txt");
    write("b", "2024-02-01", "to huse");
    write_file(minutes / "bilag" / "plan.txt", "molen er gammel");
  }
  void write(const std::string& name, const std::string& date, const std::string& body) const {
    remove_whatever_it_is(minutes / (name + ".jsonl"));
    write_file(minutes / (name + ".jsonl"), meeting_json(date, {body}));
  }
  indexer::UpdateReport update(bool rebuild = false) const {
    indexer::UpdateOptions options;
    options.index = index;
    options.sources = {minutes.string()};
    options.rebuild = rebuild;
    options.threads = 1;
    indexer::UpdateReport report = indexer::update(options, environment);
    indexer::check_index(index);
    return report;
  }
  bool has_word(const std::string& word) const {
    for (const corpus::CountedWord& known : corpus::read_word_list(index / corpus::load_current(index).word_list)) {
      if (known.word == word) return true;
    }
    return false;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "minutes that can't be read any more keep what the index has of them") {
  const Change& change = GENERATE(from_range(std::begin(kChanges), std::end(kChanges)));
  const bool hashed = GENERATE(false, true);
  INFO(change.name << (hashed ? ", after it was hashed" : ", before it was hashed"));
  update();
  const auto before = contents(index);
  write("a", "2024-01-01", "tre huse+plan.txt");
  write("b", "2024-02-01", "fire huse");
  (hashed ? before_reading : before_hashing) = [&] { change.make(minutes / "a.jsonl"); };
  const indexer::UpdateReport report = update();
  REQUIRE(report.failed.size() == 1);
  CHECK(report.failed[0].source == "a.jsonl");
  CHECK_THAT(report.failed[0].reason, Catch::Matchers::Contains(change.reason));
  auto expected = before;
  expected["fu-2024-02-01/1"] = "fire huse";
  CHECK(contents(index) == expected);
  CHECK(has_word("molen"));

  before_hashing = before_reading = [] {};
  write("a", "2024-01-01", "tre huse+plan.txt");
  CHECK(summary(update()) == "0 added, 1 changed, 0 removed, 1 unchanged");
  CHECK(contents(index).at("fu-2024-01-01/1") == "tre huse");
}

TEST_CASE_METHOD(Fixture, "minutes that can't be read are told of when the index is made anew without them") {
  update();
  before_reading = [&] { fs::remove(minutes / "a.jsonl"); };
  const indexer::UpdateReport report = update(true);
  CHECK(report.failed.size() == 1);
  REQUIRE(report.warnings.size() == 1);
  CHECK(report.warnings[0].source == "a.jsonl");
  CHECK_THAT(report.warnings[0].reason, Catch::Matchers::StartsWith("its 1 items are not in the index"));
  CHECK(report.items == 1);
}

TEST_CASE_METHOD(Fixture, "an attachment that can't be opened costs its text only, and only for so long") {
  const Change& change = GENERATE(from_range(std::begin(kChanges), std::end(kChanges)));
  if (std::string_view(change.name).find("300 GB") != std::string_view::npos) return;  // it can be opened
  const bool hashed = GENERATE(false, true);
  INFO(change.name << (hashed ? ", after it was hashed" : ", before it was hashed"));
  const fs::path plan = minutes / "bilag" / "plan.txt";
  const auto time = fs::last_write_time(plan);
  (hashed ? before_extracting : before_reading) = [&] { change.make(plan); };
  indexer::UpdateReport report = update();
  CHECK(report.failed.empty());
  CHECK(report.items == 2);
  CHECK(report.attachments == 1);
  CHECK_FALSE(has_word("molen"));
  std::error_code looping;
  if (hashed || fs::is_regular_file(plan, looping)) {  // else it is as if it were not there
    REQUIRE(report.warnings.size() == 1);
    CHECK_THAT(report.warnings[0].reason, Catch::Matchers::StartsWith("skipped: "));
    before_extracting = before_reading = [] {};
    remove_whatever_it_is(plan);
    write_file(plan, "molen er gammel");
    fs::last_write_time(plan, time);
    report = update();
    CHECK(report.warnings.empty());
    CHECK(summary(report) == "0 added, 1 changed, 0 removed, 1 unchanged");
    CHECK(has_word("molen"));
  }
}

TEST_CASE_METHOD(Fixture, "a document that can't be opened keeps what the index has of it") {
  const std::string html =
      "<html><body><h1>Referat</h1><p>Havneudvalget</p><p>Dato: 3. maj 2024</p><h2>1. Molen</h2><h3>Beslutning</h3>"
      "<p>Godkendt.</p></body></html>";
  write_file(minutes / "c.html", html);
  CHECK(update().items == 3);
  write_file(minutes / "c.html", html + " ");
  bool once = true;
  before_extracting = [&] {
    if (once) fs::permissions(minutes / "c.html", fs::perms::none);
    once = false;
  };
  indexer::UpdateReport report = update();
  REQUIRE(report.failed.size() == 1);
  CHECK(report.failed[0].source == "c.html");
  CHECK(report.items == 3);
  fs::permissions(minutes / "c.html", fs::perms::owner_all);
  report = update();
  CHECK(report.failed.empty());
  CHECK(report.items == 3);
  CHECK_FALSE(update().published);
}

TEST_CASE_METHOD(Fixture, "a folder that can't be listed keeps its items, and all others are read") {
  const fs::path closed = minutes / "2023";
  write_file(closed / "c.jsonl", meeting_json("2023-01-01", {"fem huse"}));
  CHECK(update().items == 3);
  fs::permissions(closed, fs::perms::none);
  write("z", "2024-03-01", "seks huse");
  const indexer::UpdateReport report = update();
  fs::permissions(closed, fs::perms::owner_all);
  REQUIRE(report.failed.size() == 1);
  CHECK(report.failed[0].source == closed.string());
  CHECK(report.failed[0].reason == "the folder cannot be read: Permission denied");
  CHECK(summary(report) == "1 added, 0 changed, 0 removed, 2 unchanged");
  CHECK(report.items == 4);
}

TEST_CASE_METHOD(Fixture, "a portal's folder whose list can't be read keeps its items") {
  const fs::path portal = minutes / "portal";
  const std::string id = "3f2504e0-4f89-11d3-9a0c-0305e82c3301", list =
                                                                     R"({"Udvalg":{"2026-2029":[{"Navn":"Havneudvalget",
    "Moeder":[{"Id":")" + id + R"(","Navn":"Referat","Dato":"2026-04-01T10:00:00"}]}]}})";
  write_file(portal / "udvalgsliste.json", list);
  write_file(portal / ("dagsorden-" + id + ".json"),
             R"({"Moede":{"Navn":"Referat","Dato":"2026-04-01T10:00:00"},"Udvalg":{"Navn":"Havneudvalget"},"Id":")" +
                 id + R"(","Dagsordenpunkter":[{"Navn":"Molen","Punktnummer":"1"}]})");
  CHECK(update().items == 3);
  const auto spoil = GENERATE(0, 1);
  if (spoil == 0) write_file(portal / "udvalgsliste.json", list.substr(0, 40));
  if (spoil == 1) fs::permissions(portal / "udvalgsliste.json", fs::perms::none);
  const indexer::UpdateReport report = update();
  REQUIRE(report.failed.size() == 1);
  CHECK(report.failed[0].source == portal.string());
  CHECK_THAT(report.failed[0].reason, Catch::Matchers::Contains(spoil == 0 ? "no JSON" : "Permission denied"));
  CHECK(report.items == 3);
}
