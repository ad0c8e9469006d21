// Asks the file system.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/disk_room.h"

#include <sys/statvfs.h>

#include <string>

#include "corpus/generation.h"

namespace opslag::indexer {
namespace {

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

}  // namespace opslag::indexer
