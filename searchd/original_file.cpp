// Opens a file name by name, so that no link and no ".." leads out of its folder.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/original_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <mutex>
#include <vector>

#include "analyzers/text.h"
#include "searchd/problem.h"
#include "searchd/search_request_parser.h"

namespace opslag::searchd {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kPiece = 64 << 10;
constexpr std::size_t kMostKnown = 10'000;
constexpr std::size_t kLongestName = 120;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};
using File = std::shared_ptr<const Descriptor>;

// Names in the index are composed (NFC); on disk they may not be.
std::optional<std::string> entry_like(int folder, const std::string& name) {
  const int again = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (again < 0) return std::nullopt;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::fdopendir(again), ::closedir);
  if (!entries) {
    ::close(again);
    return std::nullopt;
  }
  while (const dirent* entry = ::readdir(entries.get())) {
    if (analyzers::nfc(entry->d_name) == name) return std::string(entry->d_name);
  }
  return std::nullopt;
}

int open_entry(int folder, const std::string& name, int flags) {
  const int fd = ::openat(folder, name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC);
  if (fd >= 0 || errno != ENOENT) return fd;
  const auto other = entry_like(folder, name);
  return other ? ::openat(folder, other->c_str(), flags | O_NOFOLLOW | O_CLOEXEC) : -1;
}

// The names of a path that only leads down; empty if it does not.
std::vector<std::string> names_of(const std::string& path) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    names.push_back(path.substr(at, end - at));
    if (names.back().empty() || names.back() == "." || names.back() == ".." ||
        names.back().find('\0') != std::string::npos)
      return {};
    at = end + 1;
  }
  return names;
}

File open_below(const fs::path& folder, const std::string& path) {
  const std::vector<std::string> names = names_of(path);
  File at = std::make_shared<Descriptor>(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (std::size_t i = 0; i < names.size() && at->get() >= 0; ++i) {
    const bool last = i + 1 == names.size();
    at = std::make_shared<Descriptor>(
        open_entry(at->get(), names[i], last ? O_RDONLY | O_NONBLOCK : O_RDONLY | O_DIRECTORY));
  }
  return names.empty() ? std::make_shared<Descriptor>(-1) : at;
}

// Hashing a file whole for every request would be dear: what was found to be whole is remembered until it changes.
bool is_unchanged(int fd, const struct stat& about, const std::string& content) {
  static std::mutex mutex;
  static std::map<std::array<std::uint64_t, 7>, std::string> known;
  const auto number = [](auto value) { return static_cast<std::uint64_t>(value); };
  const std::array<std::uint64_t, 7> key{number(about.st_dev),          number(about.st_ino),
                                         number(about.st_size),         number(about.st_mtim.tv_sec),
                                         number(about.st_mtim.tv_nsec), number(about.st_ctim.tv_sec),
                                         number(about.st_ctim.tv_nsec)};
  {
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(key); found != known.end()) return found->second == content;
  }
  std::string hash;
  try {
    hash = corpus::sha256_of_file("/proc/self/fd/" + std::to_string(fd));
  } catch (const corpus::IndexError&) {
    return false;
  }
  const std::lock_guard lock(mutex);
  if (known.size() >= kMostKnown) known.clear();
  return known.emplace(key, std::move(hash)).first->second == content;
}

// What browsers save without harm; all else goes as bytes.
std::string harmless(const std::optional<std::string>& type) {
  constexpr std::array<std::string_view, 18> kTypes{
      "application/pdf",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/msword",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.ms-excel",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "application/vnd.ms-powerpoint",
      "application/vnd.oasis.opendocument.text",
      "application/vnd.oasis.opendocument.spreadsheet",
      "application/vnd.oasis.opendocument.presentation",
      "application/rtf",
      "application/zip",
      "image/png",
      "image/jpeg",
      "image/gif",
      "image/tiff",
      "text/plain",
      "text/csv"};
  const bool listed = type && std::find(kTypes.begin(), kTypes.end(), *type) != kTypes.end();
  return listed ? *type : "application/octet-stream";
}

