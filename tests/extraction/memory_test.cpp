// What could not be read is not tried again until it, or the reader, changes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/extraction_memory.h"

#include <fstream>
#include <iterator>

#include "indexer/attachment_reader.h"
#include "tests/corpus/attachments/documents.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::Extraction;
using corpus::ExtractionStatus;
using indexer::ExtractionMemory;
using Failed = ExtractionMemory::Failed;

Extraction with(ExtractionStatus status, const char* reason, bool passing = false) {
  Extraction extraction;
  extraction.status = status;
  extraction.reason = reason;
  extraction.passing = passing;
  return extraction;
}

struct Memory : TemporaryFolder {
  ExtractionMemory operator()(const std::string& reader, Failed failed = Failed::keep) const {
    return ExtractionMemory(path() / "unreadable.json", reader, failed);
  }
};

TEST_CASE("failures are remembered by content and reader") {
  const Memory memory;
  {
    ExtractionMemory first = memory("a");
    CHECK_FALSE(first.failure_of("x"));
    first.remember("x", with(ExtractionStatus::failed, "damaged"));
    first.remember("y", with(ExtractionStatus::partial, "half of it"));
    first.remember("z", with(ExtractionStatus::ok, ""));
    first.remember("p", with(ExtractionStatus::failed, "killed from outside", true));
    first.remember("", with(ExtractionStatus::failed, "no content is known"));
    CHECK(first.failure_of("x")->reason == "damaged");  // the same file on another item
    first.save();
  }
  struct Row {
    const char *content, *reader;
    Failed failed;
    bool known, again;
  };
  for (const Row& row : std::vector<Row>{{"x", "a", Failed::keep, true, false},
                                         {"x", "b", Failed::keep, false, true},   // another program, or with --ocr
                                         {"x", "a", Failed::retry, false, true},  // --retry-failed
                                         {"y", "a", Failed::keep, false, false},  // its text is needed
                                         {"y", "a", Failed::retry, false, true},
                                         {"y", "b", Failed::keep, false, true},
                                         {"z", "a", Failed::retry, false, false},
                                         {"p", "a", Failed::keep, false, false},
                                         {"changed", "a", Failed::keep, false, false}}) {
    INFO(row.content << " " << row.reader << " " << (row.failed == Failed::retry));
    const ExtractionMemory later = memory(row.reader, row.failed);
    CHECK(later.failure_of(row.content).has_value() == row.known);
    CHECK(later.to_be_tried_again(row.content) == row.again);
  }
}

TEST_CASE("what has become readable is forgotten, within a run only once it is tried") {
  const Memory memory;
  {
    ExtractionMemory first = memory("a");
    first.remember("x", with(ExtractionStatus::failed, "damaged"));
    first.save();
  }
  ExtractionMemory again = memory("a", Failed::retry);
  CHECK(again.any_to_be_tried_again());
  again.remember("x", with(ExtractionStatus::ok, ""));
  CHECK(again.to_be_tried_again("x"));  // on a second item too, in this run
  again.save();
  CHECK_FALSE(memory("a", Failed::retry).any_to_be_tried_again());
}

TEST_CASE("a memory that is damaged is none") {
  const Memory memory;
  for (const char* text : {"", "{", "[]", R"({"attachments":[]})", R"({"attachments":{"x":3}})", "\xFF"}) {
    write_file(memory.path() / "unreadable.json", text);
    CHECK_FALSE(memory("a").failure_of("x"));
  }
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_CASE("a file that could not be read is not read again, unless it or the wish changes") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.docx";
  write_file(file, "PK\x03\x04 cut off");
  indexer::ReaderOptions options;
  options.memory = folder.path() / "unreadable.json";
  const auto reason = [&] {
    indexer::AttachmentReader reader(options);
    const std::string said = reader.read(file).reason;
    reader.save_memory();
    return said;
  };
  const std::string first = reason();
  CHECK_FALSE(first.empty());
  // The reason is changed where it is kept: who says it has not looked at the file.
  std::string kept = bytes_of(options.memory);
  REQUIRE(kept.find(first) != std::string::npos);
  write_file(options.memory, kept.replace(kept.find(first), first.size(), "remembered"));
  CHECK(reason() == "remembered");
  options.retry_failed = true;
  CHECK(reason() == first);
  options.retry_failed = false;
  CHECK(reason() == first);
  write_file(file, docx_of("<w:p><w:r><w:t>Møde</w:t></w:r></w:p>"));
  CHECK(reason().empty());
}

}  // namespace
}  // namespace opslag::tests
