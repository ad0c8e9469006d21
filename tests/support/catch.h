// The one place that knows which Catch2 is installed: 2 (Debian 12) or 3 and newer (Debian 13).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#ifdef OPSLAG_CATCH2_3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
