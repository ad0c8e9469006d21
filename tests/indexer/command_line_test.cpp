// The program as people call it: exit statuses, sentences, JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "indexer/messages.h"
#include "indexer/options.h"
#include "indexer/progress.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;

namespace {

struct Outcome {
  int status = -1;
  std::string output;  // both streams
};

Outcome run(const std::string& arguments) {
  Outcome outcome;
  FILE* pipe = ::popen((OPSLAG_INDEXER " " + arguments + " 2>&1").c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    outcome.output.append(buffer.data(), size);
  }
  const int status = ::pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

struct Fixture {
  TemporaryFolder folder;
  std::string index = (folder.path() / "index").string();
  std::string minutes = (folder.path() / "minutes").string();

  Fixture() { write_file(folder.path() / "minutes" / "a.jsonl", meeting_json("2024-01-01", {"Et hus", "To huse"})); }
  std::string update(const std::string& rest) const { return "update --index " + index + " " + rest; }
};

nlohmann::json last_line(const std::string& output) {
  const std::size_t begin = output.rfind('\n', output.size() - 2) + 1;
  return nlohmann::json::parse(output.substr(begin));
}

}  // namespace

TEST_CASE_METHOD(Fixture, "update ends with the counts as JSON") {
  const Outcome first = run(update("--json " + minutes));
  CHECK(first.status == 0);
  const nlohmann::json report = last_line(first.output);
  CHECK(report["meetings"] == 1);
  CHECK(report["items"] == 2);
  CHECK(report["added"] == 2);
  CHECK(report["withheld"] == 0);
  CHECK(report["failed"] == nlohmann::json::array());
  CHECK(report["seconds"].is_number());
  CHECK(last_line(run(update("--json " + minutes)).output)["unchanged"] == 2);
}

TEST_CASE_METHOD(Fixture, "exit statuses are the contract's") {
  CHECK(run("").status == 2);
  CHECK(run("update").status == 2);
  CHECK(run(update("")).status == 2);
  CHECK(run("nonsense").status == 2);
  CHECK(run("--help").status == 0);
  CHECK(run(update(minutes)).status == 0);
  CHECK(run("check --index " + index).status == 0);

  write_file(folder.path() / "minutes" / "b.txt", "ingenting");
  const Outcome partly = run(update(minutes));
  CHECK(partly.status == 1);
  CHECK(partly.output.find("failed: b.txt: ") != std::string::npos);
  CHECK(run(update(minutes + "-gone")).status == 1);
  CHECK(run("show " + minutes + "-gone").status == 1);

  const Outcome none = run("check --index " + minutes);
  CHECK(none.status == 3);
  CHECK(none.output.find("holds no index") != std::string::npos);
  CHECK(run("remove --index " + minutes + " x").status == 3);
  write_file(folder.path() / "index" / "CURRENT", "nonsense");
  CHECK(run(update(minutes)).status == 3);
  CHECK(run(update("--rebuild " + minutes)).status == 1);  // b.txt still holds nothing
  CHECK(run("check --index " + index).status == 0);
}

TEST_CASE("messages are one line each, whatever they are about") {
  CHECK(indexer::one_line("møde 1.txt") == "møde 1.txt");
  CHECK(indexer::one_line("a\nfailed: b\t\x1b[31m\x7f") == "a\\x0afailed: b\\x09\\x1b[31m\\x7f");
  CHECK(indexer::one_line("\xC2\x9B"
                          "31m\xC2\xA7") == "\\x9b31m§");
  CHECK(indexer::one_line("a\xFF") == "a\xEF\xBF\xBD");
}

TEST_CASE_METHOD(Fixture, "a file's name forges no line and reaches no terminal") {
  write_file(folder.path() / "minutes" / "b\nfailed: c\x1b[2J.txt", "ingenting");
  const Outcome outcome = run(update(minutes));
  CHECK(outcome.status == 1);
  CHECK(outcome.output.find("failed: b\\x0afailed: c\\x1b[2J.txt: ") != std::string::npos);
  CHECK(outcome.output.find('\x1b') == std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a source without a name is a failure like others") {
  const Outcome outcome = run(update(minutes + " ''"));
  CHECK(outcome.status == 1);
  CHECK(outcome.output.find("2 items added") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a new attachment beside the minutes is noticed, a new meeting is no reason to read others") {
  write_file(folder.path() / "minutes" / "a.jsonl", meeting_json("2024-01-01", {"Et hus+plan.pdf"}));
  run(update(minutes));
  write_file(folder.path() / "minutes" / "bilag" / "plan.pdf", "%PDF-");
  CHECK(last_line(run(update("--json " + minutes)).output)["changed"] == 1);
}

TEST_CASE_METHOD(Fixture, "READMEs are passed over with a word, and nothing else that begins so") {
  write_file(folder.path() / "minutes" / "README", "Mapper fra 2024-01-01");
  write_file(folder.path() / "minutes" / "b" / "Readme.MD", "x");
  write_file(folder.path() / "minutes" / "readme.txt", "x");
  CHECK(run(update(minutes)).output.find("README") == std::string::npos);
  const Outcome each = run(update("--each " + minutes));
  CHECK(each.status == 0);
  for (const char* name : {"README", "b/Readme.MD", "readme.txt"}) {
    CHECK(each.output.find(std::string("warning: ") + name + ": skipped: a README ") != std::string::npos);
  }
  write_file(folder.path() / "minutes" / "Readme - notat.pdf", "no PDF");
  write_file(folder.path() / "minutes" / "readme2.txt", "ingenting");
  const Outcome others = run(update("--each " + minutes));
  CHECK(others.status == 1);
  CHECK(others.output.find("Readme - notat.pdf: ") != std::string::npos);
  CHECK(others.output.find("failed: readme2.txt: ") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "show prints a meeting a line, closed items too") {
  write_file(folder.path() / "minutes" / "a.jsonl", meeting_json("2024-01-01", {"Et hus", "!Hemmeligt"}));
  const nlohmann::json meeting = last_line(run("show " + minutes).output);
  CHECK(meeting["id"] == "fu-2024-01-01");
  CHECK(meeting["items"][1]["audience"] == "internal");
}

TEST_CASE_METHOD(Fixture, "analyze and extract answer in JSON") {
  const nlohmann::json word = last_line(run("analyze --words Huse").output);
  CHECK(word["word"] == "Huse");
  CHECK(word["terms"].size() >= 2);
  const nlohmann::json token = last_line(run("analyze 'Et hus'").output);
  CHECK(token["begin"] == 3);
  CHECK(token["end"] == 6);
  write_file(folder.path() / "notat.txt", "Et notat");
  const nlohmann::json text = last_line(run("extract " + (folder.path() / "notat.txt").string()).output);
  CHECK(text["pages"][0]["text"] == "Et notat");
  CHECK(run("extract " + minutes + "/none.txt").status == 1);
}

TEST_CASE("the command line becomes a plain struct") {
  const std::array<const char*, 8> arguments{"opslag-indexer", "update", "--index", "i",
                                             "--organisation", "Ishøj",  "a",       "b"};
  const auto parsed = indexer::parse_options(static_cast<int>(arguments.size()), arguments.data());
  const auto& options = std::get<indexer::Options>(parsed);
  CHECK(options.command == indexer::Command::update);
  CHECK(options.index == "i");
  CHECK(options.organisation == "Ishøj");
  CHECK(options.arguments == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(options.rebuild);
}

TEST_CASE("progress is plain lines, each tenth") {
  std::ostringstream out;
  indexer::Progress progress(out, indexer::Progress::Style::lines);
  for (std::size_t done = 0; done <= 40; ++done) progress.step("reading", done, 40);
  progress.step("reading", 0, 0);
  CHECK(out.str() ==
        "reading 4 of 40\nreading 8 of 40\nreading 12 of 40\nreading 16 of 40\nreading 20 of 40\nreading 24 of 40\n"
        "reading 28 of 40\nreading 32 of 40\nreading 36 of 40\nreading 40 of 40\n");
}

TEST_CASE("progress tells the pace and the time left once there is something to tell") {
  CHECK(indexer::rate(0, 100, 10).empty());
  CHECK(indexer::rate(100, 100, 10).empty());
  CHECK(indexer::rate(50, 100, 1).empty());
  CHECK(indexer::rate(50, 100, 100) == ", 0.5 a second, 1 min 40 s left");
  CHECK(indexer::rate(9000, 10000, 10) == ", 900 a second, 1 s left");
  CHECK(indexer::rate(100, 1000000, 10) == ", 10 a second, 27 h 46 min left");
}
