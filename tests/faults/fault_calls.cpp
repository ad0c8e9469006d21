// Stands before the C library's open, write, fsync, rename …; counts the calls, passes them on, or fails.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/fault_calls.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>

namespace {

std::atomic<bool> armed{false};
std::atomic<std::size_t> calls_left{0};
std::atomic<bool> happened{false};
opslag::tests::Fault kind = opslag::tests::Fault::kill;

// Sets errno and returns true if this call is to fail.
bool fails(bool takes_space) {
  using opslag::tests::Fault;
  if (!armed) return false;
  if (happened) {
    if (kind != Fault::no_space || !takes_space) return false;
    errno = ENOSPC;
    return true;
  }
  if (calls_left > 0) {
    --calls_left;
    return false;
  }
  happened = true;
  if (kind == Fault::kill) ::raise(SIGKILL);
  errno = kind == Fault::no_space ? ENOSPC : EIO;
  return true;
}

template <typename... Arguments>
long call(long number, Arguments... arguments) {
  return ::syscall(number, arguments...);
}

int open_file(const char* path, int flags, mode_t mode) {
  if ((flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0 && fails((flags & O_CREAT) != 0)) return -1;
  return static_cast<int>(call(SYS_openat, AT_FDCWD, path, flags, mode));
}

}  // namespace

namespace opslag::tests {

void arm_fault(std::size_t n, Fault fault) {
  kind = fault;
  calls_left = n;
  happened = false;
  armed = true;
}
void disarm_fault() {
  armed = false;
}
bool fault_happened() {
  return happened;
}

}  // namespace opslag::tests

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_file(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_file(path, flags, mode);
}
ssize_t write(int file, const void* bytes, size_t size) {
  if (file > 2 && fails(true)) return -1;
  return call(SYS_write, file, bytes, size);
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
  if (fails(true)) return -1;
  return call(SYS_pwrite64, file, bytes, size, offset);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) {
  if (fails(true)) return -1;
  return call(SYS_pwrite64, file, bytes, size, offset);
}
int fsync(int file) {
  if (fails(false)) return -1;
  return static_cast<int>(call(SYS_fsync, file));
}
int fdatasync(int file) {
  if (fails(false)) return -1;
  return static_cast<int>(call(SYS_fdatasync, file));
}
int rename(const char* from, const char* to) noexcept {
  if (fails(false)) return -1;
  return static_cast<int>(call(SYS_rename, from, to));
}
int mkdir(const char* path, mode_t mode) noexcept {
  if (fails(true)) return -1;
  return static_cast<int>(call(SYS_mkdir, path, mode));
}

}  // extern "C"
