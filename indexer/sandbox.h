// Takes rights away from this process for good.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>

namespace opslag::indexer {

// Bounds address space, core dumps and file sizes, forbids new privileges, confines file access to reading fonts and
// encoding tables (Landlock, where the kernel has it) and allows only the system calls that reading needs (seccomp):
// no sockets, no new processes, no opening for writing. Throws std::runtime_error if the kernel refuses.
void enter_sandbox(std::size_t memory);

// What another program may do that this process becomes by exec.
struct ProgramRights {
  std::string program;      // its file
  std::size_t memory = 0;   // bytes of address space
  std::size_t written = 0;  // bytes of each file that it writes
  std::string folder;       // the one folder to write in; empty: none
  bool processes = false;   // start processes and threads, and talk to them through local sockets
};

// As far as exec allows: the same bounds; no network; reading what is installed (/usr, /lib, /etc) and standard input;
// writing in the folder only, which needs Landlock where `written` is not 0. Without `processes`, the system calls of
// enter_sandbox and exec are all there is. Throws as enter_sandbox.
void enter_program_sandbox(const ProgramRights& rights);

}  // namespace opslag::indexer
