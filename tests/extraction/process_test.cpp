// A file costs at most itself: whatever happens to the child, the next file is read.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "indexer/extraction_process.h"
#include "tests/extraction/obedient.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {
using corpus::Extraction;
using corpus::ExtractionStatus;
using indexer::ExtractionProcess;
using indexer::ProcessLimits;
namespace fs = std::filesystem;

std::string text_of(const Extraction& extraction) {
  return extraction.pages.empty() ? "" : extraction.pages.front().text;
}

ProcessLimits obedient() {
  ProcessLimits limits;
  limits.memory = kObedient;
  return limits;
}

struct Files : TemporaryFolder {
  fs::path operator()(const std::string& name, std::string_view text = "tekst") const {
    write_file(path() / name, text);
    return path() / name;
  }
};

TEST_CASE("a child that ends costs one file") {
  const Files file;
  struct Row {
    const char *name, *reason;
  };
  for (const Row& row :
       {Row{"abort", "damaged"}, Row{"segv", "crashed the reader (signal 11)"}, Row{"kill", "was killed"},
        Row{"exit", "the reader ended"}, Row{"garbage", "no sensible answer"}}) {
    INFO(row.name);
    ExtractionProcess process(obedient());
    CHECK(process.extract(file("first")).status == ExtractionStatus::ok);
    const Extraction extraction = process.extract(file(row.name));
    CHECK(extraction.status == ExtractionStatus::failed);
    CHECK_THAT(extraction.reason, Catch::Matchers::Contains(row.reason));
    CHECK(process.extract(file("next")).status == ExtractionStatus::ok);
  }
}

TEST_CASE("a child that says nothing is not waited for") {
  const Files file;
  ProcessLimits limits = obedient();
  limits.seconds = 1;
  ExtractionProcess process(limits);
  CHECK(process.extract(file("hang")).reason == "reading it took more than 1 seconds");
  CHECK(process.extract(file("next")).status == ExtractionStatus::ok);
}

TEST_CASE("a child's limits are those that are documented") {
  const ProcessLimits limits;
  CHECK(limits.memory == 512u << 20);
  CHECK(limits.memory + limits.ocr.memory == 1u << 30);
  CHECK(limits.seconds == 60);
  CHECK(limits.cpu_seconds == 20);
  CHECK(limits.answer == 64u << 20);
  CHECK(limits.files == 500);
}

TEST_CASE("an answer's size is bounded") {
  const Files file;
  ProcessLimits limits = obedient();
  limits.answer = 10'100;
  CHECK(ExtractionProcess(limits).extract(file("long")).status == ExtractionStatus::ok);
  limits.answer = 9'000;
  ExtractionProcess process(limits);
  CHECK(process.extract(file("long")).reason == "it gives more text than is allowed");
  CHECK(process.extract(file("next")).status == ExtractionStatus::ok);
}

TEST_CASE("a child that was killed from outside is replaced, and nothing is lost") {
  const Files file;
  ExtractionProcess process(obedient());
  const std::string child = text_of(process.extract(file("first")));
  kill(std::stoi(child), SIGKILL);
  const Extraction next = process.extract(file("next"));
  CHECK(next.status == ExtractionStatus::ok);
  CHECK(text_of(next) != child);
}

TEST_CASE("a child is reused, then replaced, and leaves nothing behind") {
  const Files file;
  ProcessLimits limits = obedient();
  limits.files = 3;
  std::vector<std::string> children;
  {
    ExtractionProcess process(limits);
    for (int i = 0; i < 7; ++i) children.push_back(text_of(process.extract(file("some"))));
  }
  for (std::size_t i = 1; i < children.size(); ++i) CHECK((children[i] != children[i - 1]) == (i % 3 == 0));
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);  // no child is left, not even a dead one
  CHECK(ProcessLimits().files == 500);
}

TEST_CASE("a child does not end with the thread that started it") {
  const Files file;
  const fs::path some = file("some");
  ExtractionProcess process(obedient());
  std::string first;
  std::thread([&] { first = text_of(process.extract(some)); }).join();
  CHECK_FALSE(first.empty());
  CHECK(text_of(process.extract(some)) == first);
}

