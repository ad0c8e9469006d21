// An entry: a first line, the sha256 of what follows, and the extraction as parent and child say it to each other.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/ocr_cache.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "corpus/generation.h"
#include "indexer/extraction_wire.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;

constexpr std::string_view kFirstLine = "opslag-ocr-1\n";
constexpr std::size_t kHash = 64;

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// For its owner only, from the folder that is made on.
bool make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return true;
  if (!folder.parent_path().empty() && !fs::exists(folder.parent_path(), error) && !make_folder(folder.parent_path()))
    return false;
  return mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST;
}

}  // namespace

OcrCache::OcrCache(fs::path folder, std::string reader)
    : folder_(std::move(folder)), reader_(corpus::sha256(reader).substr(0, 16)) {}

fs::path OcrCache::file_of(const std::string& content) const {
  return folder_ / content.substr(0, 2) / (content + "-" + reader_);
}

std::optional<corpus::Extraction> OcrCache::find(const std::string& content) const {
  if (folder_.empty() || content.size() < 2) return std::nullopt;
  std::ifstream in(file_of(content), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  std::string_view left(bytes);
  if (!left.starts_with(kFirstLine) || left.size() < kFirstLine.size() + kHash) return std::nullopt;
  left.remove_prefix(kFirstLine.size());
  if (corpus::sha256(left.substr(kHash)) != left.substr(0, kHash)) return std::nullopt;
  corpus::Extraction extraction;
  if (!unpack(left.substr(kHash), extraction)) return std::nullopt;
  return extraction;
}

bool OcrCache::keep(const std::string& content, const corpus::Extraction& extraction) const {
  if (folder_.empty() || content.size() < 2) return true;
  const fs::path file = file_of(content);
  if (!make_folder(file.parent_path())) return false;
  std::string temporary = (file.parent_path() / ".new-XXXXXX").string();
  const int out = mkostemp(temporary.data(), O_CLOEXEC);
  if (out < 0) return false;
  const std::string packed = pack(extraction);
  bool whole = write_all(out, std::string(kFirstLine) + corpus::sha256(packed) + packed) && fsync(out) == 0;
  whole = close(out) == 0 && whole && rename(temporary.c_str(), file.c_str()) == 0;
  if (!whole) unlink(temporary.c_str());
  return whole;
}

fs::path default_ocr_cache() {
  const auto set = [](const char* name) -> const char* {
    const char* value = std::getenv(name);
    return value != nullptr && *value == '/' ? value : nullptr;
  };
  if (const char* cache = set("XDG_CACHE_HOME")) return fs::path(cache) / "opslag" / "ocr";
  if (const char* home = set("HOME")) return fs::path(home) / ".cache" / "opslag" / "ocr";
  return {};
}

}  // namespace opslag::indexer
