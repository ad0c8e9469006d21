// Files that survive a power cut: every write is fsynced before it is named, every name before it is relied on.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace opslag::indexer {

// All throw corpus::IndexError, a sentence that names the file and what the system said (disk full, no permission …).
void sync_file(const std::filesystem::path& file);
void sync_directory(const std::filesystem::path& directory);
// Renames within one file system; the directory is not synced.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);
// Writes `text` under a temporary name in `scratch`, fsyncs it, and renames it to `file`. The directory is not synced.
void write_durably(const std::filesystem::path& file, std::string_view text, const std::filesystem::path& scratch);

// One writer at a time: holds an exclusive lock on the index while it lives. The kernel drops it when the process ends,
// however it ends. Throws corpus::IndexError, naming the index, if another program holds it.
class WriterLock {
 public:
  explicit WriterLock(const std::filesystem::path& index);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace opslag::indexer
