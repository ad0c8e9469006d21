// Which attachments could not be read, by their content: they are not tried again until they, or what reads them,
// change.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "corpus/attachments/extract.h"

namespace opslag::indexer {

// Kept in one small file, which may be lost: then everything is tried again. Thread-safe.
class ExtractionMemory {
 public:
  enum class Failed { keep, retry };

  // `reader` identifies what reads: program and options. An unreadable file is as none. With `retry` nothing that was
  // known before is taken for granted.
  ExtractionMemory(std::filesystem::path file, std::string reader, Failed failed);

  // What is known to be unreadable, as it failed then; nullopt: try it.
  std::optional<corpus::Extraction> failure_of(const std::string& content) const;
  // Whether an attachment that failed, or was read in part, before this run is to be read again although it is the
  // same.
  bool to_be_tried_again(const std::string& content) const;
  bool any_to_be_tried_again() const;
  void remember(const std::string& content, const corpus::Extraction& extraction);
  // Writes what has changed, whole or not at all. Throws corpus::IndexError or std::filesystem::filesystem_error.
  void save();

 private:
  struct Entry {
    std::string reader, media_type, status, reason;
  };
  bool is_stale(const Entry& entry) const { return failed_ == Failed::retry || entry.reader != reader_; }

  const std::filesystem::path file_;
  const std::string reader_;
  const Failed failed_;
  std::map<std::string, Entry> before_;  // by content; never changed
  mutable std::mutex mutex_;
  std::map<std::string, std::optional<Entry>> now_;  // what this run has found; nullopt: it was read whole
};

}  // namespace opslag::indexer