// The attachment's name with its file's ending, without what paths, headers and shells make something of.
std::string saved_name(const corpus::Attachment& attachment) {
  std::string name = attachment.name;
  const fs::path file = attachment.file.value_or("");
  const std::string ending = analyzers::lower(analyzers::valid_utf8(file.extension().string()));
  if (!analyzers::lower(analyzers::valid_utf8(name)).ends_with(ending)) name += ending;
  if (name.size() > kLongestName) {
    name.resize(name.size() - ending.size());
    name = std::string(analyzers::cut_utf8(analyzers::valid_utf8(name),
                                           kLongestName - std::min<std::size_t>(ending.size(), 16))) +
           ending;
  }
  name = analyzers::valid_utf8(name);
  for (char& c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F ||
        std::string_view("\"\\/:*?<>|;%").find(c) != std::string_view::npos)
      c = '_';
  }
  while (name.starts_with('.') || name.starts_with('-') || name.starts_with(' ')) name.erase(0, 1);
  return name.empty() ? "bilag" : name;
}

std::string disposition(const std::string& name) {
  std::string ascii;
  for (const char c : name) ascii += static_cast<unsigned char>(c) < 0x80 ? c : '_';
  return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percent_encode(name);
}

bool send(const File& file, std::size_t size, const Sink& sink) {
  std::array<char, kPiece> piece;
  for (std::size_t at = 0; at < size;) {
    const ssize_t got = ::pread(file->get(), piece.data(), std::min(piece.size(), size - at), static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || !sink(std::string_view(piece.data(), static_cast<std::size_t>(got)))) return false;
    at += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

std::optional<ServedFiles> served_files_named(std::string_view name) {
  if (name == "none") return ServedFiles::none;
  if (name == "checked") return ServedFiles::checked;
  if (name == "clean") return ServedFiles::clean;
  if (name == "all") return ServedFiles::all;
  return std::nullopt;
}

bool is_served(const corpus::Attachment& attachment, ServedFiles which) {
  using corpus::Original;
  if (which == ServedFiles::none || attachment.content.empty() || !attachment.file) return false;
  if (which == ServedFiles::all) return true;
  if (attachment.original == Original::clean) return true;
  return which == ServedFiles::clean && attachment.original == Original::unread;
}

std::string file_url(const corpus::Attachment& attachment) {
  std::string url = "/api/v1/attachments";
  std::string_view id = attachment.id;
  while (true) {
    const auto slash = id.find('/');
    (url += '/') += percent_encode(id.substr(0, slash));
    if (slash == std::string_view::npos) return url + "/file";
    id.remove_prefix(slash + 1);
  }
}

HttpResponse original_file(const corpus::Attachment& attachment, const fs::path& folder) {
  const File file = open_below(folder, attachment.file.value_or(""));
  struct stat about {};
  if (file->get() < 0 || ::fstat(file->get(), &about) != 0 || !S_ISREG(about.st_mode))
    throw Problem(404, "The attachment's file is not there any more, or not on this machine.");
  if (!is_unchanged(file->get(), about, attachment.content))
    throw Problem(
        404, "The attachment's file has changed since it was read; it is given out again once it has been read anew.");
  HttpResponse answer;
  answer.content_type = harmless(attachment.media_type);
  answer.length = static_cast<std::size_t>(about.st_size);
  answer.headers = {{"Content-Disposition", disposition(saved_name(attachment))},
                    {"Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'"},
                    {"Cross-Origin-Resource-Policy", "same-origin"},
                    {"ETag", "\"" + attachment.content.substr(0, 32) + "\""}};
  answer.stream = [file, size = *answer.length](const Sink& sink) { return send(file, size, sink); };
  return answer;
}

}  // namespace opslag::searchd
