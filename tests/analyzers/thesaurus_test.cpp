// The thesaurus file: what is read, and what its errors say.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/thesaurus.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include "tests/support/catch.h"

using namespace opslag::analyzers;

namespace {

// Every word its own lemma.
PhraseTerms plain(std::string_view phrase) {
  PhraseTerms words;
  std::istringstream stream{std::string(phrase)};
  for (std::string word; stream >> word;) words.push_back({{TermKind::lemma, word}});
  return words;
}

struct File {
  std::filesystem::path path;
  explicit File(const std::string& content) {
    static int count = 0;
    path = std::filesystem::temp_directory_path() /
           ("opslag-thesaurus-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    std::ofstream(path) << content;
  }
  ~File() { std::filesystem::remove(path); }
};

std::string error_of(const std::string& content) {
  const File file(content);
  try {
    Thesaurus::load(file.path, plain);
  } catch (const std::runtime_error& error) {
    const std::string message = error.what();
    return message.substr(file.path.string().size());
  }
  return "";
}

std::string applied(const std::string& content, std::string_view query) {
  const File file(content);
  const Thesaurus thesaurus = Thesaurus::load(file.path, plain);
  const PhraseTerms own = plain(query);
  std::vector<QueryWord> words(own.size());
  thesaurus.apply(words, own);
  std::ostringstream line;
  for (std::size_t i = 0; i < words.size(); ++i) {
    line << (i > 0 ? " | " : "");
    for (const Alternative& each : words[i].alternatives) line << to_string(each.term) << '*' << each.weight << ' ';
    for (const NearRule& rule : words[i].near_rules) line << "near" << rule.window << (rule.ordered ? "+" : "") << ' ';
  }
  return line.str();
}

}  // namespace

TEST_CASE("each relation goes the way that its sign says") {
  CHECK(applied("a = b, c", "b") == "L:a*0.5 L:c*0.5 ");
  CHECK(applied("a, b", "b") == "L:a*0.5 ");
  CHECK(applied("a ~ b ~ c", "c") == "L:a*0.3 L:b*0.3 ");
  CHECK(applied("a > b", "a") == "L:b*0.4 ");
  CHECK(applied("a > b", "b").empty());
  CHECK(applied("a => b, c", "a") == "L:b*0.4 L:c*0.4 ");
  CHECK(applied("a = b c", "a") == "near1+ ");
  CHECK(applied("a = b c", "b c") == "L:a*0.5  | L:a*0.5 ");
  CHECK(applied("a = b c", "b d") == " | ");
  CHECK(applied("a = near 5: b | c & d", "a") == "near5 ");
  CHECK(applied("a = near 5: b | c & d", "c x d") == "L:a*0.5  | L:a*0.5  | L:a*0.5 ");
  CHECK(applied("a > near 5: b & d", "b d") == " | ");
  CHECK(applied("# only\n\n a = b # words\n", "a") == "L:b*0.5 ");
}

TEST_CASE("errors name the line and what is wrong with it") {
  CHECK(error_of("a = b\n\nword") == ":3: expected entries with =, > or ~ between them");
  CHECK(error_of("a = , b") == ":1: an empty entry");
  CHECK(error_of("a = near 99: b & c").find(":1: expected \"near N:") == 0);
  CHECK(error_of("a = near 5: b c & d").find("more than one word") != std::string::npos);
  CHECK(error_of("a = near 5: b").find("two groups") != std::string::npos);
  CHECK(error_of("\xFF\xFE") != "");
}
