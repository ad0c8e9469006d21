// Gathers listings by file, then takes apart those of several items.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/usual_names.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "corpus/minutes/attachment_files.h"

namespace opslag::indexer {
namespace {

struct Listing {
  ReadTask source;
  corpus::Attachment* attachment;
};

struct Listed {
  std::set<std::string> places;
  std::set<std::string> sources;  // their names
  std::vector<Listing> listings;
};

template <typename Use>
void for_each_usual(const ReadTask& source, Use use) {
  std::vector<corpus::Meeting>& meetings = source.second->result.meetings;
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    for (corpus::AgendaItem& item : meetings[i].items) {
      for (corpus::Attachment& attachment : item.attachments) {
        if (attachment.by_usual_name) use(meetings[i], i, item, attachment);
      }
    }
  }
}

void part(const std::string& file, const Listed& listed) {
  std::string names;
  for (const std::string& source : listed.sources) (names += names.empty() ? "" : ", ") += source;
  std::set<Reading*> told;
  for (const Listing& listing : listed.listings) {
    listing.attachment->file.reset();
    listing.attachment->path.clear();
    listing.attachment->content.clear();
    listing.attachment->by_usual_name = false;
    listing.source.first->hash.clear();
    if (told.insert(listing.source.second).second)
      listing.source.second->result.warnings.push_back(file + " is joined with none of " + names +
                                                       ", which all list a file of that name");
  }
}

}  // namespace

bool has_usual_names(const corpus::Meeting& meeting) {
  return std::any_of(meeting.items.begin(), meeting.items.end(), [](const corpus::AgendaItem& item) {
    return std::any_of(item.attachments.begin(), item.attachments.end(),
                       [](const corpus::Attachment& attachment) { return attachment.by_usual_name; });
  });
}

std::set<std::string> folders_with_usual_names(const std::vector<ReadTask>& sources) {
  std::set<std::string> folders;
  for (const ReadTask& source : sources) {
    for_each_usual(source, [&](const auto&, auto, const auto&, const auto&) {
      folders.insert(std::filesystem::path(source.first->path).parent_path().string());
    });
  }
  return folders;
}

void part_usual_names(const std::vector<ReadTask>& sources) {
  std::map<std::string, Listed> files;
  for (const ReadTask& source : sources) {
    for_each_usual(source, [&](const auto& meeting, std::size_t index, const auto& item, auto& attachment) {
      Listed& listed = files[absolute_path(attachment.path.string())];
      listed.places.insert(corpus::minutes::agenda_place(meeting, index, item));
      listed.sources.insert(source.first->file.name);
      listed.listings.push_back({source, &attachment});
    });
  }
  for (const auto& [path, listed] : files) {
    if (listed.places.size() < 2) continue;
    const std::string file = listed.listings.front().attachment->file.value_or(path);
    part(file, listed);
  }
}

}  // namespace opslag::indexer
