// A file mapped into memory for reading, as long as nobody shortens it: for files that never change once they are
// named. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <string_view>

namespace opslag::corpus {

// Reading its bytes ends the program if the disk fails under them, unless it survives that (corpus/lost_pages.h). Safe
// to read from all threads.
class MappedFile {
 public:
  enum class Reading { forward, anywhere };  // what the system is told to expect

  // Throws IndexError, a sentence with the path and what the system said, if it can't be read. An empty file is empty.
  MappedFile(const std::filesystem::path& path, Reading reading);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return {static_cast<const char*>(bytes_), size_}; }

 private:
  void* bytes_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace opslag::corpus
