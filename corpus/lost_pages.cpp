// A handler of SIGBUS that puts a page of zeros where the fault was. It may call little, and takes no lock.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/lost_pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <mutex>

namespace opslag::corpus {
namespace {

struct Mapping {
  std::atomic<std::uintptr_t> begin = 0;  // 0: a free place
  std::atomic<std::size_t> size = 0;
  std::atomic<bool> lost = false;
};

constinit std::array<Mapping, 1024> mappings;
constinit std::mutex changing;
std::uintptr_t page_bytes = 4096;

// A file's last page is mapped whole.
bool holds(const Mapping& mapping, std::uintptr_t page) {
  const std::uintptr_t begin = mapping.begin.load();
  return begin != 0 && page >= begin && page - begin < mapping.size.load();
}

void on_fault(int, siginfo_t* info, void*) {
  const int error = errno;
  const std::uintptr_t page = reinterpret_cast<std::uintptr_t>(info->si_addr) / page_bytes * page_bytes;
  for (Mapping& mapping : mappings) {
    if (!holds(mapping, page)) continue;
    void* const zeros =
        ::mmap(reinterpret_cast<void*>(page), page_bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (zeros == MAP_FAILED) break;
    mapping.lost = true;
    errno = error;
    return;
  }
  std::signal(SIGBUS, SIG_DFL);  // none of ours: it happens again, and ends the program
}

}  // namespace

void survive_lost_pages() {
  page_bytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  struct sigaction action {};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGBUS, &action, nullptr);
}

bool has_lost_pages() {
  return std::any_of(mappings.begin(), mappings.end(),
                     [](const Mapping& mapping) { return mapping.begin.load() != 0 && mapping.lost.load(); });
}

void watch_mapping(const void* bytes, std::size_t size) {
  const std::lock_guard lock(changing);
  for (Mapping& mapping : mappings) {
    if (mapping.begin.load() != 0) continue;
    mapping.size = size;
    mapping.lost = false;
    mapping.begin = reinterpret_cast<std::uintptr_t>(bytes);
    return;
  }
}

void forget_mapping(const void* bytes) {
  const std::lock_guard lock(changing);
  for (Mapping& mapping : mappings) {
    if (mapping.begin.load() == reinterpret_cast<std::uintptr_t>(bytes)) mapping.begin = 0;
  }
}

}  // namespace opslag::corpus
