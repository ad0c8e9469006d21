// Finds data files beside an installed program or in the tree that it was built in.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analyzers/data_file.h"

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace opslag::analyzers {
namespace fs = std::filesystem;

fs::path data_file(std::string_view name) {
  std::vector<fs::path> folders;
  if (const char* data = std::getenv("OPSLAG_DATA")) folders.emplace_back(data);
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) folders.push_back(program.parent_path().parent_path() / "share" / "opslag");
  folders.emplace_back(OPSLAG_SOURCE_DIR);
  folders.emplace_back(OPSLAG_BUILD_DIR);
  for (const fs::path& folder : folders) {
    if (fs::path path = folder / name; fs::exists(path, error)) return path;
  }
  throw std::runtime_error("data file " + std::string(name) +
                           " not found; set OPSLAG_DATA to the folder that holds it");
}

}  // namespace opslag::analyzers
