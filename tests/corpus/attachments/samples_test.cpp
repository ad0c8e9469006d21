// The samples of ../shared against the texts their sources give; skipped where they are absent.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "analyzers/text.h"
#include "tests/corpus/attachments/documents.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
namespace fs = std::filesystem;

const fs::path kShared = OPSLAG_SHARED_DIR;

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : analyzers::lower(analyzers::nfc(text)) + " ") {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::move(word));
      word.clear();
    }
  }
  return words;
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_CASE("the samples' words are found") {
  const fs::path folder = kShared / "attachments_expected";
  if (!fs::is_directory(folder)) {
    WARN("skipped: there is no " << folder);
    return;
  }
  std::size_t expected = 0, found = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path document = kShared / "attachments" / entry.path().stem();
    if (!fs::exists(document)) continue;
    INFO(document.filename());
    const corpus::Extraction extraction = corpus::extract(document);
    CHECK(extraction.status != corpus::ExtractionStatus::failed);
    const std::set<std::string> words = words_of(text_of(extraction));
    std::size_t mine = 0, wanted = 0;
    std::string missing;
    for (const std::string& word : words_of(analyzers::decode(content_of(entry.path())).text)) {
      ++wanted;
      if (words.contains(word))
        ++mine;
      else
        missing += " " + word;
    }
    INFO("missing:" << missing);
    const double least = document.extension() == ".docx" ? 0.99 : 0.97;
    CHECK(static_cast<double>(mine) >= least * static_cast<double>(wanted));
    expected += wanted, found += mine;
  }
  WARN(found << " of " << expected << " words");
}

TEST_CASE("every sample is read or fails by name") {
  const fs::path folder = kShared / "attachments";
  if (!fs::is_directory(folder)) {
    WARN("skipped: there is no " << folder);
    return;
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".md") continue;
    const std::string name = entry.path().filename().string();
    INFO(name);
    const corpus::Extraction extraction = corpus::extract(entry.path());
    INFO(extraction.reason);
    CHECK((extraction.status == corpus::ExtractionStatus::ok) == extraction.reason.empty());
    CHECK((extraction.status == corpus::ExtractionStatus::failed) == extraction.pages.empty());
    if (name == "tika_testUnicodePassword.pdf" || name == "poi_bug53475-password-is-pass.docx" ||
        name == "pdfjs_empty_protected.pdf" || name == "pdfjs_issue15893_reduced.pdf")
      CHECK_THAT(extraction.reason, Catch::Matchers::Contains("encrypted"));
  }
}

}  // namespace
}  // namespace opslag::tests
