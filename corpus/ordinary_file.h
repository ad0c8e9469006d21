// A source's file, opened so that whatever was put in its place does no harm: a FIFO is not waited for, a device or a
// folder not read, a link not followed, an endless file not read to its end.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace opslag::corpus {

// The bytes can't be had; what() says why, in the words of a sentence: "Permission denied", "it is no ordinary file".
struct FileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class Links { refuse, follow };  // of the last part of a path only

class OrdinaryFile {
 public:
  OrdinaryFile(const std::filesystem::path& path, Links links);  // throws FileError
  ~OrdinaryFile();
  OrdinaryFile(const OrdinaryFile&) = delete;
  OrdinaryFile& operator=(const OrdinaryFile&) = delete;

  std::uint64_t size() const { return size_; }  // in bytes, when it was opened
  // Up to `most` bytes from where the last call ended; fewer at the file's end only. Throws FileError.
  std::string read(std::size_t most);
  // The same in the place of what stood in `bytes`, whose memory is used again.
  void read(std::size_t most, std::string& bytes);
  // `size` bytes from there on, in the place of what stood in `bytes`; fewer at the file's end only. Throws FileError.
  void read_at(std::uint64_t begin, std::size_t size, std::string& bytes) const;
  // Identifies the content of a file of up to `most` bytes, by its sha256; of a larger one, its size and time of
  // change. To be called on a file that nothing was read of. Throws FileError.
  std::string digest(std::uint64_t most);

 private:
  std::string modified() const;

  int descriptor_;
  std::uint64_t size_ = 0;
};

}  // namespace opslag::corpus
