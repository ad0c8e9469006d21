// What OCR has read, kept by content: a scanned page costs seconds, and need be read but once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "corpus/attachments/extract.h"

namespace opslag::indexer {

// A folder of one file for each content and program that read it, shared by indexes, programs and users' processes.
// Entries are written whole or not at all, and one that is damaged is none. It holds the texts as they were read,
// personal numbers too: the folder and its files are for their owner only. Thread-safe.
class OcrCache {
 public:
  // Without a folder nothing is kept. `reader`: as for ExtractionMemory.
  OcrCache(std::filesystem::path folder, std::string reader);

  std::optional<corpus::Extraction> find(const std::string& content) const;
  // False if it can't be written; that is no harm but to time.
  bool keep(const std::string& content, const corpus::Extraction& extraction) const;
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path file_of(const std::string& content) const;

  std::filesystem::path folder_;
  std::string reader_;
};

// $XDG_CACHE_HOME/opslag/ocr, else ~/.cache/opslag/ocr; empty if neither is known.
std::filesystem::path default_ocr_cache();

}  // namespace opslag::indexer
