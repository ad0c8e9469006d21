// One file, appended to.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/meeting_spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "corpus/generation.h"
#include "indexer/meeting_bytes.h"

namespace opslag::indexer {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const char* what, int error) {
  throw corpus::IndexError(file.string() + " can't be " + what + ": " + std::generic_category().message(error) +
                           "; nothing was changed");
}

}  // namespace

MeetingSpool::~MeetingSpool() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

MeetingSpool::Place MeetingSpool::put(const corpus::Meeting& meeting) {
  std::string bytes = to_bytes(meeting);
  const std::size_t size = bytes.size();
  const std::lock_guard lock(mutex_);
  if (in_memory_ + size <= most_) {
    in_memory_ += size;
    bytes.shrink_to_fit();
    memory_.push_back(std::move(bytes));
    return {false, memory_.size() - 1, size};
  }
  if (descriptor_ < 0) {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor_ < 0) fail(file_, "created", errno);
    ::unlink(file_.c_str());  // it holds closed items too: it is gone with the process, however that ends
  }
  append(bytes);
  return {true, on_disk_ - size, size};
}

void MeetingSpool::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(on_disk_));
    if (written < 0 && errno != EINTR) fail(file_, "written", errno);
    if (written <= 0) continue;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    on_disk_ += static_cast<std::uint64_t>(written);
  }
}

std::string MeetingSpool::read(const Place& place) const {
  std::string bytes(place.size, '\0');
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t got =
        ::pread(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(place.at + done));
    if (got == 0) fail(file_, "read to its end", EIO);
    if (got < 0 && errno != EINTR) fail(file_, "read", errno);
    if (got > 0) done += static_cast<std::size_t>(got);
  }
  return bytes;
}

corpus::Meeting MeetingSpool::take(const Place& place) {
  std::string bytes;
  {
    const std::lock_guard lock(mutex_);
    if (!place.on_disk) {
      bytes = std::move(memory_.at(place.at));
      in_memory_ -= place.size;
    }
  }
  if (place.on_disk) bytes = read(place);
  return meeting_from_bytes(bytes);
}

}  // namespace opslag::indexer
