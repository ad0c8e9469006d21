// Reads attachments as the programs do: confined, what is known not tried again.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "corpus/attachments/extract.h"

namespace opslag::indexer {

struct ReaderOptions {
  bool ocr = false;
  std::filesystem::path ocr_cache;  // empty: nothing is kept
  std::filesystem::path memory;     // the file of what could not be read; empty: all is tried, nothing remembered
  bool retry_failed = false;        // try again what failed, or was read in part, before
};

// Thread-safe.
class AttachmentReader {
 public:
  explicit AttachmentReader(const ReaderOptions& options);
  ~AttachmentReader();

  // Never throws for what a file holds.
  corpus::Extraction read(const std::filesystem::path& file);
  // Whether an attachment of this content is to be read again although it is as it was.
  bool to_be_tried_again(const std::string& content) const;
  bool any_to_be_tried_again() const;
  // Writes what could not be read. Throws as ExtractionMemory::save.
  void save_memory();
  // All that decides what is read from a file: the program, its options, the converters that are installed.
  std::string fingerprint() const;
  // Sentences about the reader itself, such as a cache that can't be written; each is told once.
  std::vector<std::string> complaints();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opslag::indexer
