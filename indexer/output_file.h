// A file that is written from its beginning to its end.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/behind_writer.h"

namespace opslag::indexer {

// Buffered; writes that the system interrupts go on. All throw corpus::IndexError, a sentence that names the file and
// what the system said (disk full …), as durable.h does. What is not finished is lost.
class OutputFile {
 public:
  enum class Mode { anew, append };

  // Behind: pieces are handed to the system by a thread of their own while the next one is gathered.
  enum class Pace { together, behind };

  // `piece`: bytes that are handed to the system at once.
  OutputFile(std::filesystem::path path, Mode mode, Pace pace = Pace::together, std::size_t piece = kPiece);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  // Goes back to the beginning; what is written next takes the place of what stood there.
  void rewind();
  void flush();        // hands what is left to the system
  void finish();       // … and closes
  void finish_sync();  // and has it on disk

 private:
  static constexpr std::size_t kPiece = std::size_t{1} << 20;

  void hand_over();
  void write_out(std::string_view bytes) const;
  void close();
  std::filesystem::path path_;
  int file_ = -1;
  Pace pace_;
  std::size_t piece_;
  std::string buffer_;
  std::unique_ptr<BehindWriter> behind_;  // once there is a whole piece
};

}  // namespace opslag::indexer
