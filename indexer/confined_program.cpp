// The own program, started anew, confines itself and becomes the other one.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/confined_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include "indexer/extraction_wire.h"
#include "indexer/sandbox.h"

namespace opslag::indexer {
namespace {
using Clock = std::chrono::steady_clock;

constexpr int kNotConfined = 126;
constexpr int kOwnArguments = 5;  // memory, processor time, bytes written, processes, folder

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

pid_t start(const std::vector<std::string>& program, int file, int output, const ProgramLimits& limits,
            const std::string& folder) {
  std::vector<std::string> arguments{"opslag-indexer",
                                     kProgramArgument,
                                     std::to_string(limits.memory),
                                     std::to_string(limits.cpu_seconds),
                                     std::to_string(limits.written),
                                     limits.processes ? "1" : "0",
                                     folder};
  arguments.insert(arguments.end(), program.begin(), program.end());
  std::vector<std::string> environment{"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=" + folder, "TMPDIR=" + folder};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, file, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;  // a group of its own: what it starts is ended with it
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t child = -1;
  const int error = posix_spawn(&child, "/proc/self/exe", &actions, &attributes, pointers_to(arguments).data(),
                                pointers_to(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("no converter can be started: " + std::string(std::strerror(error)));
  return child;
}

// False if the time is up before the other side closes.
bool collect(int pipe, Clock::time_point deadline, std::size_t most, ProgramRun& run) {
  std::array<char, 65536> buffer;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd waiting{pipe, POLLIN, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(std::min<long long>(left, 1000)));
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const ssize_t got = read(pipe, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    const std::size_t room = most - run.output.size();
    run.output.append(buffer.data(), std::min(static_cast<std::size_t>(got), room));
    if (static_cast<std::size_t>(got) > room) return run.cut = true;
  }
}

std::string how_it_ended(int status, const ProgramLimits& limits) {
  if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
    return "took more than " + std::to_string(limits.cpu_seconds) + " seconds of processor time";
  if (WIFSIGNALED(status)) return "crashed (signal " + std::to_string(WTERMSIG(status)) + ")";
  if (WEXITSTATUS(status) == kNotConfined) return "could not be confined or started";
  return "gave up";
}

void limit(decltype(RLIMIT_AS) what, rlim_t value) {
  const rlimit bound{value, value};
  if (setrlimit(what, &bound) != 0) throw std::runtime_error("setrlimit");
}

}  // namespace

ProgramRun run_confined(const std::vector<std::string>& program, int file, const ProgramLimits& limits,
                        const std::filesystem::path& folder) {
  std::array<int, 2> ends;
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe: " + std::string(std::strerror(errno)));
  const Descriptor mine(ends[0]);
  Descriptor other(ends[1]);
  lseek(file, 0, SEEK_SET);
  const pid_t child = start(program, file, other.get(), limits, folder.string());
  other.reset();
  ProgramRun run;
  const bool in_time = collect(mine.get(), Clock::now() + std::chrono::seconds(limits.seconds), limits.output, run);
  if (!in_time || run.cut) kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  kill(-child, SIGKILL);  // what it left behind
  run.done = run.cut || (in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  if (!in_time)
    run.failure = "took more than " + std::to_string(limits.seconds) + " seconds";
  else if (!run.done)
    run.failure = how_it_ended(status, limits);
  return run;
}

int become_program(int count, char** arguments) {
  if (count <= kOwnArguments) return kNotConfined;
  try {
    ProgramRights rights;
    rights.program = arguments[kOwnArguments];
    rights.memory = std::strtoull(arguments[0], nullptr, 10);
    rights.written = std::strtoull(arguments[2], nullptr, 10);
    rights.processes = std::strcmp(arguments[3], "1") == 0;
    rights.folder = arguments[4];
    limit(RLIMIT_CPU, std::strtoull(arguments[1], nullptr, 10));
    enter_program_sandbox(rights);
    execv(arguments[kOwnArguments], arguments + kOwnArguments);
  } catch (const std::exception&) {
    return kNotConfined;
  }
  return kNotConfined;
}

}  // namespace opslag::indexer
