// The files that a portal's manifest names, found on disk.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

struct ManifestFile {
  std::string name;            // relative to the root, NFC, '/' between folders
  std::filesystem::path path;  // as it lies there
};

// Remembers the folders that it looked into. Not thread-safe.
class ManifestFiles {
 public:
  // Paths are relative to `folder`; nothing outside of `root` is ever found, no link followed.
  ManifestFiles(std::filesystem::path folder, std::filesystem::path root)
      : folder_(std::move(folder)), root_(std::move(root)) {}

  // As written, with slashes of either kind, "%20" for a space, any case and any composition of letters, as long as
  // one file alone fits. nullopt if none or several do.
  std::optional<ManifestFile> find(std::string_view written);

 private:
  std::optional<ManifestFile> find_exactly(std::string_view written);
  std::optional<std::filesystem::path> entry(const std::filesystem::path& folder, const std::string& name);

  std::filesystem::path folder_, root_;
  std::map<std::filesystem::path, std::map<std::string, std::vector<std::string>>> known_;  // by lower-case NFC name
};

}  // namespace opslag::corpus
