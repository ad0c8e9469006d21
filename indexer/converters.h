// Old Office files through programs that may be installed: antiword, catdoc and its sisters, LibreOffice.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/attachments/extract.h"

namespace opslag::indexer {

// Thread-safe.
class Converters {
 public:
  // Looks for the programs in these folders; what is installed later is found by the next object.
  explicit Converters(std::vector<std::filesystem::path> folders = {"/usr/bin", "/usr/local/bin"});

  // Whether a media type is one that is read through a converter only.
  static bool are_for(std::string_view media_type);
  // Reads what a converter makes of a file, in a confined process of its own. `name` is for its extension.
  using Read = std::function<corpus::Extraction(int file, std::string_view name)>;

  // Tries the converters of this kind in turn. Fails, and says so plainly, if none is installed or none can read it.
  corpus::Extraction convert(const std::filesystem::path& file, std::string_view media_type, const Read& read) const;
  // The programs found: what is read depends on them.
  std::string fingerprint() const;

 private:
  std::filesystem::path find(std::string_view program) const;  // empty if it is not installed

  std::vector<std::filesystem::path> folders_;
};

}  // namespace opslag::indexer
