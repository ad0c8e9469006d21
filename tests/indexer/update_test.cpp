// Updates bring an index to its sources, and say exactly what they did.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>

#include "corpus/word_list.h"
#include "indexer/check.h"
#include "indexer/durable.h"
#include "indexer/part_builder.h"
#include "indexer/segments.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

using Contents = std::map<std::string, std::string>;

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const corpus::IndexError& error) {
    return error.what();
  }
  return "no error";
}

struct Fixture {
  TemporaryFolder folder;
  fs::path index = folder.path() / "index";
  fs::path minutes = folder.path() / "minutes";
  indexer::Environment environment = plain_environment();

  Fixture() {
    meeting("a", "2024-01-01", {"et hus", "to huse"});
    meeting("b", "2024-02-01", {"tre huse"});
  }
  void meeting(const std::string& name, const std::string& date, const std::vector<std::string>& bodies) const {
    write_file(minutes / (name + ".json"), meeting_json(date, bodies));
  }
  indexer::UpdateReport update(std::vector<std::string> sources = {}, bool rebuild = false) const {
    indexer::UpdateOptions options;
    options.index = index;
    options.sources = sources.empty() ? std::vector<std::string>{minutes.string()} : std::move(sources);
    options.rebuild = rebuild;
    indexer::UpdateReport report = indexer::update(options, environment);
    indexer::check_index(index);
    return report;
  }
  std::string words() const {
    std::string line;
    const corpus::Generation generation = corpus::load_current(index);
    for (const corpus::CountedWord& word : corpus::read_word_list(index / generation.word_list)) {
      line += (line.empty() ? "" : " ") + word.word + ":" + std::to_string(word.documents);
    }
    return line;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "the first update takes everything, the second nothing") {
  CHECK(summary(update()) == "3 added, 0 changed, 0 removed, 0 unchanged");
  CHECK(contents(index) == Contents{{"fu-2024-01-01", "2"},
                                    {"fu-2024-01-01/1", "et hus"},
                                    {"fu-2024-01-01/2", "to huse"},
                                    {"fu-2024-02-01", "1"},
                                    {"fu-2024-02-01/1", "tre huse"}});
  CHECK(words() == "et:1 hus:1 huse:2 punkt:3 to:1 tre:1");
  const indexer::UpdateReport second = update();
  CHECK(summary(second) == "0 added, 0 changed, 0 removed, 3 unchanged");
  CHECK_FALSE(second.published);
  CHECK(second.generation == 1);
}

TEST_CASE_METHOD(Fixture, "a file written again with the same content changes no item") {
  update();
  std::ofstream(minutes / "a.json", std::ios::app) << "\n";
  const indexer::UpdateReport report = update();
  CHECK(summary(report) == "0 added, 0 changed, 0 removed, 3 unchanged");
  CHECK(corpus::load_current(index).segments.size() == 1);
}

TEST_CASE_METHOD(Fixture, "of an edited file only the items that changed are written") {
  update();
  meeting("a", "2024-01-01", {"et hus", "fire huse"});
  CHECK(summary(update()) == "0 added, 1 changed, 0 removed, 2 unchanged");
  CHECK(contents(index).at("fu-2024-01-01/2") == "fire huse");
  CHECK(words() == "et:1 fire:1 hus:1 huse:2 punkt:3 tre:1");
  CHECK(corpus::load_current(index).segments.back().documents == 1);

  meeting("a", "2024-01-01", {"et hus"});
  CHECK(summary(update()) == "0 added, 0 changed, 1 removed, 2 unchanged");
  CHECK_FALSE(contents(index).contains("fu-2024-01-01/2"));
  CHECK(contents(index).at("fu-2024-01-01") == "1");
}

TEST_CASE_METHOD(Fixture, "what a folder holds no longer goes; what was not named stays") {
  const fs::path other = folder.path() / "other";
  write_file(other / "c.json", meeting_json("2024-03-01", {"fire"}));
  update({minutes.string(), other.string()});
  fs::remove(minutes / "a.json");
  CHECK(summary(update()) == "0 added, 0 changed, 2 removed, 1 unchanged");
  CHECK(contents(index).size() == 4);
  fs::remove_all(minutes);
  const indexer::UpdateReport report = update();
  CHECK(report.failed.size() == 1);
  CHECK(report.items == 2);
}

TEST_CASE_METHOD(Fixture, "what goes after it was changed goes whole, its old documents stay gone") {
  meeting("c", "2024-03-01", {"et skur"});
  update();
  meeting("b", "2024-02-01", {"tre huse", "en hytte"});
  update();
  fs::remove(minutes / "a.json");
  fs::remove(minutes / "b.json");
  CHECK(summary(update()) == "0 added, 0 changed, 4 removed, 1 unchanged");
  CHECK(contents(index) == Contents{{"fu-2024-03-01", "1"}, {"fu-2024-03-01/1", "et skur"}});
  CHECK_NOTHROW(indexer::check_index(index));
}

TEST_CASE_METHOD(Fixture, "a file that moves keeps its items and their ids") {
  update();
  const std::string words_before = words();
  fs::rename(minutes / "a.json", minutes / "z.json");
  CHECK(summary(update()) == "0 added, 0 changed, 0 removed, 3 unchanged");
  CHECK(contents(index).size() == 5);
  CHECK(words() == words_before);  // its documents are made anew for another source, and counted once
}

TEST_CASE_METHOD(Fixture, "a file that several sources name is indexed once") {
  const std::string file = (minutes / "a.json").string();
  CHECK(update({minutes.string(), file, minutes.string() + "/", minutes.string() + "/../minutes"}).items == 3);
  CHECK(update({file}).items == 3);
  CHECK(summary(update({file, minutes.string()})) == "0 added, 0 changed, 0 removed, 3 unchanged");
}

TEST_CASE_METHOD(Fixture, "a file that is garbage now loses its items, is named, and harms no other") {
  update();
  write_file(minutes / "a.json", "garbage");
  const indexer::UpdateReport report = update();
  REQUIRE(report.failed.size() == 1);
  CHECK(report.failed[0].source == "a.json");
  CHECK(report.failed[0].reason == "it holds no minutes");
  CHECK(contents(index) == Contents{{"fu-2024-02-01", "1"}, {"fu-2024-02-01/1", "tre huse"}});
  meeting("a", "2024-01-01", {"et hus", "to huse"});
  CHECK(update().items == 3);
}

TEST_CASE_METHOD(Fixture, "closed items are in no document, count, neighbour or word list") {
  meeting("a", "2024-01-01", {"et hus", "!hemmelig+løn.pdf", "to huse"});
  const indexer::UpdateReport report = update();
  CHECK(report.items == 3);
  CHECK(report.attachments == 0);
  CHECK(report.withheld == 1);
  CHECK(update().withheld == 1);
  CHECK(words() == "et:1 hus:1 huse:2 punkt:3 to:1 tre:1");
  CHECK(contents(index).at("fu-2024-01-01") == "2");
  for (const auto& entry : fs::directory_iterator(index)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    CHECK(bytes.find("hemmelig") == std::string::npos);
  }
}

TEST_CASE_METHOD(Fixture, "attachments come and go with their item") {
  meeting("a", "2024-01-01", {"et hus+plan.pdf", "to huse"});
  CHECK(update().attachments == 1);
  CHECK(contents(index).at("fu-2024-01-01/1/bilag/1") == "plan.pdf");
  meeting("a", "2024-01-01", {"et hus", "to huse"});
  const indexer::UpdateReport report = update();
  CHECK(summary(report) == "0 added, 1 changed, 0 removed, 2 unchanged");
  CHECK(report.attachments == 0);
}

TEST_CASE_METHOD(Fixture, "remove drops what came from a source, also one that is not there any more") {
  update();
  fs::remove(minutes / "a.json");
  indexer::UpdateOptions options;
  options.index = index;
  options.sources = {(minutes / "a.json").string()};
  CHECK(summary(indexer::remove(options, environment)) == "0 added, 0 changed, 2 removed, 0 unchanged");
  CHECK(contents(index).size() == 2);
  CHECK(indexer::remove(options, environment).failed.size() == 1);
}

TEST_CASE_METHOD(Fixture, "many small updates leave few segments and the same index as one large update") {
  for (int i = 0; i < 40; ++i) {
    const std::string day = std::to_string(10 + i % 17);
    meeting("m" + std::to_string(i % 17), "2025-01-" + day,
            {"rum " + std::to_string(i), "dør " + std::to_string(i / 2)});
    if (i % 7 == 3) fs::remove(minutes / ("m" + std::to_string(i % 5) + ".json"));
    update();
    CHECK(corpus::load_current(index).segments.size() <= 12);
  }
  const Contents incremental = contents(index);
  const std::string incremental_words = words();
  update({}, true);
  CHECK(contents(index) == incremental);
  CHECK(words() == incremental_words);
}

TEST_CASE_METHOD(Fixture, "a large segment's few deletions are carried through a merge") {
  const auto fill = [&](const std::string& year, int meetings) {
    for (int i = 0; i < meetings; ++i) {
      const std::string date = year + "-01-" + std::to_string(100 + i);
      meeting(date, date, std::vector<std::string>(9, "rum " + date));
    }
    update();
  };
  fill("2010", 110);
  meeting("2010-01-100", "2010-01-100", {"ændret"});
  update();
  for (const char* year : {"2011", "2012", "2013", "2014"}) fill(year, 60);
  const corpus::Generation generation = corpus::load_current(index);
  REQUIRE(std::any_of(generation.segments.begin(), generation.segments.end(),
                      [](const auto& segment) { return segment.documents > 1500 && !segment.deleted.empty(); }));
  const Contents merged = contents(index);
  const std::string merged_words = words();
  CHECK(merged.at("fu-2010-01-100/1") == "ændret");
  update({}, true);
  CHECK(contents(index) == merged);
  CHECK(words() == merged_words);
}

TEST_CASE_METHOD(Fixture, "only the generation before is kept, with nothing half done") {
  for (int i = 0; i < 5; ++i) {
    meeting("a", "2024-01-01", {"hus " + std::to_string(i)});
    update();
  }
  std::vector<std::string> manifests;
  for (const auto& entry : fs::directory_iterator(index)) {
    if (entry.path().extension() == ".json") manifests.push_back(entry.path().filename().string());
  }
  std::sort(manifests.begin(), manifests.end());
  CHECK(manifests == std::vector<std::string>{"generation-000004.json", "generation-000005.json"});
  CHECK_FALSE(fs::exists(index / "writing"));
  indexer::check_generation(index, corpus::load_generation(index / manifests[0]));
}

TEST_CASE_METHOD(Fixture, "another analyser is refused until the index is made anew, ids kept") {
  update();
  environment.analyzer = "other";
  CHECK_THROWS_AS(update(), corpus::IndexError);
  CHECK(update({}, true).items == 3);
  CHECK(corpus::load_current(index).analyzer == "other");
}

TEST_CASE_METHOD(Fixture, "another reader reads all again and writes only what reads differently") {
  update();
  environment.reader = "other";
  const indexer::UpdateReport report = update();
  CHECK(summary(report) == "0 added, 0 changed, 0 removed, 3 unchanged");
  CHECK(report.published);
  CHECK(corpus::load_current(index).segments.size() == 1);
}

TEST_CASE_METHOD(Fixture, "a second writer is told so") {
  update();
  const indexer::WriterLock lock(index);
  CHECK(message_of([&] { update(); }).find("being updated by another opslag-indexer") != std::string::npos);
}

namespace {

// In a file that nobody finds by its name.
bool has_texts_on_disk() {
  std::error_code ignored;
  for (const fs::directory_entry& open : fs::directory_iterator("/proc/self/fd")) {
    if (fs::read_symlink(open.path(), ignored).string().ends_with("/writing/meetings (deleted)"))
      return fs::file_size(open.path(), ignored) > 0;
  }
  return false;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "the index does not depend on how much is kept in memory while it is read") {
  for (int i = 10; i < 30; ++i) {
    const std::string date = "2025-01-" + std::to_string(i);
    meeting(date, date, {"rum " + date, "!hemmelig", std::string(500, 'x'), ""});
  }
  update();
  const Contents whole = contents(index);
  const std::string whole_words = words();
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{3000}}) {
    fs::remove_all(index);
    indexer::UpdateOptions options;
    options.index = index;
    options.sources = {minutes.string()};
    options.texts_in_memory = bytes;
    bool on_disk = false;
    options.progress = [&](std::string_view, std::size_t, std::size_t) { on_disk = on_disk || has_texts_on_disk(); };
    indexer::update(options, environment);
    CHECK(on_disk);
    CHECK(contents(index) == whole);
    CHECK(words() == whole_words);
    CHECK_FALSE(fs::exists(index / "writing"));
  }
}

