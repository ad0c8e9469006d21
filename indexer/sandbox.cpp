// rlimits, no-new-privileges, Landlock, seccomp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace opslag::indexer {
namespace {

void limit(decltype(RLIMIT_AS) what, rlim_t value) {
  const rlimit bound{value, value};
  if (setrlimit(what, &bound) != 0)
    throw std::runtime_error(std::string("sandbox: setrlimit: ") + std::strerror(errno));
}

// What poppler reads beside the document: encoding tables and fonts' metrics.
constexpr std::array kReadable{"/usr/share/poppler", "/usr/share/fonts", "/etc/fonts", "/usr/share/fontconfig",
                               "/usr/share/icu",     "/usr/lib",         "/lib"};

void confine_files() {
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs =
      LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
      LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
      LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM;
  const long rules = syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (rules < 0) return;  // a kernel without Landlock: seccomp still forbids writing
  for (const char* folder : kReadable) {
    const int fd = open(folder, O_PATH | O_CLOEXEC);
    if (fd < 0) continue;
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    beneath.parent_fd = fd;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(fd);
  }
  const long done = syscall(SYS_landlock_restrict_self, rules, 0);
  close(static_cast<int>(rules));
  if (done != 0) throw std::runtime_error("sandbox: Landlock refused");
}

constexpr std::array kAllowed{
    SCMP_SYS(read),          SCMP_SYS(readv),        SCMP_SYS(pread64),      SCMP_SYS(write),
    SCMP_SYS(writev),        SCMP_SYS(sendmsg),      SCMP_SYS(sendto),       SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),       SCMP_SYS(close),        SCMP_SYS(fstat),        SCMP_SYS(newfstatat),
    SCMP_SYS(stat),          SCMP_SYS(lstat),        SCMP_SYS(statx),        SCMP_SYS(lseek),
    SCMP_SYS(mmap),          SCMP_SYS(munmap),       SCMP_SYS(mremap),       SCMP_SYS(mprotect),
    SCMP_SYS(brk),           SCMP_SYS(madvise),      SCMP_SYS(futex),        SCMP_SYS(exit),
    SCMP_SYS(exit_group),    SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),         SCMP_SYS(getrandom),
    SCMP_SYS(getpid),        SCMP_SYS(gettid),       SCMP_SYS(getuid),       SCMP_SYS(geteuid),
    SCMP_SYS(getgid),        SCMP_SYS(getegid),      SCMP_SYS(getcwd),       SCMP_SYS(readlink),
    SCMP_SYS(access),        SCMP_SYS(faccessat),    SCMP_SYS(faccessat2),   SCMP_SYS(fcntl),
    SCMP_SYS(dup),           SCMP_SYS(getdents64),   SCMP_SYS(sysinfo),      SCMP_SYS(uname),
    SCMP_SYS(fstatfs),       SCMP_SYS(statfs),       SCMP_SYS(sched_yield),  SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getrusage),     SCMP_SYS(setitimer),    SCMP_SYS(rseq),         SCMP_SYS(tgkill),
    SCMP_SYS(fadvise64)};

void filter_system_calls() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
  if (!filter) throw std::runtime_error("sandbox: seccomp is not to be had");
  int failed = 0;
  for (const int call : kAllowed) {
    failed |= seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
  }
  // Opening is for reading only.
  constexpr scmp_datum_t kWriting = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
  failed |= seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, kWriting, 0));
  failed |=
      seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, kWriting, 0));
  // A memory limit that is met must end in bad_alloc, not in a mystery: prlimit may be read, not set.
  failed |= seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0));
  if (failed != 0 || seccomp_load(filter.get()) != 0) throw std::runtime_error("sandbox: seccomp refused");
}

}  // namespace

void enter_sandbox(std::size_t memory) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_NOFILE, 32);
  // An address sanitizer reserves terabytes of address space.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_AS, memory);
#else
  static_cast<void>(memory);
#endif
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) throw std::runtime_error("sandbox: no-new-privileges refused");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_DUMPABLE, 0);
  confine_files();
  filter_system_calls();
}

}  // namespace opslag::indexer
