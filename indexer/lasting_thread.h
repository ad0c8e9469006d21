// A thread that lives as long as the program, for starting children that are to die with it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>

namespace opslag::indexer {

// Calls `start` on that thread and returns what it returns. A confined child asks the kernel to be killed when the
// thread that started it ends (PR_SET_PDEATHSIG means the thread, not the process): one that was started by a thread of
// a few files would be killed while another reads through it. Thread-safe; `start` must not throw.
int on_lasting_thread(const std::function<int()>& start);

}  // namespace opslag::indexer