TEST_CASE("a child ends with the program that started it, in the middle of a file") {
  const Files file;
  const fs::path some = file("some"), hang = file("hang");
  std::array<int, 2> pipe_ends;
  REQUIRE(pipe(pipe_ends.data()) == 0);
  prctl(PR_SET_CHILD_SUBREAPER, 1);  // or nobody could tell that the orphan has ended
  const pid_t program = fork();
  if (program == 0) {
    ExtractionProcess process(obedient());
    const std::string child = text_of(process.extract(some));
    if (write(pipe_ends[1], child.c_str(), child.size() + 1) > 0) process.extract(hang);
    _exit(1);
  }
  std::array<char, 32> child{};
  REQUIRE(read(pipe_ends[0], child.data(), child.size() - 1) > 0);
  const auto pid = static_cast<pid_t>(std::strtol(child.data(), nullptr, 10));
  REQUIRE(pid > 0);
  kill(program, SIGKILL);
  CHECK(waitpid(program, nullptr, 0) == program);
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  pollfd ended{handle, POLLIN, 0};
  CHECK((handle < 0 || poll(&ended, 1, 60'000) == 1));
  CHECK(waitpid(pid, nullptr, 0) == pid);
  prctl(PR_SET_CHILD_SUBREAPER, 0);
  for (const int end : {pipe_ends[0], pipe_ends[1], handle}) close(end);
}

TEST_CASE("files that can't be opened fail by name") {
  const Files file;
  ExtractionProcess process;
  CHECK_THAT(process.extract(file.path() / "none.txt").reason, Catch::Matchers::Contains("cannot be opened"));
  CHECK(process.extract(file.path()).reason == "no ordinary file");
  CHECK(text_of(process.extract(file("a.txt", "Møde"))) == "Møde");
}

// Each form draws the next one ten times: ten to the power of twelve in all.
std::string endless_pdf() {
  std::string pdf =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj\n"
      "4 0 obj<</Length 5>>stream\n/X Do\nendstream endobj\n";
  std::string draws;
  for (int i = 0; i < 10; ++i) draws += "/X Do ";
  for (int i = 5; i < 17; ++i) {
    pdf += std::to_string(i) + " 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X " +
           std::to_string(i + 1) + " 0 R>>>>/Length " + std::to_string(draws.size()) + ">>stream\n" + draws +
           "\nendstream endobj\n";
  }
  return pdf +
         "17 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>stream\nn\nendstream endobj\n"
         "trailer<</Root 1 0 R>>\n%%EOF\n";
}

TEST_CASE("a file that takes too much processor time is left") {
  const Files file;
  ProcessLimits limits;
  limits.cpu_seconds = 1;
  ExtractionProcess process(limits);
  CHECK(process.extract(file("endless.pdf", endless_pdf())).reason ==
        "reading it took more than 1 seconds of processor time");
  CHECK(text_of(process.extract(file("a.txt", "Møde"))) == "Møde");
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("a file that takes too much memory is left") {
  const Files file;
  ProcessLimits limits;
  limits.memory = 256u << 20;
  ExtractionProcess process(limits);
  const Extraction extraction = process.extract(file("a.txt", std::string(150u << 20, 'a')));
  CHECK(extraction.status == ExtractionStatus::failed);
  CHECK_THAT(extraction.reason, Catch::Matchers::Contains("memory"));
  CHECK(text_of(process.extract(file("b.txt", "Møde"))) == "Møde");
  limits.memory = 2u << 30;  // the same file within
  CHECK(ExtractionProcess(limits).extract(file("a.txt", std::string(150u << 20, 'a'))).status ==
        ExtractionStatus::partial);
}

TEST_CASE("a bomb of 460 MB in a PDF is survived") {
  const fs::path bombs = fs::path(OPSLAG_SHARED_DIR) / "hostile" / "own-bombs";
  if (!fs::is_directory(bombs)) {
    WARN("skipped: there is no " << bombs);
    return;
  }
  const Files file;
  ExtractionProcess process;
  for (const fs::directory_entry& bomb : fs::directory_iterator(bombs)) {
    const Extraction extraction = process.extract(bomb.path());
    INFO(extraction.reason);
    CHECK((extraction.status == ExtractionStatus::ok) == extraction.reason.empty());
    CHECK(text_of(process.extract(file("a.txt", "Møde"))) == "Møde");
  }
}
#endif

}  // namespace
}  // namespace opslag::tests
