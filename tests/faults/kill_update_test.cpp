// Updates killed at random moments while a reader opens every generation: each one is whole, none mixes two updates.
// OPSLAG_KILL_ROUNDS says how often (20).
// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

#include "indexer/check.h"
#include "tests/indexer/support.h"
#include "tests/support/catch.h"

using namespace opslag;
using namespace opslag::tests;
namespace fs = std::filesystem;

namespace {

constexpr int kMeetings = 12;
constexpr int kItems = 25;

// Each round writes every item anew, with the round's number: a generation that holds two numbers is a mixture.
void write_round(const fs::path& minutes, int round) {
  for (int i = 0; i < kMeetings; ++i) {
    const std::string date = "2024-01-" + std::to_string(10 + i);
    write_file(minutes / (date + ".json"), meeting_json(date, std::vector<std::string>(kItems, std::to_string(round))));
  }
}

void update(const fs::path& index, const fs::path& minutes) {
  indexer::UpdateOptions options;
  options.index = index;
  options.sources = {minutes.string()};
  indexer::update(options, plain_environment());
}

// Runs an update in a process of its own and kills it after `delay`, if it is not done by then.
void update_killed_after(const fs::path& index, const fs::path& minutes, std::chrono::microseconds delay) {
  const pid_t child = ::fork();
  if (child == 0) {
    update(index, minutes);
    ::_exit(0);
  }
  std::this_thread::sleep_for(delay);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
}

// What is wrong with the current generation; empty if nothing is.
std::string fault_in(const fs::path& index) {
  corpus::Generation generation;
  try {
    generation = corpus::load_current(index);
    indexer::check_generation(index, generation);
    std::set<std::string> rounds;
    for (const auto& [id, text] : contents(index, generation)) {
      if (id.find('/') != std::string::npos) rounds.insert(text);
    }
    if (rounds.size() != 1 || generation.items != kMeetings * kItems) return "a generation mixes two updates";
  } catch (const std::exception& error) {
    // A reader that was overtaken by two generations may find its files gone: it starts over.
    if (corpus::load_current(index).number > generation.number + 1) return {};
    return error.what();
  }
  return {};
}

// The reader is a process of its own: it must not share the writer's view. Ends with 1 at the first fault.
pid_t start_reader(const fs::path& index) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  for (;;) {
    if (const std::string fault = fault_in(index); !fault.empty()) {
      std::fprintf(stderr, "reader: %s\n", fault.c_str());
      ::_exit(1);
    }
  }
}

}  // namespace

TEST_CASE("updates killed at random moments never leave half an index") {
  const char* wanted = std::getenv("OPSLAG_KILL_ROUNDS");
  const int rounds = wanted ? std::atoi(wanted) : 20;
  TemporaryFolder folder;
  const fs::path index = folder.path() / "index", minutes = folder.path() / "minutes";
  write_round(minutes, 0);
  const auto begin = std::chrono::steady_clock::now();
  update(index, minutes);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  const pid_t reader = start_reader(index);
  std::mt19937 random(42);
  std::uniform_int_distribution<std::int64_t> moment(0, whole.count() * 3 / 2);
  for (int round = 1; round <= rounds; ++round) {
    INFO("round " << round);
    write_round(minutes, round);
    update_killed_after(index, minutes, std::chrono::microseconds(moment(random)));
    REQUIRE(fault_in(index).empty());
  }
  update(index, minutes);
  CHECK(fault_in(index).empty());
  CHECK(contents(index).at("fu-2024-01-10/1") == std::to_string(rounds));
  int status = 0;
  const bool reader_ended = ::waitpid(reader, &status, WNOHANG) != 0;
  ::kill(reader, SIGKILL);
  if (!reader_ended) ::waitpid(reader, &status, 0);
  CHECK_FALSE(reader_ended);
}
