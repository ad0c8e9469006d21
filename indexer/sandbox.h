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

}  // namespace opslag::indexer
