// Writing by the megabyte.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "corpus/generation.h"

namespace opslag::indexer {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw corpus::IndexError(path.string() + " can't be " + what + ": " + std::generic_category().message(errno) +
                           "; nothing was changed");
}

}  // namespace

OutputFile::OutputFile(std::filesystem::path path, Mode mode, std::size_t piece)
    : path_(std::move(path)),
      file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (mode == Mode::anew ? O_TRUNC : O_APPEND), 0666)),
      piece_(piece) {
  if (file_ < 0) fail(path_, "created");
}

OutputFile::~OutputFile() {
  if (file_ >= 0) ::close(file_);
}

void OutputFile::write(std::string_view bytes) {
  while (buffer_.size() + bytes.size() >= piece_) {
    const std::size_t some = piece_ - buffer_.size();
    buffer_ += bytes.substr(0, some);
    bytes.remove_prefix(some);
    flush();
  }
  buffer_ += bytes;
}

void OutputFile::flush() {
  for (std::size_t done = 0; done < buffer_.size();) {
    const ssize_t written = ::write(file_, buffer_.data() + done, buffer_.size() - done);
    if (written < 0 && errno != EINTR) fail(path_, "written");
    if (written > 0) done += static_cast<std::size_t>(written);
  }
  buffer_.clear();
}

void OutputFile::rewind() {
  flush();
  if (::lseek(file_, 0, SEEK_SET) != 0) fail(path_, "written");
}

void OutputFile::close() {
  const int file = file_;
  file_ = -1;
  if (::close(file) != 0) fail(path_, "written to disk");
}

void OutputFile::finish() {
  flush();
  close();
}

void OutputFile::finish_sync() {
  flush();
  if (::fsync(file_) != 0) fail(path_, "written to disk");
  close();
}

}  // namespace opslag::indexer
