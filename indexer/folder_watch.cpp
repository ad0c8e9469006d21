// One inotify descriptor, a watch for each folder.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <stdexcept>

namespace opslag::indexer {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::uint32_t kEvents =
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB;
constexpr int kPollMilliseconds = 100;

// Absolute, through links, without a slash at its end: one folder may be named in several ways. What is not there yet
// is taken as it is written.
std::string normal(const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(fs::absolute(path), error);
  std::string text = (error ? fs::absolute(path).lexically_normal() : real).string();
  if (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

}  // namespace

struct FolderWatch::State {
  int fd = -1;
  std::vector<std::string> sources;
  fs::path ignored;
  std::map<int, fs::path> folders;

  void add(const fs::path& folder) {
    const int watch = inotify_add_watch(fd, folder.c_str(), kEvents | IN_ONLYDIR | IN_DONT_FOLLOW);
    if (watch >= 0) {
      folders[watch] = folder;
    } else if (errno == ENOSPC || errno == ENOMEM) {
      throw std::runtime_error("too many folders to watch; raise fs.inotify.max_user_watches");
    }  // a folder that is gone again, or may not be read, is told of by the update
  }

  void add_tree(const fs::path& root) {
    std::error_code error;
    fs::path folder = root;
    while (!folder.empty() && !fs::is_directory(folder, error) && folder != folder.parent_path())
      folder = folder.parent_path();
    add(folder.empty() ? fs::path(".") : folder);
    if (folder != root) return;
    fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, error), end;
    for (; !error && at != end; at.increment(error)) {
      std::error_code unused;
      if (at->is_symlink(unused) || !at->is_directory(unused)) continue;
      if (at->path() == ignored) {
        at.disable_recursion_pending();
      } else {
        add(at->path());
      }
    }
  }

  // Takes what is waiting; true if it may matter. Watches folders that appeared.
  bool drain() {
    alignas(inotify_event) std::array<char, 65536> buffer;
    bool changed = false, tree = false;
    for (;;) {
      const ssize_t got = read(fd, buffer.data(), buffer.size());
      if (got <= 0) break;
      for (ssize_t at = 0; at < got;) {
        inotify_event event;
        std::memcpy(&event, buffer.data() + at, sizeof event);
        const char* name = buffer.data() + at + sizeof event;
        const bool hidden = event.len > 0 && name[0] == '.';
        changed = changed || (!hidden && (event.mask & IN_IGNORED) == 0);
        tree = tree || (event.mask & (IN_ISDIR | IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF)) != 0;
        at += static_cast<ssize_t>(sizeof event + event.len);
      }
    }
    if (tree) {
      for (const std::string& source : sources) add_tree(source);
    }
    return changed;
  }

  bool ready(std::chrono::milliseconds wait) const {
    pollfd waiting{fd, POLLIN, 0};
    return poll(&waiting, 1, static_cast<int>(wait.count())) > 0;
  }
};

FolderWatch::FolderWatch(const std::vector<std::string>& sources, const fs::path& ignored)
    : state_(std::make_unique<State>()) {
  state_->ignored = normal(ignored);
  state_->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (state_->fd < 0) throw std::runtime_error(std::string("changes can't be watched: ") + std::strerror(errno));
  for (const std::string& source : sources) {
    state_->sources.push_back(normal(source));
    state_->add_tree(state_->sources.back());
  }
}

FolderWatch::~FolderWatch() {
  if (state_->fd >= 0) close(state_->fd);
}

FolderWatch::Seen FolderWatch::wait(std::chrono::milliseconds calm, const std::function<bool()>& stop) {
  if (stop()) return Seen::stop;
  if (!state_->ready(std::chrono::milliseconds(kPollMilliseconds)) || !state_->drain())
    return stop() ? Seen::stop : Seen::nothing;
  const auto last = Clock::now() + calm * 10;
  auto until = Clock::now() + calm;
  while (Clock::now() < std::min(until, last)) {
    if (stop()) return Seen::stop;
    const auto step = std::min(calm, std::chrono::milliseconds(kPollMilliseconds));
    if (state_->ready(step) && state_->drain()) until = Clock::now() + calm;
  }
  return Seen::change;
}

}  // namespace opslag::indexer
