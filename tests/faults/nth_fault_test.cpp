// Every n-th system call that writes is made to fail, or is the process's last: the index is the old one or the new
// one. SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <csignal>
#include <exception>
#include <fstream>
#include <functional>

#include "indexer/check.h"
#include "tests/faults/fault_calls.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

using Contents = std::map<std::string, std::string>;

// An index of one state of the sources, and sources of the next: one file changed, one new, one gone.
struct Fixture {
  TemporaryFolder folder;
  fs::path old_index = folder.path() / "old";
  fs::path index = folder.path() / "index";
  fs::path minutes = folder.path() / "minutes";
  Contents before, after;

  Fixture() {
    write_file(minutes / "a.json", meeting_json("2024-01-01", {"et hus", "to huse+plan.pdf"}));
    write_file(minutes / "b.json", meeting_json("2024-02-01", {"tre huse"}));
    update(old_index);
    before = contents(old_index);
    write_file(minutes / "a.json", meeting_json("2024-01-01", {"et hus", "fire huse"}));
    fs::remove(minutes / "b.json");
    write_file(minutes / "c.json", meeting_json("2024-03-01", {"fem huse"}));
    fs::copy(old_index, index);
    update(index);
    after = contents(index);
    start_over();
  }
  void start_over() const {
    fs::remove_all(index);
    fs::copy(old_index, index);
  }
  void update(const fs::path& where) const {
    indexer::UpdateOptions options;
    options.index = where;
    options.sources = {minutes.string()};
    options.threads = 1;  // so that the n-th call is the same one each time
    indexer::update(options, plain_environment());
  }
  bool whole_old_or_new() const {
    indexer::check_index(index);
    const Contents now = contents(index);
    return now == before || now == after;
  }
};

// Runs the update in a process of its own; true if it was killed.
bool killed_at(std::size_t n, const std::function<void()>& update) {
  const pid_t child = ::fork();
  if (child == 0) {
    arm_fault(n, Fault::kill);
    update();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

}  // namespace

TEST_CASE_METHOD(Fixture,
                 "killed at the n-th system call, an update leaves a whole index that the next one completes") {
  std::size_t n = 0;
  for (; killed_at(n, [&] { update(index); }); ++n) {
    INFO("killed at call " << n);
    REQUIRE(whole_old_or_new());
    update(index);
    REQUIRE(contents(index) == after);
    start_over();
  }
  CHECK(n > 30);  // else the calls are not caught any more, and this tests nothing
}

TEST_CASE_METHOD(Fixture, "an update that meets an error says so and leaves the old index, or is done") {
  const Fault fault = GENERATE(Fault::no_space, Fault::io_error);
  bool reached = true;
  std::size_t n = 0;
  for (; reached; ++n) {
    INFO("fault " << static_cast<int>(fault) << " at call " << n);
    std::string error;
    arm_fault(n, fault);
    try {
      update(index);
    } catch (const std::exception& problem) {
      error = problem.what();
    } catch (const Xapian::Error& problem) {
      error = problem.get_msg();
    }
    reached = fault_happened();
    disarm_fault();
    REQUIRE(whole_old_or_new());
    const Contents now = contents(index);
    if (error.empty()) REQUIRE(now == after);
    if (error.find("nothing was changed") != std::string::npos) REQUIRE(now == before);
    update(index);
    REQUIRE(contents(index) == after);
    start_over();
  }
  CHECK(n > 30);
}
