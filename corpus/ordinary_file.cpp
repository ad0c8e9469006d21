// POSIX calls behind the reading of sources.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/ordinary_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "corpus/sha256.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kStep = std::size_t{1} << 18;

[[noreturn]] void fail(int error) {
  if (error == ELOOP) throw FileError("it is a link, and links are not followed");
  throw FileError(std::generic_category().message(error));
}

}  // namespace

OrdinaryFile::OrdinaryFile(const std::filesystem::path& path, Links links)
    : descriptor_(::open(path.c_str(),
                         O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (links == Links::refuse ? O_NOFOLLOW : 0))) {
  if (descriptor_ < 0) fail(errno);
  struct stat about {};
  const int error = ::fstat(descriptor_, &about) == 0 ? 0 : errno;
  if (error == 0 && S_ISREG(about.st_mode)) {
    size_ = static_cast<std::uint64_t>(about.st_size);
    return;
  }
  ::close(descriptor_);
  if (error != 0) fail(error);
  throw FileError("it is no ordinary file");
}

OrdinaryFile::~OrdinaryFile() {
  ::close(descriptor_);
}

std::string OrdinaryFile::read(std::size_t most) {
  std::string bytes;
  read(most, bytes);
  return bytes;
}

void OrdinaryFile::read(std::size_t most, std::string& bytes) {
  bytes.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(most, size_)));
  std::size_t size = 0;
  while (size < most) {
    const std::size_t end = std::min(most, size + kStep);
    if (bytes.size() < end) bytes.resize(end);
    const ssize_t got = ::read(descriptor_, bytes.data() + size, end - size);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) fail(errno);
    size += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
  }
  bytes.resize(size);
}

void OrdinaryFile::read_at(std::uint64_t begin, std::size_t size, std::string& bytes) const {
  bytes.resize(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + done, size - done, static_cast<off_t>(begin + done));
    if (got == 0) break;
    if (got < 0 && errno != EINTR) fail(errno);
    done += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
  }
  bytes.resize(done);
}

std::string OrdinaryFile::digest(std::uint64_t most) {
  if (size_ > most) {
    Sha256 about;
    about.add(std::to_string(size_) + modified());
    return about.hex();
  }
  Sha256 digest;
  std::string bytes;
  for (std::uint64_t left = most; left > 0;) {
    read(static_cast<std::size_t>(std::min<std::uint64_t>(left, kStep)), bytes);
    if (bytes.empty()) break;
    digest.add(bytes);
    left -= bytes.size();
  }
  return digest.hex();
}

std::string OrdinaryFile::modified() const {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0) fail(errno);
  return ' ' + std::to_string(about.st_mtim.tv_sec) + '.' + std::to_string(about.st_mtim.tv_nsec);
}

}  // namespace opslag::corpus
