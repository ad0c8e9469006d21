// Opens, maps, and closes at once: a mapping needs no descriptor.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "corpus/generation.h"
#include "corpus/lost_pages.h"

namespace opslag::corpus {

MappedFile::MappedFile(const std::filesystem::path& path, Reading reading) {
  const auto fail = [&](int error) {
    throw IndexError(path.string() + " can't be read: " + std::generic_category().message(error));
  };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(errno);
  struct stat status {};
  const bool known = ::fstat(file, &status) == 0;
  if (known) size_ = static_cast<std::size_t>(status.st_size);
  if (size_ > 0) bytes_ = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file, 0);
  const int error = errno;
  ::close(file);
  if (!known || bytes_ == MAP_FAILED) fail(error);
  if (size_ > 0) watch_mapping(bytes_, size_);
  if (size_ > 0 && reading == Reading::forward) ::madvise(bytes_, size_, MADV_SEQUENTIAL);
}

MappedFile::~MappedFile() {
  if (size_ == 0) return;
  forget_mapping(bytes_);
  ::munmap(bytes_, size_);
}

}  // namespace opslag::corpus
