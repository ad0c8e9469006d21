// Runs another program over one file, confined, and collects what it prints.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace opslag::indexer {

struct ProgramLimits {
  std::size_t memory = 512u << 20;  // bytes of address space, each process
  unsigned seconds = 60;            // wall clock, with all processes that it starts
  unsigned cpu_seconds = 20;        // processor time, each process
  std::size_t output = 20u << 20;   // bytes on standard output; what is more is cut off
  std::size_t written = 0;          // bytes of a file that it may write, into `folder` only
  bool processes = false;           // whether it may start processes and threads, and talk to them
};

struct ProgramRun {
  bool done = false;    // ended by itself with status 0
  bool cut = false;     // it printed more than it may: `output` holds the beginning
  std::string failure;  // a sentence, if not done
  std::string output;
};

// `program` is an absolute path. The file is its standard input and may be named /proc/self/fd/0. No network, no new
// privileges; writing nowhere but in `folder`, which is its home and temporary folder (empty: nowhere at all). What
// forbids this (rlimits, seccomp, Landlock where the kernel has it) is laid on before the program starts and stays.
// Throws std::runtime_error if no process can be started at all.
ProgramRun run_confined(const std::vector<std::string>& program, int file, const ProgramLimits& limits = {},
                        const std::filesystem::path& folder = {});

// The side that becomes the program: called when the own program's first argument is kProgramArgument. Returns only if
// it can't be started, the exit status.
inline constexpr const char* kProgramArgument = "confined-program";
int become_program(int count, char** arguments);

}  // namespace opslag::indexer
