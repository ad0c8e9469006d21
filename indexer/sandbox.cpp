// rlimits, no-new-privileges, Landlock, seccomp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

namespace opslag::indexer {
namespace {

void limit(decltype(RLIMIT_AS) what, rlim_t value) {
  const rlimit bound{value, value};
  if (setrlimit(what, &bound) != 0)
    throw std::runtime_error(std::string("sandbox: setrlimit: ") + std::strerror(errno));
}

struct FileRight {
  std::string path;
  std::uint64_t access;
};

constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kAll = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | kRead |
                               LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                               LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM |
                               LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO;

// What poppler reads beside the document: encoding tables and fonts' metrics.
std::vector<FileRight> rights_of_reader() {
  std::vector<FileRight> rights;
  for (const char* folder : {"/usr/share/poppler", "/usr/share/fonts", "/etc/fonts", "/usr/share/fontconfig",
                             "/usr/share/icu", "/usr/lib", "/lib"})
    rights.push_back({folder, kRead});
  return rights;
}

void confine_files(const std::vector<FileRight>& rights) {
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = kAll;
  const long rules = syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (rules < 0) return;  // a kernel without Landlock: seccomp still forbids writing
  for (const FileRight& right : rights) {
    const int fd = open(right.path.c_str(), O_PATH | O_CLOEXEC);
    if (fd < 0) continue;
    struct stat about {};
    const bool folder = fstat(fd, &about) == 0 && S_ISDIR(about.st_mode);
    constexpr std::uint64_t kOfFiles =
        LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE;
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = folder ? right.access : right.access & kOfFiles;
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

// What a program needs besides to be started by exec.
constexpr std::array kAllowedToStart{SCMP_SYS(execve),
                                     SCMP_SYS(arch_prctl),
                                     SCMP_SYS(set_tid_address),
                                     SCMP_SYS(set_robust_list),
                                     SCMP_SYS(getppid),
                                     SCMP_SYS(pipe2),
                                     SCMP_SYS(dup2),
                                     SCMP_SYS(ioctl)};

// What a program that may start processes is refused nevertheless; networks are refused by their sockets.
constexpr std::array kForbidden{SCMP_SYS(ptrace),
                                SCMP_SYS(process_vm_readv),
                                SCMP_SYS(process_vm_writev),
                                SCMP_SYS(mount),
                                SCMP_SYS(umount2),
                                SCMP_SYS(pivot_root),
                                SCMP_SYS(chroot),
                                SCMP_SYS(unshare),
                                SCMP_SYS(setns),
                                SCMP_SYS(bpf),
                                SCMP_SYS(perf_event_open),
                                SCMP_SYS(keyctl),
                                SCMP_SYS(add_key),
                                SCMP_SYS(request_key),
                                SCMP_SYS(userfaultfd),
                                SCMP_SYS(io_uring_setup),
                                SCMP_SYS(kexec_load),
                                SCMP_SYS(init_module),
                                SCMP_SYS(finit_module),
                                SCMP_SYS(reboot),
                                SCMP_SYS(swapon),
                                SCMP_SYS(sethostname),
                                SCMP_SYS(mknod),
                                SCMP_SYS(mknodat)};

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

Filter make_filter(std::uint32_t otherwise) {
  Filter filter(seccomp_init(otherwise), seccomp_release);
  if (!filter) throw std::runtime_error("sandbox: seccomp is not to be had");
  return filter;
}

int allow_reading(const Filter& filter) {
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
  return failed;
}

void load(const Filter& filter, int failed) {
  if (failed != 0 || seccomp_load(filter.get()) != 0) throw std::runtime_error("sandbox: seccomp refused");
}

void filter_system_calls() {
  const Filter filter = make_filter(SCMP_ACT_ERRNO(EPERM));
  load(filter, allow_reading(filter));
}

void filter_system_calls_of_program() {
  const Filter filter = make_filter(SCMP_ACT_ERRNO(EPERM));
  int failed = allow_reading(filter);
  for (const int call : kAllowedToStart) failed |= seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
  load(filter, failed);
}

void filter_system_calls_of_processes() {
  const Filter filter = make_filter(SCMP_ACT_ALLOW);
  int failed = 0;
  for (const int call : kForbidden) failed |= seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0);
  failed |= seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_NE, AF_UNIX));
  load(filter, failed);
}

void give_up_privileges() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) throw std::runtime_error("sandbox: no-new-privileges refused");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_DUMPABLE, 0);
}

void limit_memory(std::size_t memory) {
  // An address sanitizer reserves terabytes of address space.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_AS, memory);
#else
  static_cast<void>(memory);
#endif
}

}  // namespace

void enter_sandbox(std::size_t memory) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_NOFILE, 32);
  limit_memory(memory);
  give_up_privileges();
  confine_files(rights_of_reader());
  filter_system_calls();
}

void enter_program_sandbox(const ProgramRights& rights) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, rights.written);
  limit(RLIMIT_NOFILE, rights.processes ? 512 : 32);
  limit_memory(rights.memory);
  give_up_privileges();
  std::vector<FileRight> files{{rights.program, kRead | LANDLOCK_ACCESS_FS_EXECUTE},
                               {"/proc/self/fd/0", kRead},
                               {"/dev/null", kRead | LANDLOCK_ACCESS_FS_WRITE_FILE}};
  for (const char* folder : {"/usr", "/lib", "/lib64", "/bin", "/etc"})
    files.push_back({folder, kRead | LANDLOCK_ACCESS_FS_EXECUTE});
  if (!rights.folder.empty()) files.push_back({rights.folder, kAll});
  if (rights.processes) {
    for (const char* path : {"/proc", "/dev/urandom", "/dev/random", "/var/lib/libreoffice", "/var/spool/libreoffice",
                             "/var/cache/fontconfig"})
      files.push_back({path, kRead});
    // LibreOffice binds a socket in /tmp, whatever it is told, and removes it.
    files.push_back({"/tmp", LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE});
  }
  confine_files(files);
  rights.processes ? filter_system_calls_of_processes() : filter_system_calls_of_program();
}

}  // namespace opslag::indexer
