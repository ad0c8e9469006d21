// Reads as far as it is told.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/file_digest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

#include "corpus/generation.h"
#include "corpus/sha256.h"

namespace opslag::indexer {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw corpus::IndexError(path.string() + " can't be read: " + std::generic_category().message(errno) +
                           "; nothing was changed");
}

}  // namespace

FileDigest::FileDigest(const std::filesystem::path& file)
    : path_(file), file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0) fail(path_);
  size_ = size_now();
  thread_ = std::jthread([this] { work(); });
}

FileDigest::~FileDigest() {
  {
    const std::lock_guard lock(mutex_);
    dropped_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  ::close(file_);
}

std::uint64_t FileDigest::size_now() const {
  struct stat status {};
  if (::fstat(file_, &status) != 0) fail(path_);
  return static_cast<std::uint64_t>(status.st_size);
}

void FileDigest::complete() {
  {
    const std::lock_guard lock(mutex_);
    size_ = size_now();
    whole_ = true;
  }
  changed_.notify_all();
}

std::string FileDigest::hex() {
  thread_.join();
  if (failure_) std::rethrow_exception(failure_);
  return std::move(hex_);
}

void FileDigest::work() {
  constexpr std::size_t kPiece = std::size_t{256} << 10;  // that it stays in the processor
  try {
    const auto piece = std::make_unique_for_overwrite<char[]>(kPiece);
    corpus::Sha256 digest;
    std::unique_lock lock(mutex_);
    for (std::uint64_t done = 0;;) {
      changed_.wait(lock, [&] { return dropped_ || whole_ || done < size_; });
      if (dropped_) return;
      if (done == size_) break;
      const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, size_ - done));
      lock.unlock();
      const ssize_t got = ::pread(file_, piece.get(), wanted, static_cast<off_t>(done));
      if (got == 0) errno = EIO;
      if (got == 0 || (got < 0 && errno != EINTR)) fail(path_);
      if (got > 0) digest.add({piece.get(), static_cast<std::size_t>(got)});
      if (got > 0) done += static_cast<std::uint64_t>(got);
      lock.lock();
    }
    hex_ = digest.hex();
  } catch (...) {
    failure_ = std::current_exception();
  }
}

}  // namespace opslag::indexer
