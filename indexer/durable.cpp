// POSIX calls behind durable files and the writer's lock.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/durable.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "corpus/generation.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* what, int error) {
  throw corpus::IndexError(path.string() + " can't be " + what + ": " + std::generic_category().message(error) +
                           "; nothing was changed");
}

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  int close() {
    const int result = ::close(number_);
    number_ = -1;
    return result;
  }

 private:
  int number_;
};

void sync(const fs::path& path, int flags) {
  const Descriptor file(path, flags);
  if (file.get() < 0) fail(path, "opened", errno);
  if (::fsync(file.get()) != 0) fail(path, "written to disk", errno);
}

void write_all(int file, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, "written", errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void sync_file(const fs::path& file) {
  sync(file, O_RDONLY);
}
void sync_directory(const fs::path& directory) {
  sync(directory, O_RDONLY | O_DIRECTORY);
}

void rename_file(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail(to, "put in place", errno);
}

void write_durably(const fs::path& file, std::string_view text, const fs::path& scratch) {
  const fs::path temporary = scratch / (file.filename().string() + ".tmp");
  {
    Descriptor out(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (out.get() < 0) fail(temporary, "created", errno);
    write_all(out.get(), text, temporary);
    if (::fsync(out.get()) != 0) fail(temporary, "written to disk", errno);
    if (out.close() != 0) fail(temporary, "written to disk", errno);
  }
  rename_file(temporary, file);
}

WriterLock::WriterLock(const fs::path& index) {
  const fs::path path = index / "LOCK";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) fail(path, "opened", errno);
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  const int error = errno;
  ::close(file_);
  if (error != EWOULDBLOCK) fail(path, "locked", error);
  throw corpus::IndexError("the index " + index.string() +
                           " is being updated by another opslag-indexer; try again when it has ended");
}

WriterLock::~WriterLock() {
  ::close(file_);
}

}  // namespace opslag::indexer
