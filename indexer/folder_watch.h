// Tells when something below some folders changes (inotify).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace opslag::indexer {

// Not thread-safe. Folders that appear later are watched too; links are not followed. Throws std::runtime_error if the
// kernel gives no more watches, and says which setting bounds them.
class FolderWatch {
 public:
  // Files are watched through the folder that they lie in; what does not exist yet, through the nearest that does.
  // What happens in `ignored` and below is not seen: an index that lies below its own sources.
  FolderWatch(const std::vector<std::string>& sources, const std::filesystem::path& ignored);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  enum class Seen { change, nothing, stop };
  // Waits for a change, then until `calm` has passed without another, so that a burst is one change; never longer than
  // ten times that. `stop` is asked several times a second.
  Seen wait(std::chrono::milliseconds calm, const std::function<bool()>& stop);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opslag::indexer
