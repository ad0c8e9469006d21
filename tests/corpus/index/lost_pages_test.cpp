// A mapped file that is made shorter reads as zeros behind its end.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/lost_pages.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "corpus/mapped_file.h"
#include "tests/support/catch.h"

using namespace opslag;
namespace fs = std::filesystem;

namespace {

struct File {
  File() : path(fs::temp_directory_path() / ("opslag-lost-pages-" + std::to_string(::getpid()))) {
    std::ofstream(path, std::ios::binary) << std::string(pages * bytes + 10, 'x');
  }
  ~File() { fs::remove(path); }
  static constexpr std::size_t pages = 4;
  const std::size_t bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  fs::path path;
};

}  // namespace

TEST_CASE("pages that are gone read as zeros") {
  corpus::survive_lost_pages();
  const File file;
  std::optional<corpus::MappedFile> mapped(std::in_place, file.path, corpus::MappedFile::Reading::anywhere);
  const corpus::MappedFile other(file.path, corpus::MappedFile::Reading::forward);
  const auto at = [&](std::size_t page) { return mapped->bytes()[page * file.bytes + 5]; };
  CHECK(at(3) == 'x');
  fs::resize_file(file.path, 2 * file.bytes);
  CHECK(!corpus::has_lost_pages());  // nobody has looked
  for (int round = 0; round < 2; ++round) {
    std::string seen;
    for (std::size_t page = 0; page <= File::pages; ++page) seen += at(page) == '\0' ? '0' : at(page);
    CHECK(seen == "xx000");
    CHECK(corpus::has_lost_pages());
  }
  mapped.reset();
  CHECK(!corpus::has_lost_pages());  // the other was not looked at
  CHECK(other.bytes()[3 * file.bytes] == '\0');
  CHECK(corpus::has_lost_pages());
}
