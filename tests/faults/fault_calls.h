// Makes the n-th system call that writes fail, or kills the process there. The program's own calls and Xapian's go
// through the functions defined in fault_calls.cpp, which stand before the C library's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>

namespace opslag::tests {

enum class Fault {
  kill,      // SIGKILL before the call
  no_space,  // this call and all that write after it: ENOSPC, as a full disk answers
  io_error,  // this call alone: EIO
};

// From now on the n-th call (from 0) meets the fault. Counting begins anew.
void arm_fault(std::size_t n, Fault fault);
void disarm_fault();
// Did it happen since arm_fault?
bool fault_happened();

}  // namespace opslag::tests
