// glibc's malloc and jemalloc are asked in ways of their own.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/memory.h"

#include <malloc.h>

#include <cstddef>

// jemalloc's; null where the program has another malloc.
extern "C" int mallctl(const char* name, void* before, std::size_t* before_size, void* now, std::size_t now_size)
    __attribute__((weak));

namespace opslag::searchd {

void give_back_memory() {
  constexpr const char* kAllArenas = "arena.4096.purge";  // MALLCTL_ARENAS_ALL
  if (mallctl != nullptr) {
    mallctl(kAllArenas, nullptr, nullptr, nullptr, 0);
  } else {
    ::malloc_trim(0);
  }
}

}  // namespace opslag::searchd