TEST_CASE_METHOD(Fixture, "an interrupted update publishes nothing") {
  update();
  meeting("a", "2024-01-01", {"andet"});
  indexer::UpdateOptions options;
  options.index = index;
  options.sources = {minutes.string()};
  int asked = 0;
  options.stop = [&] { return ++asked > 3; };
  CHECK_THROWS_AS(indexer::update(options, environment), indexer::Interrupted);
  CHECK(corpus::load_current(index).number == 1);
  for (const fs::directory_entry& left : fs::directory_iterator(index / "writing"))
    CHECK(left.path().filename().string().starts_with(indexer::kRunStem));
}

namespace {

// An item with one attachment whose file lies beside it and holds `text`.
corpus::ReadResult meeting_with_attachment(const fs::path& file, const std::string& body) {
  corpus::Meeting meeting;
  meeting.committee = "FU";
  meeting.date = "2024-05-05";
  corpus::AgendaItem item;
  item.number = 1;
  item.title = "punkt";
  item.sections.push_back({std::nullopt, body});
  corpus::Attachment attachment;
  attachment.name = "notat";
  attachment.path = file;
  attachment.content = corpus::sha256_of_file(file);
  item.attachments.push_back(attachment);
  meeting.items.push_back(item);
  return {{meeting}, {}};
}

struct AttachmentFixture : Fixture {
  fs::path note = folder.path() / "notat.pdf";
  std::string body = "brødtekst";
  std::string reason;
  int extracted = 0;

