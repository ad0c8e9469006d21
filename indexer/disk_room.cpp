// Asks the file system.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/disk_room.h"

#include <sys/statvfs.h>

#include <string>

#include "corpus/generation.h"

namespace opslag::indexer {
namespace {

// A part that is not compacted yet takes up to three times its text, a small one some blocks for each table.
constexpr std::uint64_t kTimesText = 4, kAtLeast = std::uint64_t{256} << 10;
constexpr std::uint64_t kBetweenChecks = std::uint64_t{1} << 20;

std::string megabytes(std::uint64_t bytes) {
  const std::uint64_t tenths = bytes / 104858;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " MB";
}

}  // namespace

void require_room(const std::filesystem::path& folder, std::uint64_t bytes) {
  struct statvfs about {};
  if (::statvfs(folder.c_str(), &about) != 0 || about.f_blocks == 0) return;  // no answer is no reason to refuse
  const std::uint64_t free = static_cast<std::uint64_t>(about.f_bavail) * about.f_frsize;
  if (free >= bytes) return;
  throw corpus::IndexError("No space left on device: " + folder.string() + " has " + megabytes(free) +
                           " left, and the update needs " + megabytes(bytes) + " now; nothing was changed");
}

void PendingWrites::Share::add(std::uint64_t text) {
  if (bytes_ == 0) {
    bytes_ = kAtLeast;
    all_.bytes_ += kAtLeast;
  }
  bytes_ += text * kTimesText;
  all_.bytes_ += text * kTimesText;
  if (checked_ != 0 && bytes_ < checked_ + kBetweenChecks) return;
  checked_ = bytes_;
  require_room(all_.folder_, all_.bytes_ + kBetweenChecks);
}

}  // namespace opslag::indexer
