// Lists a folder's attachments.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/files_beside.h"

#include <algorithm>
#include <vector>

#include "analyzers/text.h"
#include "corpus/generation.h"
#include "corpus/minutes/attachment_names.h"
#include "corpus/portals/manifests.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;

constexpr int kDeepest = 5;

// Its name, size and time of change: a file of another content is another file.
std::string description(const fs::path& file, const std::string& name) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  const auto time = fs::last_write_time(file, error);
  return name + '\0' + std::to_string(size) + '\0' + std::to_string(time.time_since_epoch().count());
}

void add_all(const fs::path& folder, std::vector<std::string>& names) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at.depth() >= kDeepest || at->is_symlink(ignored))
      at.disable_recursion_pending();
    else if (at->is_regular_file(ignored))
      names.push_back(description(at->path(), at->path().string()));
  }
}

std::string digest(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) (text += name) += '\0';
  return corpus::sha256(text);
}

}  // namespace

std::string digest_of_files_beside(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    const std::string name = at->path().filename().string();
    if (at->is_symlink(ignored)) continue;
    if (at->is_directory(ignored)) {
      if (analyzers::lower(analyzers::nfc(name)) == "bilag") add_all(at->path(), names);
    } else if (const std::string kind = corpus::minutes::file_extension(name);
               corpus::minutes::is_attachment_kind(kind) || kind == "csv") {
      names.push_back(description(at->path(), name));
    }
  }
  return digest(std::move(names));
}

std::string digest_of_files_below(const fs::path& folder) {
  std::vector<std::string> names;
  add_all(folder, names);
  std::erase_if(names, [](const std::string& name) {
    return corpus::is_xml_name(std::string_view(name).substr(0, name.find('\0')));
  });
  return digest(std::move(names));
}

}  // namespace opslag::indexer