  AttachmentFixture() {
    fs::remove(minutes / "b.json");
    write_file(note, "molen er gammel");
    environment.read = [this](const corpus::SourceFile&) { return meeting_with_attachment(note, body); };
    environment.extract = [this](const fs::path& file) {
      ++extracted;
      corpus::Extraction extraction;
      std::ifstream in(file);
      extraction.pages.push_back({1, {std::istreambuf_iterator<char>(in), {}}});
      extraction.reason = reason;
      if (!reason.empty()) extraction.status = corpus::ExtractionStatus::partial;
      return extraction;
    };
  }
};

}  // namespace

TEST_CASE_METHOD(AttachmentFixture, "an attachment's words are indexed with it and with its item") {
  CHECK(summary(update()) == "1 added, 0 changed, 0 removed, 0 unchanged");
  CHECK(words() == "brødtekst:1 er:2 gammel:2 molen:2 notat:2 punkt:1");
  CHECK(extracted == 1);  // once for both
}

TEST_CASE_METHOD(AttachmentFixture, "an unchanged attachment is not read again; a changed one changes its item") {
  update();
  environment.reader = "another program";
  CHECK(summary(update()) == "0 added, 0 changed, 0 removed, 1 unchanged");
  CHECK(extracted == 1);
  write_file(note, "molen er ny");
  environment.reader = "yet another";
  CHECK(summary(update()) == "0 added, 1 changed, 0 removed, 0 unchanged");
  CHECK(words() == "brødtekst:1 er:2 molen:2 notat:2 ny:2 punkt:1");
}

