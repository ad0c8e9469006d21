// Walks a path name by name.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/portals/manifest_files.h"

#include <algorithm>

#include "analyzers/text.h"

namespace opslag::corpus {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLongestPath = 4096;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool code =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    out += code ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i];
    if (code) i += 2;
  }
  return out;
}

// "..\Filer/a.pdf" below "2026/" → Filer, a.pdf; nullopt if it leads out of the root.
std::optional<std::vector<std::string>> names_in(std::string_view written, const fs::path& base) {
  std::vector<std::string> names;
  for (const fs::path& part : base) {
    if (part != "." && !part.empty()) names.push_back(part.string());
  }
  for (std::size_t at = 0; at <= written.size();) {
    const auto end = std::min(written.find_first_of("/\\", at), written.size());
    const std::string name(written.substr(at, end - at));
    at = end + 1;
    if (name.empty() || name == ".") continue;
    if (name != "..") {
      names.push_back(name);
    } else if (names.empty()) {
      return std::nullopt;
    } else {
      names.pop_back();
    }
  }
  return names;
}

}  // namespace

std::optional<fs::path> ManifestFiles::entry(const fs::path& folder, const std::string& name) {
  std::error_code error;
  const auto usable = [&](const fs::path& path) {
    const fs::file_status status = fs::symlink_status(path, error);
    return fs::is_regular_file(status) || fs::is_directory(status);
  };
  if (usable(folder / name)) return folder / name;
  const auto [known, fresh] = known_.try_emplace(folder);
  if (fresh) {
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      const std::string file = at->path().filename().string();
      known->second[analyzers::lower(analyzers::nfc(file))].push_back(file);
    }
  }
  const auto found = known->second.find(analyzers::lower(analyzers::nfc(name)));
  if (found == known->second.end() || found->second.size() != 1) return std::nullopt;
  const fs::path path = folder / found->second.front();
  if (!usable(path)) return std::nullopt;
  return path;
}

std::optional<ManifestFile> ManifestFiles::find_exactly(std::string_view written) {
  if (written.empty() || written.size() > kLongestPath || written.find('\0') != std::string_view::npos) return {};
  const auto names = names_in(written, folder_.lexically_relative(root_));
  if (!names || names->empty() || names->front() == "..") return {};
  fs::path path = root_;
  for (const std::string& name : *names) {
    const auto next = entry(path, name);
    if (!next) return {};
    path = *next;
  }
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error))) return {};
  return ManifestFile{analyzers::nfc(path.lexically_relative(root_).generic_string()), path};
}

std::optional<ManifestFile> ManifestFiles::find(std::string_view written) {
  auto found = find_exactly(written);
  if (!found && written.find('%') != std::string_view::npos) found = find_exactly(percent_decoded(written));
  return found;
}

}  // namespace opslag::corpus
