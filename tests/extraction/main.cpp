// Runs the tests, or serves as the child that reads files: the real one, or one that does what a file's name says.
// SPDX-License-Identifier: GPL-3.0-or-later
#define CATCH_CONFIG_RUNNER
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string_view>

#include "indexer/confined_program.h"
#include "indexer/extraction_process.h"
#include "indexer/extraction_wire.h"
#include "tests/extraction/obedient.h"
#include "tests/support/catch.h"

namespace opslag::tests {
namespace {

// Not confined: this one is there to be watched by its parent.
int serve_obediently() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // as the confined one does
  while (const auto request = indexer::receive_request(STDIN_FILENO)) {
    if (request->name == "abort") std::abort();
    if (request->name == "segv") raise(SIGSEGV);
    if (request->name == "kill") raise(SIGKILL);
    if (request->name == "exit") return 3;
    if (request->name == "hang") {
      for (;;) pause();
    }
    corpus::Extraction answer;
    if (request->name == "garbage") {
      const std::string_view garbage("\x08\0\0\0\xFF\xFF\xFF\xFF....", 12);
      if (write(STDIN_FILENO, garbage.data(), garbage.size()) < 0) return 1;
      continue;
    }
    answer.pages.push_back({1, request->name == "long" ? std::string(10'000, 'a') : std::to_string(getpid())});
    if (!indexer::send_answer(STDIN_FILENO, answer)) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace opslag::tests

int main(int count, char** arguments) {
  using namespace opslag;
  if (count > 2 && std::string_view(arguments[1]) == indexer::kWorkerArgument) {
    if (std::string_view(arguments[2]) == std::to_string(tests::kObedient)) return tests::serve_obediently();
    return indexer::serve_extractions(count - 2, arguments + 2);
  }
  if (count > 2 && std::string_view(arguments[1]) == indexer::kProgramArgument)
    return indexer::become_program(count - 2, arguments + 2);
  return Catch::Session().run(count, arguments);
}
