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

OutputFile::OutputFile(std::filesystem::path path, Mode mode, Pace pace, std::size_t piece)
    : path_(std::move(path)),
      file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (mode == Mode::anew ? O_TRUNC : O_APPEND), 0666)),
      pace_(pace),
      piece_(piece) {
  if (file_ < 0) fail(path_, "created");
}

OutputFile::~OutputFile() {
  behind_.reset();
  if (file_ >= 0) ::close(file_);
}

void OutputFile::write(std::string_view bytes) {
  while (buffer_.size() + bytes.size() >= piece_) {
    const std::size_t some = piece_ - buffer_.size();
    buffer_ += bytes.substr(0, some);
    bytes.remove_prefix(some);
    hand_over();
  }
  buffer_ += bytes;
}

void OutputFile::hand_over() {
  if (pace_ == Pace::together) {
    write_out(buffer_);
    buffer_.clear();
    return;
  }
  if (!behind_) behind_ = std::make_unique<BehindWriter>([this](std::string_view piece) { write_out(piece); });
  behind_->hand_over(buffer_);
}

void OutputFile::write_out(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) fail(path_, "written");
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::flush() {
  if (behind_) behind_->wait();
  write_out(buffer_);
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
