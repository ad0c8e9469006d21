// What a process may no longer do once it is confined, each tried in a child.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <functional>
#include <new>

#include "tests/indexer/support.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {

constexpr std::size_t kMemory = std::size_t{1} << 30;

// Whether `attempt` succeeds in a child, confined or free.
bool succeeds(bool confined, const std::function<bool()>& attempt) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      if (confined) indexer::enter_sandbox(kMemory);
    } catch (const std::exception&) {
      _exit(2);
    }
    _exit(attempt() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) != 2);
  return WEXITSTATUS(status) == 0;
}

TEST_CASE("a confined process can't reach out") {
  const TemporaryFolder folder;
  const std::string secret = (folder.path() / "secret").string(), fresh = (folder.path() / "fresh").string();
  write_file(secret, "hemmeligt");
  struct Row {
    const char* what;
    std::function<bool()> attempt;
  };
  const std::vector<Row> rows{
      {"network", [] { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }},
      {"local sockets", [] { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }},
      {"writing a file", [&] { return open(secret.c_str(), O_WRONLY) >= 0; }},
      {"making a file", [&] { return open(fresh.c_str(), O_RDWR | O_CREAT, 0600) >= 0; }},
      {"removing a file", [&] { return unlink(secret.c_str()) == 0 && (write_file(secret, "igen"), true); }},
      {"a new process",
       [] {
         const pid_t child = fork();
         if (child == 0) _exit(0);
         return child > 0;
       }},
      {"another program", [] { return execl("/bin/true", "true", nullptr) == 0 || errno != EPERM; }},
      {"a higher limit",
       [] {
         const rlimit more{100, 100};
         return setrlimit(RLIMIT_NOFILE, &more) == 0;
       }},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK_FALSE(succeeds(true, row.attempt));
  }
  // The same attempts succeed in a free process, or the test would prove nothing.
  CHECK(succeeds(false, rows[0].attempt));
  CHECK(succeeds(false, rows[2].attempt));
  CHECK(succeeds(false, rows[5].attempt));
}

TEST_CASE("a confined process reads what it was handed, and its memory ends") {
  const TemporaryFolder folder;
  const std::string name = (folder.path() / "handed").string();
  write_file(name, "tekst");
  const int handed = open(name.c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(handed >= 0);
  CHECK(succeeds(true, [&] {
    char text[5];
    return pread(handed, text, sizeof text, 0) == 5;
  }));
  close(handed);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  const auto take = [](std::size_t bytes) {
    return [bytes] {
      void* memory = std::malloc(bytes);
      const bool got = memory != nullptr;
      std::free(memory);
      return got;
    };
  };
  CHECK(succeeds(true, take(kMemory / 4)));
  CHECK_FALSE(succeeds(true, take(kMemory)));
#endif
}

}  // namespace
}  // namespace opslag::tests
