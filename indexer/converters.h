// Old Office files through programs that may be installed: antiword, catdoc and its sisters, LibreOffice.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/attachments/extract.h"
#include "indexer/confined_program.h"

namespace opslag::indexer {

// LibreOffice maps much more than it takes, writes, and starts processes.
constexpr ProgramLimits limits_of_office() {
  ProgramLimits limits;
  limits.memory = std::size_t{4} << 30;
  limits.seconds = 120, limits.cpu_seconds = 60;
  limits.written = 200u << 20;
  limits.processes = true;
  return limits;
}

struct ConverterLimits {
  ProgramLimits printing;  // of those that print the text
  ProgramLimits office = limits_of_office();
};

// Thread-safe.
class Converters {
 public:
  // Looks for the programs in these folders; what is installed later is found by the next object.
  explicit Converters(std::vector<std::filesystem::path> folders = {"/usr/bin", "/usr/local/bin"},
                      const ConverterLimits& limits = {});

  // Whether a media type is one that is read through a converter only.
  static bool are_for(std::string_view media_type);
  // Reads what a converter makes of a file, in a confined process of its own. `name` is for its extension.
  using Read = std::function<corpus::Extraction(int file, std::string_view name)>;

  // Tries the converters of this kind in turn: of Word's files with text that tracked changes have deleted LibreOffice
  // first, since the others print it with the rest; where they do, the file is partial. Fails, and says so plainly, if
  // none is installed or none can read it.
  corpus::Extraction convert(const std::filesystem::path& file, std::string_view media_type, const Read& read) const;
  // The programs found: what is read depends on them.
  std::string fingerprint() const;

 private:
  std::filesystem::path find(std::string_view program) const;  // empty if it is not installed

  std::vector<std::filesystem::path> folders_;
  ConverterLimits limits_;
};

}  // namespace opslag::indexer