TEST_CASE_METHOD(AttachmentFixture, "an item that changed is made anew with its attachments' words, also by a merge") {
  update();
  for (int i = 0; i < 6; ++i) {  // enough segments for a merge that leaves deleted documents out
    body = "brødtekst nr" + std::to_string(i);
    environment.reader = "program " + std::to_string(i);
    CHECK(summary(update()) == "0 added, 1 changed, 0 removed, 0 unchanged");
  }
  CHECK(words() == "brødtekst:1 er:2 gammel:2 molen:2 notat:2 nr5:1 punkt:1");
}

TEST_CASE_METHOD(AttachmentFixture, "a file whose text is partly missing is named with the reason") {
  reason = "two pages are pictures";
  const indexer::UpdateReport report = update();
  REQUIRE(report.warnings.size() == 1);
  CHECK(report.warnings[0].source == "notat");
  CHECK(report.warnings[0].reason == "partial: two pages are pictures");
}

TEST_CASE_METHOD(Fixture, "an update that was interrupted is gone on with: what was built is not built again") {
  std::vector<std::string> bodies(700, "et hus");
  meeting("long", "2024-05-01", bodies);
  std::atomic<std::size_t> analysed = 0;
  environment.make_tokenizer = [&, make = environment.make_tokenizer] {
    return [&, tokenize = make()](std::string_view text, const indexer::TokenSink& sink) {
      ++analysed;
      tokenize(text, sink);
    };
  };
  indexer::UpdateOptions options;
  options.index = index;
  options.sources = {minutes.string()};
  options.threads = 1;
  std::size_t asked = 0;
  options.stop = [&] { return ++asked > 600; };  // two runs of 300 are built by then
  CHECK_THROWS_AS(indexer::update(options, environment), indexer::Interrupted);
  CHECK_FALSE(corpus::current_file(index));
  analysed = 0;
  CHECK(summary(update()) == "703 added, 0 changed, 0 removed, 0 unchanged");
  const std::size_t resumed = analysed;
  CHECK(contents(index).size() == 706);
  CHECK_FALSE(fs::exists(index / "writing"));
  const fs::path whole = folder.path() / "whole";
  options.index = whole;
  options.stop = [] { return false; };
  analysed = 0;
  indexer::update(options, environment);
  CHECK(resumed + 500 < analysed);
  CHECK(contents(index) == contents(whole));
}

TEST_CASE_METHOD(Fixture, "runs left behind that are damaged, or of other documents, are not taken") {
  std::vector<std::string> bodies(700, "et hus");
  meeting("long", "2024-05-01", bodies);
  indexer::UpdateOptions options;
  options.index = index;
  options.sources = {minutes.string()};
  options.threads = 1;
  std::size_t asked = 0;
  options.stop = [&] { return ++asked > 600; };
  CHECK_THROWS_AS(indexer::update(options, environment), indexer::Interrupted);
  std::size_t runs = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(index / "writing")) {
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file.put('?');
    ++runs;
  }
  CHECK(runs > 0);
  bodies[3] = "et andet hus";
  meeting("long", "2024-05-01", bodies);
  CHECK(summary(update()) == "703 added, 0 changed, 0 removed, 0 unchanged");
  CHECK(contents(index).at("fu-2024-05-01/4") == "et andet hus");
  CHECK_FALSE(fs::exists(index / "writing"));
}
