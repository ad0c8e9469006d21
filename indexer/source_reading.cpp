// Files are compared by where they lie in truth: a manifest's path may lead there by a link.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/source_reading.h"

#include <algorithm>
#include <stdexcept>
#include <system_error>

#include "indexer/known_lines.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;

fs::path real_path(const fs::path& file) {
  std::error_code error;
  fs::path real = fs::weakly_canonical(fs::absolute(file), error);
  return error ? file : real;
}

}  // namespace

namespace {

Reading read_once(const std::function<corpus::ReadResult(const corpus::SourceFile&)>& read,
                  const corpus::SourceFile& file) {
  try {
    return {read(file), std::nullopt, false};
  } catch (const corpus::NoMinutes& error) {
    return {{{}, {std::string("skipped: ") + error.what()}}, std::nullopt, false};
  } catch (const corpus::SourceUnreadable& error) {
    return {{}, error.what(), true};
  } catch (const corpus::SourceError& error) {
    return {{}, error.what(), false};
  } catch (const std::runtime_error& error) {
    return {{}, std::string("it could not be understood: ") + error.what(), false};
  }
}

}  // namespace

Reading read_file(const std::function<corpus::ReadResult(const corpus::SourceFile&)>& read,
                  const corpus::SourceFile& file) {
  constexpr std::size_t kWorthwhile = 2;  // lines
  Reading reading = read_once(read, file);
  const auto by_lines = [&] {
    return !reading.failure && lines_stand_alone(reading.result) && reading.result.lines.size() >= kWorthwhile;
  };
  if (file.known_lines && !by_lines()) {
    corpus::SourceFile whole = file;
    whole.known_lines.reset();
    reading = read_once(read, whole);
  }
  if (!by_lines()) reading.result.lines.clear();
  return reading;
}

bool is_attachment_if_listed(const Reading& reading) {
  if (reading.failure) return !reading.unreadable;
  const std::vector<corpus::Meeting>& meetings = reading.result.meetings;
  return !meetings.empty() && std::all_of(meetings.begin(), meetings.end(), [](const corpus::Meeting& meeting) {
    return meeting.layout == "last-resort";
  });
}

void JoinedFiles::add(const corpus::SourceFile& minutes, const std::vector<corpus::Meeting>& meetings) {
  std::optional<fs::path> joiner;
  for (const corpus::Meeting& meeting : meetings) {
    for (const corpus::AgendaItem& item : meeting.items) {
      for (const corpus::Attachment& attachment : item.attachments) {
        if (attachment.path.empty()) continue;
        if (!joiner) joiner = real_path(minutes.path);
        joiners_[real_path(attachment.path)].insert(*joiner);
      }
    }
  }
}

std::optional<std::string> SameMinutes::taken_before(const corpus::SourceFile& file,
                                                     const std::vector<corpus::Meeting>& meetings) {
  if (meetings.empty()) return std::nullopt;
  std::string key = (file.path.parent_path() / file.path.stem()).string();
  for (const corpus::Meeting& meeting : meetings) {
    if (!meeting.date) return std::nullopt;
    key += '\0' + *meeting.date + '\0' + meeting.committee.value_or("");
  }
  const auto [entry, fresh] = names_.try_emplace(std::move(key), file.name);
  return fresh ? std::nullopt : std::optional(entry->second);
}

bool JoinedFiles::contains(const corpus::SourceFile& document) const {
  const fs::path path = real_path(document.path);
  const auto joiners = joiners_.find(path);
  if (joiners == joiners_.end()) return false;
  return std::any_of(joiners->second.begin(), joiners->second.end(), [&](const fs::path& joiner) {
    const auto back = joiners_.find(joiner);
    const bool mutual = back != joiners_.end() && back->second.contains(path);
    return joiner != path && (!mutual || joiner < path);
  });
}

}  // namespace opslag::indexer
