// How the tests ask for the child that does what a file's name says.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>

namespace opslag::tests {

inline constexpr std::size_t kObedient = 1;  // as ProcessLimits::memory, which is handed to the child

}  // namespace opslag::tests
