// What a watch sees of its folders, and that an index among them is none of its business. Events are queued as things
// happen, so that nothing has to be waited for.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder_watch.h"

#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using indexer::FolderWatch;
namespace fs = std::filesystem;

namespace {

struct Fixture {
  Fixture() { fs::create_directories(source); }

  FolderWatch::Seen seen(FolderWatch& watch) const {
    return watch.wait(std::chrono::milliseconds(1), [] { return false; });
  }

  tests::TemporaryFolder folder;
  fs::path source = folder.path() / "minutes", index = source / "index";
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a watch sees files written, renamed into place and gone, and folders that come with files") {
  tests::write_file(folder.path() / "elsewhere.txt", "x");
  fs::create_directories(folder.path() / "full");
  tests::write_file(folder.path() / "full/a.txt", "x");
  FolderWatch watch({source.string()}, folder.path() / "index");
  CHECK(seen(watch) == FolderWatch::Seen::nothing);
  tests::write_file(source / "a.txt", "x");
  CHECK(seen(watch) == FolderWatch::Seen::change);
  fs::rename(folder.path() / "elsewhere.txt", source / "b.txt");
  CHECK(seen(watch) == FolderWatch::Seen::change);
  fs::remove(source / "a.txt");
  CHECK(seen(watch) == FolderWatch::Seen::change);
  fs::rename(folder.path() / "full", source / "full");
  CHECK(seen(watch) == FolderWatch::Seen::change);
  tests::write_file(source / "full/b.txt", "x");
  CHECK(seen(watch) == FolderWatch::Seen::change);
  tests::write_file(source / ".hidden", "x");
  CHECK(seen(watch) == FolderWatch::Seen::nothing);
}

TEST_CASE_METHOD(Fixture, "an index below a source is not watched, by whatever path it is named") {
  fs::create_directory_symlink(source, folder.path() / "link");
  const std::pair<fs::path, fs::path> ways[]{{source, source / "index"},
                                             {source, folder.path() / "link/index"},
                                             {folder.path() / "link", source / "index"},
                                             {source, source / "x/../index/"}};
  const auto& [sources, its] = ways[GENERATE(range(0, 4))];
  const bool there_before = GENERATE(true, false);
  CAPTURE(sources, its, there_before);
  if (there_before) fs::create_directories(index);
  FolderWatch watch({sources.string()}, its);
  if (!there_before) {
    fs::create_directories(index);
    CHECK(seen(watch) == FolderWatch::Seen::change);  // once, since it came
  }
  for (int i = 0; i < 3; ++i) {
    tests::write_file(index / ("segment-" + std::to_string(i)), "x");
    fs::create_directories(index / "writing" / std::to_string(i));
    CHECK(seen(watch) == FolderWatch::Seen::nothing);
  }
  tests::write_file(source / "a.txt", "x");
  CHECK(seen(watch) == FolderWatch::Seen::change);
}

TEST_CASE_METHOD(Fixture, "a source that is a link, or comes later, is watched") {
  fs::create_directory_symlink(source, folder.path() / "link");
  FolderWatch watch({(folder.path() / "link").string(), (folder.path() / "later").string()}, index);
  tests::write_file(source / "a.txt", "x");
  CHECK(seen(watch) == FolderWatch::Seen::change);
  fs::create_directories(folder.path() / "later");
  CHECK(seen(watch) == FolderWatch::Seen::change);
  tests::write_file(folder.path() / "later/a.txt", "x");
  CHECK(seen(watch) == FolderWatch::Seen::change);
}

TEST_CASE_METHOD(Fixture, "a watch is told to stop while it waits") {
  FolderWatch watch({source.string()}, index);
  CHECK(watch.wait(std::chrono::hours(1), [] { return true; }) == FolderWatch::Seen::stop);
  tests::write_file(source / "a.txt", "x");
  int asked = 0;
  CHECK(watch.wait(std::chrono::hours(1), [&] { return ++asked > 1; }) == FolderWatch::Seen::stop);
}
