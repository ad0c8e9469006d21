// Updates with the real readers: failures that are remembered, and scans that are read later.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <iterator>

#include "corpus/attachments/ocr.h"
#include "indexer/commands.h"
#include "indexer/update.h"
#include "tests/corpus/attachments/documents.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using indexer::Options;
using indexer::UpdateReport;
namespace fs = std::filesystem;

struct World : TemporaryFolder {
  World() {
    options.index = (path() / "index").string();
    options.ocr_cache = (path() / "ocr").string();
    fs::create_directories(minutes / "bilag");
  }
  void write_minutes(const std::string& text) const {
    write_file(minutes / "a.jsonl",
               R"({"committee":"Havneudvalget","date":"2026-01-01","type":"referat","items":[{"number":1,)"
               R"("title":"Moler","sections":[{"heading":"Beslutning","text":")" +
                   text + R"("}],"attachments":[{"name":"Notat","file":"bilag/Notat.pdf"}]}]})" + "\n");
  }
  UpdateReport update() const {
    indexer::UpdateOptions how;
    how.index = options.index;
    how.sources = {minutes.string()};
    how.reread = options.retry_failed;
    how.rebuild = options.rebuild;
    return indexer::update(how, indexer::real_environment(options));
  }
  // What update says of the attachment.
  static std::string told(const UpdateReport& report) {
    std::string all;
    for (const corpus::Failure& warning : report.warnings) all += warning.reason + "\n";
    return all;
  }
  std::string memory() const {
    std::ifstream in(fs::path(options.index) / "unreadable.json", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  Options options;
  fs::path minutes = path() / "minutes";
};

TEST_CASE("an attachment that failed is tried again when asked for, or when it changes") {
  using Catch::Matchers::Contains;
  World world;
  world.write_minutes("Godkendt.");
  write_file(world.minutes / "bilag/Notat.pdf", "%PDF-1.4 cut off");
  CHECK_THAT(World::told(world.update()), Contains("skipped: no readable PDF"));
  CHECK_FALSE(world.update().published);
  // Another reason where it is kept: who tells it has not looked at the file.
  std::string kept = world.memory();
  const std::string reason = "no readable PDF";
  REQUIRE(kept.find(reason) != std::string::npos);
  write_file(fs::path(world.options.index) / "unreadable.json",
             kept.replace(kept.find(reason), reason.size(), "known"));
  world.write_minutes("Godkendt igen.");
  CHECK_THAT(World::told(world.update()), Contains("skipped: known"));
  world.options.retry_failed = true;
  const UpdateReport retried = world.update();
  CHECK_THAT(World::told(retried), Contains("skipped: no readable PDF"));
  CHECK(summary(retried) == "0 added, 1 changed, 0 removed, 0 unchanged");
  world.options.retry_failed = false;
  write_file(world.minutes / "bilag/Notat.pdf", pdf_of({"Nordmolen"}));
  CHECK(World::told(world.update()).empty());
  CHECK(world.memory().find(reason) != std::string::npos);  // of that content it stays true
  world.options.retry_failed = true;
  CHECK(summary(world.update()) == "0 added, 0 changed, 0 removed, 1 unchanged");
}

TEST_CASE("scans that an index lacks are read when OCR is first asked for") {
  if (const auto why = corpus::why_no_ocr()) {
    WARN("skipped: " << *why);
    return;
  }
  using Catch::Matchers::Contains;
  World world;
  world.write_minutes("Godkendt.");
  write_file(world.minutes / "bilag/Notat.pdf",
             scan_of(pdf_of({"Nordmolen bygges om med granit inden vinterens storme."})));
  CHECK_THAT(World::told(world.update()), Contains("--ocr"));
  world.options.ocr = true;
  const UpdateReport read = world.update();
  CHECK(World::told(read).empty());
  CHECK(summary(read) == "0 added, 1 changed, 0 removed, 0 unchanged");
  CHECK(contents(world.options.index).size() == 3);
  CHECK_FALSE(world.update().published);
  world.options.rebuild = true;  // from the cache
  CHECK(World::told(world.update()).empty());
}

}  // namespace
}  // namespace opslag::tests
