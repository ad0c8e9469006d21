// The vocabulary files: a user's own are read, mistakes are named with file and line, the fingerprint tells versions
// apart. SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/corpus/facets/read.h"
#include "tests/support/catch.h"

namespace fs = std::filesystem;
namespace testing = opslag::corpus::testing;
using Catch::Matchers::Contains;
using opslag::corpus::load_vocabularies;

namespace {

// A copy of the vocabularies, gone at the end.
class Copy {
 public:
  Copy() : folder_(fs::temp_directory_path() / ("opslag-vocabularies-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::copy(OPSLAG_SOURCE_DIR "/corpus/vocabularies", folder_);
  }
  ~Copy() { fs::remove_all(folder_); }
  void append(const std::string& file, const std::string& text) const {
    std::ofstream(folder_ / file, std::ios::app) << text;
  }
  std::string path() const { return folder_.string(); }
  std::string topics(const std::string& title) const {
    opslag::corpus::Meeting meeting;
    meeting.items.emplace_back();
    meeting.items.front().title = title;
    read_facets(*load_vocabularies(path()), meeting);
    return testing::join(meeting.items.front().topics);
  }

 private:
  fs::path folder_;
};

std::string mistake(const std::string& file, const std::string& text) {
  const Copy copy;
  copy.append(file, "\n" + text + "\n");
  try {
    load_vocabularies(copy.path());
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no mistake";
}

}  // namespace

TEST_CASE("a user's own topics need no registration") {
  const Copy copy;
  const std::string before = fingerprint(*load_vocabularies(copy.path()));
  copy.append("topics_egne.txt", "[Bier og honning]\n5 bistade*   # et sted at bo\n");
  CHECK(copy.topics("Flere bistader på rådhuset") == "bier-og-honning");
  CHECK(fingerprint(*load_vocabularies(copy.path())) != before);
  copy.append("topics_egne.txt", "snævrere end: Klima\n");  // a topic of another file, read later
  CHECK(copy.topics("Flere bistader på rådhuset") == "bier-og-honning");
}

TEST_CASE("the environment names another folder") {
  const Copy copy;
  copy.append("topics_egne.txt", "[Bier og honning]\n5 bistade*\n");
  ::setenv("OPSLAG_VOCABULARIES", copy.path().c_str(), 1);
  const auto vocabularies = load_vocabularies();
  ::unsetenv("OPSLAG_VOCABULARIES");
  CHECK(fingerprint(*vocabularies) == fingerprint(*load_vocabularies(copy.path())));
  CHECK(fingerprint(*vocabularies) != fingerprint(*load_vocabularies()));
}

TEST_CASE("mistakes are named with file and line") {
  CHECK_THAT(mistake("topics_egne.txt", "5 honning"), Contains("topics_egne.txt:2: a phrase before the first [topic]"));
  CHECK_THAT(mistake("topics_egne.txt", "[Bier]\nhonning"),
             Contains("topics_egne.txt:3: expected a weight and a phrase"));
  CHECK_THAT(mistake("topics_egne.txt", "[Bier]\nfem honning"), Contains(":3: 'fem' is no number"));
  CHECK_THAT(mistake("topics_egne.txt", "[Klima]"), Contains(": topic 'Klima' is there twice"));
  CHECK_THAT(mistake("topics_egne.txt", "[Bier]\nsnævrere end: Insekter"), Contains("'insekter' is unknown"));
  CHECK_THAT(mistake("topics_egne.txt", "[Bier]\n5 honning .."), Contains("a phrase does not end with a gap"));
  CHECK_THAT(mistake("decision_wordings.txt", "[vedtaget]"), Contains("neither a decision code nor a list"));
  CHECK_THAT(mistake("decision_wordings.txt", "[godkendt, stærk]"), Contains("'stærk' is none of"));
  CHECK_THAT(mistake("decision_wordings.txt", "{blev} = er"), Contains("{blev} is defined twice"));
  CHECK_THAT(mistake("municipalities.tsv", "999 Nyby"), Contains("municipalities.tsv:"));
  CHECK_THAT(mistake("municipality_contexts.txt", "[naboer, 1]"), Contains("no section of this file"));
  CHECK_THAT(mistake("topic_scoring.txt", "[andet]"), Contains("topic_scoring.txt:"));
  CHECK_THROWS_WITH(load_vocabularies("/nowhere"), Contains("can't be read"));
}

TEST_CASE("hostile texts are survived") {
  const std::string marks(20000, '.');
  std::string names, commas;
  for (int i = 0; i < 5000; ++i) names += "Odense, ", commas += "ikke blev skal {navn} \xC3 ";
  for (const std::string& text : {marks, names, commas, std::string(50000, 'a'), std::string("\xFF\xFE\0x", 4)}) {
    opslag::corpus::AgendaItem item;
    item.title = text;
    item.sections.push_back({text, text});
    item.decision = opslag::corpus::Decision{text, {}};
    const auto read = testing::read(item);
    CHECK(read.decision->codes.size() >= 1);
    CHECK(read.topics.size() <= 4);
  }
}
