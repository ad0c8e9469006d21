// Parts of a segment: a run ends where it has grown large, however few its documents are.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/part_builder.h"

#include <numeric>

#include "indexer/run_file.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {

// An attachment whose file is named after it; its text is seen only when it is read.
indexer::PlannedDocument attachment(std::size_t number) {
  indexer::PlannedDocument planned;
  planned.stored.kind = corpus::DocumentKind::attachment;
  planned.stored.meeting.id = "fu-2024-01-01";
  planned.stored.item.id = "fu-2024-01-01/1";
  planned.stored.attachment = number;
  planned.stored.item.attachments.resize(number + 1);
  corpus::Attachment& listed = planned.stored.item.attachments.back();
  listed.id = "fu-2024-01-01/1/bilag/" + std::to_string(number + 1);
  listed.name = listed.path = listed.content = std::to_string(number);
  planned.position = 1;
  return planned;
}

corpus::Extraction words(std::size_t count) {
  corpus::Page page{1, {}};
  for (std::size_t i = 0; i < count; ++i) page.text += "ord" + std::to_string(i) + " ";
  corpus::Extraction extraction;
  extraction.pages.push_back(std::move(page));
  return extraction;
}

// Documents of each part of ten attachments with so many words, as their runs say.
std::vector<std::uint32_t> documents_by_part(std::size_t word_count, unsigned threads, std::size_t memory) {
  const TemporaryFolder folder;
  indexer::AttachmentTexts texts([&](const auto&) { return words(word_count); });
  indexer::PartBuilder builder({folder.path(), threads, memory, "test"}, plain_environment().make_tokenizer, texts);
  for (std::size_t i = 0; i < 10; ++i) builder.add(attachment(i));
  std::vector<std::uint32_t> documents;
  for (const indexer::Part& part : builder.finish()) {
    documents.push_back(part.documents);
    CHECK(indexer::is_whole_run(part.path));
    CHECK(indexer::RunReader(part.path, 0).statistics.documents == part.documents);
  }
  return documents;
}

TEST_CASE("attachments with much text are parted into more runs than those with little") {
  constexpr std::size_t kSmall = std::size_t{1} << 20, kLarge = std::size_t{1} << 30;
  const unsigned threads = GENERATE(1U, 2U);
  using Documents = std::vector<std::uint32_t>;
  CHECK(documents_by_part(10, threads, kSmall) == Documents{10});
  CHECK(documents_by_part(50'000, threads, kLarge) == Documents{10});
  const Documents parted = documents_by_part(50'000, threads, kSmall);
  CHECK(parted.size() > 2);
  CHECK(std::accumulate(parted.begin(), parted.end(), 0U) == 10);
}

}  // namespace
}  // namespace opslag::tests
