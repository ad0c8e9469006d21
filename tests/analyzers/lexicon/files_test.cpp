// Files that are missing, damaged or written wrongly are refused with a sentence that helps.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "analyzers/data_file.h"
#include "analyzers/lexicon/compound_rules.h"
#include "analyzers/lexicon/derivation.h"
#include "analyzers/lexicon/irregular_words.h"
#include "analyzers/lexicon/lexicon.h"
#include "tests/support/catch.h"

using namespace opslag::analyzers;
namespace fs = std::filesystem;

namespace {

// A file in a folder of its own that goes away with it.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content) {
    auto pattern = (fs::temp_directory_path() / "opslag-lexicon-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    std::ofstream(path(), std::ios::binary) << content;
  }
  ~TemporaryFile() { fs::remove_all(folder_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  fs::path path() const { return folder_ / "file"; }

 private:
  fs::path folder_;
};

template <typename Work>
std::string complaint(Work work) {
  try {
    work();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

std::string lexicon_bytes() {
  std::ifstream in(data_file("analyzers/lexicon/lexicon.bin"), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a dictionary that was gathered is where it was and as it was", "[lexicon]") {
  const Lexicon lexicon(data_file("analyzers/lexicon/lexicon.bin"));
  const Lexicon::Entry* const before = lexicon.find("udvalg");
  REQUIRE(before != nullptr);
  for (int times = 0; times < 2; ++times) {
    lexicon.gather();
    CHECK(lexicon.find("udvalg") == before);
    CHECK(Lexicon::text(*before) == "udvalg");
    CHECK(lexicon.find("udvlag") == nullptr);
  }
  const std::string_view mapped(reinterpret_cast<const char*>(&lexicon.entry(0)), 1 << 20);
  CHECK(lexicon_bytes().find(mapped) != std::string::npos);
}

TEST_CASE("a dictionary that is no such file is refused", "[lexicon]") {
  const auto open = [](const fs::path& file) { return complaint([&] { const Lexicon lexicon(file); }); };
  CHECK(says(open("/nowhere/lexicon.bin"), "/nowhere/lexicon.bin cannot be opened"));
  CHECK(says(open(TemporaryFile("").path()), "is empty"));
  CHECK(says(open(TemporaryFile("short").path()), "is cut short"));
  CHECK(says(open(TemporaryFile(std::string(4096, 'x')).path()), "is no dictionary"));
  auto bytes = lexicon_bytes();
  const auto whole = bytes;
  bytes.resize(bytes.size() - 1);
  CHECK(says(open(TemporaryFile(bytes).path()), "damaged or cut short"));
  bytes = whole;
  bytes[8] = static_cast<char>(bytes[8] + 1);
  CHECK(says(open(TemporaryFile(bytes).path()), "has version"));
  CHECK(open(TemporaryFile(whole).path()).empty());
}

TEST_CASE("word files are held to their form, with line numbers", "[lexicon]") {
  const TemporaryFile none("# nothing\n");
  const auto rules = [&](const std::string& exceptions, const std::string& parts) {
    return complaint([&] {
      const TemporaryFile first(exceptions);
      const TemporaryFile second(parts);
      const CompoundRules compound_rules(first.path(), second.path());
    });
  };
  CHECK(rules("kultur dags+orden\n", "prefix: gen # again\n").empty());
  CHECK(says(rules("\n+orden\n", ""), ":2: \"+orden\": '+' must stand between"));
  CHECK(says(rules("dags+\n", ""), ":1: "));
  CHECK(says(rules("kul+tur\nkultur\n", ""), ":2: \"kultur\" stands here with other parts"));
  CHECK(says(rules("", "sometimes: gen\n"), ":1: a line begins with"));
  const Lexicon lexicon(data_file("analyzers/lexicon/lexicon.bin"));
  const auto irregular = [&](const std::string& text) {
    return complaint([&] { const IrregularWords words(TemporaryFile(text).path(), lexicon); });
  };
  CHECK(irregular("barn: børn\n").empty());
  CHECK(says(irregular("barn børn\n"), ":1: a line reads"));
  CHECK(says(irregular("barn: børn\nbørn: børn\n"), ":2: "));
  const auto related = [&](const std::string& text) {
    return complaint([&] { const Derivation words(TemporaryFile(text).path(), lexicon); });
  };
  CHECK(related("valg vælge\n-gå -gang\nnot: stille stilling\n").empty());
  CHECK(says(related("valg\n"), ":1: a line names two words"));
  CHECK(says(related("valg -vælge\n"), ":1: either all words"));
}
