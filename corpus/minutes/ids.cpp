// Gives meetings, items and attachments the ids by which the world links to them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>
#include <set>

#include "analyzers/text.h"
#include "corpus/source.h"

namespace opslag::corpus {
namespace {

constexpr std::size_t kLongestPart = 80;  // of organisation and committee, so that ids stay well within a term
constexpr std::size_t kLongestId = 200;

std::string short_slug(const std::string& text) {
  std::string slug = analyzers::slug(text);
  if (slug.size() > kLongestPart) slug.resize(kLongestPart);
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

std::string base_of(const MeetingHead& meeting) {
  const std::string organisation = meeting.organisation ? short_slug(*meeting.organisation) : "";
  std::string committee = meeting.committee ? short_slug(*meeting.committee) : "";
  if (committee.empty()) committee = "ukendt";
  std::string id = organisation.empty() ? committee : organisation + "-" + committee;
  id += "-" + meeting.date.value_or("ukendt");
  if (meeting.type == "dagsorden") id += "-dagsorden";
  if (meeting.type == "tillaegsdagsorden") id += "-tillaegsdagsorden";
  return id;
}

bool is_safe_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

// One segment of a URL's path that no server takes for anything else.
bool is_safe(std::string_view id) {
  return !id.empty() && id.size() <= kLongestId && id.find_first_not_of('.') != std::string_view::npos &&
         std::all_of(id.begin(), id.end(), is_safe_letter);
}

// Ids that a source's meetings had before, by what they were made from: "x-2" is found under "x" and "x-2".
class Kept {
 public:
  explicit Kept(const std::vector<std::string>& ids) : all_(ids.begin(), ids.end()) {
    for (const std::string& id : ids) {
      by_base_[id].push_back(id);
      const std::size_t dash = id.rfind('-');
      const bool counted = dash != std::string::npos && dash + 1 < id.size() &&
                           id.find_first_not_of("0123456789", dash + 1) == std::string::npos;
      if (counted) by_base_[id.substr(0, dash)].push_back(id);
    }
  }
  const std::vector<std::string>& of(const std::string& base) const {
    static const std::vector<std::string> none;
    const auto found = by_base_.find(base);
    return found == by_base_.end() ? none : found->second;
  }
  bool contains(const std::string& id) const { return all_.contains(id); }

 private:
  std::set<std::string> all_;
  std::map<std::string, std::vector<std::string>> by_base_;
};

std::string number_part(const AgendaItem& item, std::size_t position) {
  const std::string number = to_string(item.number);
  if (is_safe(number) && number.size() <= 24) return number;
  const std::string slug = short_slug(number);
  return slug.empty() ? "p" + std::to_string(position) : slug;
}

}  // namespace

void assign_item_ids(Meeting& meeting) {
  const std::string prefix = meeting.id + "/";
  std::set<std::string> used;
  // Ids that a source gave come first; the others go round them.
  std::vector<bool> kept(meeting.items.size());
  for (std::size_t i = 0; i < meeting.items.size(); ++i) {
    const std::string& id = meeting.items[i].id;
    kept[i] = id.starts_with(prefix) && is_safe(std::string_view(id).substr(prefix.size())) && used.insert(id).second;
  }
  std::map<std::string, std::size_t> next;  // where counting goes on, so that a thousand equal numbers stay linear
  for (std::size_t i = 0; i < meeting.items.size(); ++i) {
    AgendaItem& item = meeting.items[i];
    if (!kept[i]) {
      const std::string base = prefix + number_part(item, i + 1);
      std::size_t& n = next[base];
      do {
        ++n;
        item.id = n == 1 ? base : base + "-" + std::to_string(n);
      } while (!used.insert(item.id).second);
    }
    for (std::size_t k = 0; k < item.attachments.size(); ++k) {
      item.attachments[k].id = item.id + "/bilag/" + std::to_string(k + 1);
    }
  }
}

void IdGiver::reserve(const std::string& id, const std::string& source) {
  owner_.try_emplace(id, source);
}

void IdGiver::assign(std::vector<Meeting>& meetings, const std::string& source, const std::vector<std::string>& kept) {
  std::set<std::string> used;  // by this source, now
  const auto is_free = [&](const std::string& id) {
    const auto owner = owner_.find(id);
    return !used.contains(id) && (owner == owner_.end() || owner->second == source);
  };
  std::vector<std::size_t> order(meetings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return meetings[a].start < meetings[b].start; });
  std::vector<std::size_t> rest;
  for (const std::size_t i : order) {
    if (is_safe(meetings[i].id) && is_free(meetings[i].id)) {
      used.insert(meetings[i].id);
    } else {
      meetings[i].id.clear();
      rest.push_back(i);
    }
  }
  const Kept old_ids(kept);
  std::map<std::string, std::size_t> next;
  for (const std::size_t i : rest) {
    const std::string base = base_of(meetings[i]);
    const auto& before = old_ids.of(base);
    const auto old = std::find_if(before.begin(), before.end(), is_free);
    std::string& id = meetings[i].id;
    if (old != before.end()) {
      id = *old;
    } else {
      std::size_t& n = next[base];
      do {
        ++n;
        id = n == 1 ? base : base + "-" + std::to_string(n);
      } while (!is_free(id) || old_ids.contains(id));
    }
    used.insert(id);
  }
  for (const std::string& id : used) owner_[id] = source;
  for (Meeting& meeting : meetings) assign_item_ids(meeting);
}

}  // namespace opslag::corpus
