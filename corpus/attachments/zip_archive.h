// A zip archive in memory, read under limits: the only door to the zip library.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/attachments/extract.h"

namespace opslag::corpus {

// Not thread-safe. The bytes must outlive the archive. Throws ExtractionError: not an archive, encrypted, too many
// entries, an entry that unpacks to more than the limits allow, damaged data.
class ZipArchive {
 public:
  ZipArchive(std::string_view bytes, const ExtractionLimits& limits);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  std::vector<std::string> names() const;  // in the archive's order
  bool has(std::string_view name) const;
  // The unpacked entry; nullopt if there is none of that name.
  std::optional<std::string> read(const std::string& name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opslag::corpus
