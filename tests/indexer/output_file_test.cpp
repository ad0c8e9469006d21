// Files that a thread of their own writes, and digests of files that still grow.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/output_file.h"

#include <fstream>
#include <iterator>

#include "corpus/generation.h"
#include "indexer/file_digest.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
using indexer::OutputFile;

namespace {

std::string many_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(i * i >> 7);
  return bytes;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a file that is written behind is the same, from its first piece to its rewritten head") {
  const TemporaryFolder folder;
  std::string expected = many_bytes(100'000);
  for (const auto pace : {OutputFile::Pace::together, OutputFile::Pace::behind}) {
    OutputFile file(folder.path() / "file", OutputFile::Mode::anew, pace, 1000);
    for (std::size_t at = 0; at < expected.size(); at += 777) file.write(std::string_view(expected).substr(at, 777));
    file.rewind();
    file.write("head");
    file.finish_sync();
    CHECK(bytes_of(folder.path() / "file") == "head" + expected.substr(4));
  }
}

TEST_CASE("a full disk is told of, whoever writes") {
  const std::string bytes = many_bytes(100'000);
  for (const auto pace : {OutputFile::Pace::together, OutputFile::Pace::behind}) {
    OutputFile file("/dev/full", OutputFile::Mode::append, pace, 1000);
    const auto write = [&] {
      file.write(bytes);
      file.finish();
    };
    CHECK_THROWS_AS(write(), corpus::IndexError);
  }
}

TEST_CASE("the digest of a file that grows is that of the whole") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "file";
  const std::string bytes = many_bytes(3'000'000);
  OutputFile file(path, OutputFile::Mode::anew);
  file.write(std::string_view(bytes).substr(0, 2'000'000));
  file.flush();
  indexer::FileDigest digest(path);
  file.write(std::string_view(bytes).substr(2'000'000));
  file.flush();
  digest.complete();
  CHECK(digest.hex() == corpus::sha256(bytes));
  const indexer::FileDigest dropped(path);
}
