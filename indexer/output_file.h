// A file that is written from its beginning to its end.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace opslag::indexer {

// Buffered; writes that the system interrupts go on. All throw corpus::IndexError, a sentence that names the file and
// what the system said (disk full …), as durable.h does. What is not finished is lost.
class OutputFile {
 public:
  enum class Mode { anew, append };

  // `piece`: bytes that are handed to the system at once.
  OutputFile(std::filesystem::path path, Mode mode, std::size_t piece = std::size_t{1} << 20);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  // Goes back to the beginning; what is written next takes the place of what stood there.
  void rewind();
  void finish();       // writes what is left and closes
  void finish_sync();  // and has it on disk

 private:
  void flush();
  void close();
  std::filesystem::path path_;
  int file_ = -1;
  std::size_t piece_;
  std::string buffer_;
};

}  // namespace opslag::indexer
