// What the process gives back to the system.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace opslag::searchd {

// Gives back what is free now, whichever malloc there is. Takes some milliseconds. Thread-safe.
void give_back_memory();

}  // namespace opslag::searchd
