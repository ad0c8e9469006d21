// Finds attachments' files by ever looser forms of their names.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/attachment_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "analyzers/text.h"
#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/file_names.h"
#include "corpus/portals/manifest_files.h"

namespace opslag::corpus::minutes {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostFiles = 200000;

struct Candidate {
  std::string path;  // relative to SOURCE
  fs::path lies;     // on this machine
  std::string name;  // NFC
  std::string form;  // loose stem
  std::string bare;  // without "bilag n"
  std::string extension;
  std::string number;  // of the item whose folder it lies in; empty if no folder says so
};

enum Strictness { kExact, kSameWords, kPrefixAside };

struct Fit {
  std::vector<const Candidate*> files;
  Strictness strictness = kExact;
};

// "Kort (PDF, 2 MB)" is "Kort.pdf": what a page says of a link's file is no part of its name.
std::string without_kind(const std::string& name) {
  const std::size_t open = name.rfind('(');
  if (!name.ends_with(')') || open == std::string::npos || open == 0) return name;
  const std::string inside = analyzers::lower(name.substr(open + 1, name.size() - open - 2));
  const std::size_t end = std::min(inside.find_first_of(", "), inside.size());
  const std::string kind = file_extension("x." + inside.substr(0, end));
  if (kind.empty() || inside.find_first_not_of("0123456789., kmgb", end) != std::string::npos) return name;
  const std::size_t last = name.find_last_not_of(' ', open - 1);
  if (last == std::string::npos) return name;
  const std::string bare = name.substr(0, last + 1);
  return file_extension(bare).empty() ? bare + '.' + kind : bare;
}

class Folder {
 public:
  explicit Folder(const SourceFile& minutes) : minutes_(minutes) {
    const fs::path folder = minutes.path.parent_path().empty() ? fs::path(".") : minutes.path.parent_path();
    const std::size_t slash = minutes.name.rfind('/');
    const std::string prefix = slash == std::string::npos ? "" : minutes.name.substr(0, slash + 1);
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end && files_.size() < kMostFiles;
         at.increment(error)) {
      const std::string name = analyzers::nfc(at->path().filename().string());
      if (name.starts_with('.')) continue;
      std::error_code ignored;
      if (at->is_symlink(ignored)) continue;
      if (at->is_directory(ignored)) {
        if (analyzers::lower(name) == "bilag") walk(at->path(), prefix + name + "/");
      } else if (at->is_regular_file(ignored) && at->path() != minutes.path) {
        others_.insert(analyzers::nfc(at->path().stem().string()));
        add(at->path(), name, prefix + name);
      }
    }
    others_.erase(analyzers::nfc(minutes.path.stem().string()));
    std::erase_if(files_, [&](const Candidate& file) { return is_anothers(file, prefix.size()); });
  }

  // The files that fit a name, by the strictest form that any fits.
  Fit find(const std::string& written) const {
    Fit fit = find_name(written);
    const std::string bare = without_kind(written);
    return fit.files.empty() && bare != written ? find_name(bare) : fit;
  }

  bool empty() const { return files_.empty(); }

 private:
  Fit find_name(const std::string& written) const {
    const std::string name = analyzers::nfc(written), stem = stem_of(name), form = loose(stem);
    const std::string extension = file_extension(name), bare = without_prefix(form);
    const auto exact = pick([&](const Candidate& file) { return file.name == name; });
    if (!exact.empty()) return {exact, kExact};
    const auto same_kind = [&](const Candidate& file) { return extension.empty() || file.extension == extension; };
    if (form.empty()) return {};
    const auto same = pick([&](const Candidate& file) { return file.form == form && same_kind(file); });
    if (!same.empty()) return {same, kSameWords};
    const auto bald = pick([&](const Candidate& file) { return file.form == form && file.extension.empty(); });
    if (!bald.empty()) return {bald, kSameWords};
    // "Bilag 1" may be missing on one side, never differ between the two.
    const bool prefixed = bare != form;
    return {pick([&](const Candidate& file) {
              return same_kind(file) && (prefixed ? file.form == bare : file.bare == form && file.bare != file.form);
            }),
            kPrefixAside};
  }

  template <typename Fits>
  std::vector<const Candidate*> pick(Fits fits) const {
    std::vector<const Candidate*> found;
    for (const Candidate& file : files_) {
      if (fits(file)) found.push_back(&file);
    }
    // The folder that bears the minutes' own name is theirs.
    if (found.size() > 1) {
      const std::string own = "/" + analyzers::nfc(minutes_.path.stem().string()) + "/";
      std::vector<const Candidate*> mine;
      std::copy_if(found.begin(), found.end(), std::back_inserter(mine),
                   [&](const Candidate* file) { return file->path.find(own) != std::string::npos; });
      if (!mine.empty()) return mine;
    }
    return found;
  }

  // Below a folder that bears the name of other minutes: theirs.
  bool is_anothers(const Candidate& file, std::size_t from) const {
    for (std::size_t at = from, slash = 0; (slash = file.path.find('/', at)) != std::string::npos; at = slash + 1) {
      if (others_.contains(file.path.substr(at, slash - at))) return true;
    }
    return false;
  }

  void walk(const fs::path& folder, const std::string& prefix) {
    std::error_code error;
    fs::recursive_directory_iterator at(folder, error), end;
    for (; !error && at != end && files_.size() < kMostFiles; at.increment(error)) {
      std::error_code ignored;
      if (at.depth() > 4) at.disable_recursion_pending();
      const std::string name = analyzers::nfc(at->path().filename().string());
      if (name.starts_with('.') || at->is_symlink(ignored)) {
        at.disable_recursion_pending();
      } else if (at->is_regular_file(ignored)) {
        const fs::path below = at->path().lexically_relative(folder);
        add(at->path(), name, prefix + analyzers::nfc(below.generic_string()), number_of(below.parent_path()));
      }
    }
  }

  // The deepest folder that bears one counts.
  static std::string number_of(const fs::path& folders) {
    std::string number;
    for (const fs::path& folder : folders) {
      if (std::string its = number_of_folder(folder.string()); !its.empty()) number = std::move(its);
    }
    return number;
  }

  void add(const fs::path& lies, const std::string& name, const std::string& path, const std::string& number = {}) {
    const std::string form = loose(stem_of(name));
    files_.push_back({path, lies, name, form, without_prefix(form), file_extension(name), number});
  }

  const SourceFile& minutes_;
  std::vector<Candidate> files_;
  std::set<std::string> others_;  // names, without extensions, of the files beside the minutes
};

// One file that two different names lead to belongs to the stricter; to none if they are equally strict.
class Claims {
 public:
  void add(const std::string& name, const Fit& fit) {
    if (fit.files.size() != 1) return;
    Claim& claim = claims_[fit.files[0]];
    if (claim.names.empty() || fit.strictness < claim.strictness) {
      claim = {fit.strictness, {name}};
    } else if (fit.strictness == claim.strictness && other(claim.names, name)) {
      claim.names.push_back(name);
    }
  }

  bool holds(const std::string& name, const Fit& fit) const {
    const Claim& claim = claims_.at(fit.files[0]);
    return claim.names.size() == 1 && !other(claim.names, name);
  }

  const std::string& rival(const std::string& name, const Fit& fit) const {
    const Claim& claim = claims_.at(fit.files[0]);
    return claim.names.size() > 1 && claim.names[0] == name ? claim.names[1] : claim.names[0];
  }

 private:
  struct Claim {
    Strictness strictness = kExact;
    std::vector<std::string> names;
  };

  // Two ways of writing one name are no two names.
  static bool other(const std::vector<std::string>& names, const std::string& name) {
    const std::string form = loose(stem_of(without_kind(name)));
    return std::none_of(names.begin(), names.end(),
                        [&](const std::string& known) { return loose(stem_of(without_kind(known))) == form; });
  }

  std::map<const Candidate*, Claim> claims_;
};

// The items that a file fits by a name that says little. One place in an agenda may be written twice: in a dagsorden
// and in its referat.
class Listings {
 public:
  void add(const Fit& fit, const std::string& place, const AgendaItem& item) {
    if (fit.files.size() != 1) return;
    Places& places = places_[fit.files[0]];
    if (places.keys.insert(place).second) places.items.push_back(&item);
  }
  bool several(const Fit& fit) const {
    const auto places = places_.find(fit.files[0]);
    return places != places_.end() && places->second.items.size() > 1;
  }
  std::string items(const Fit& fit) const {
    constexpr std::size_t kMost = 4;
    std::string text;
    const std::vector<const AgendaItem*>& items = places_.at(fit.files[0]).items;
    for (std::size_t i = 0; i < items.size() && i < kMost; ++i) {
      const std::string number = to_string(items[i]->number);
      (text += i == 0 ? "" : ", ") += number.empty() ? "\"" + items[i]->title + "\"" : number;
    }
    return items.size() > kMost ? text + " …" : text;
  }

 private:
  struct Places {
    std::set<std::string> keys;
    std::vector<const AgendaItem*> items;
  };
  std::map<const Candidate*, Places> places_;
};

fs::path root_of(const SourceFile& minutes) {
  std::error_code error;
  return fs::is_directory(minutes.root, error) ? fs::path(minutes.root) : minutes.path.parent_path();
}

// Of the files that fit a name, those in the item's own folder ("punkt 3"); a name that says little leads into no other
// item's.
Fit of_item(const Fit& fit, const AgendaItem& item, bool little) {
  Fit own{{}, fit.strictness}, free{{}, fit.strictness};
  const std::string number = folder_number(to_string(item.number));
  for (const Candidate* file : fit.files) {
    if (!number.empty() && file->number == number) own.files.push_back(file);
    if (!little || file->number.empty() || number.empty()) free.files.push_back(file);
  }
  return own.files.empty() ? free : own;
}

class Joiner {
 public:
  explicit Joiner(const SourceFile& minutes) : minutes_(minutes), named_(root_of(minutes), root_of(minutes)) {}

  void take(Attachment& attachment, const AgendaItem& item, const std::string& place) {
    if (!attachment.path.empty()) return;
    if (attachment.file) return take_named(attachment);
    if (!folder_) folder_.emplace(minutes_);
    if (folder_->empty()) return;
    const auto [entry, fresh] = known_.try_emplace(attachment.name);
    if (fresh) entry->second = folder_->find(attachment.name);
    const bool little = says_little(attachment.name);
    Fit fit = of_item(entry->second, item, little);
    if (fit.files.empty()) return;
    claims_.add(attachment.name, fit);
    if (little) listings_.add(fit, place, item);
    sought_.push_back({&attachment, std::move(fit), little});
  }

  void join(std::vector<std::string>& warnings) {
    for (Sought& sought : sought_) {
      const std::string why = why_not(sought);
      if (why.empty())
        join(sought);
      else if (said_.insert(why).second)
        warnings.push_back(why);
    }
  }

 private:
  struct Sought {
    Attachment* attachment;
    Fit fit;
    bool little;
  };

  // A source that names its files itself. Never one outside of SOURCE: minutes may come from anywhere.
  void take_named(Attachment& attachment) {
    if (const auto found = named_.find(*attachment.file)) attachment.path = found->path;
    if (!attachment.path.empty() && !attachment.media_type) attachment.media_type = media_type(*attachment.file);
  }

  std::string why_not(const Sought& sought) const {
    const std::string name = "\"" + sought.attachment->name + "\"";
    const Fit& fit = sought.fit;
    const Candidate& file = *fit.files[0];
    if (fit.files.size() > 1)
      return name + " fits " + std::to_string(fit.files.size()) + " files (" + file.path + ", " + fit.files[1]->path +
             " …) and is joined with none";
    if (!claims_.holds(sought.attachment->name, fit))
      return name + " is not joined with " + file.path + ", which \"" + claims_.rival(sought.attachment->name, fit) +
             "\" fits as well";
    if (sought.little && listings_.several(fit))
      return file.path + " is joined with none of the items " + listings_.items(fit) +
             ", which all list a file of that name";
    return {};
  }

  static void join(const Sought& sought) {
    const Candidate& file = *sought.fit.files[0];
    sought.attachment->file = file.path;
    sought.attachment->path = file.lies;
    sought.attachment->by_usual_name = sought.little;
    if (const auto type = media_type(file.name)) sought.attachment->media_type = type;
  }

  const SourceFile& minutes_;
  std::optional<Folder> folder_;
  ManifestFiles named_;
  std::unordered_map<std::string, Fit> known_;
  std::vector<Sought> sought_;
  Claims claims_;
  Listings listings_;
  std::set<std::string> said_;
};

}  // namespace

std::string agenda_place(const Meeting& meeting, std::size_t index, const AgendaItem& item) {
  const std::string when = meeting.date ? *meeting.date : meeting.source + '#' + std::to_string(index);
  return loose(meeting.organisation.value_or("")) + '\0' + loose(meeting.committee.value_or("")) + '\0' + when + '\0' +
         to_string(item.number) + '\0' + loose(item.title);
}

void join_attachments(const SourceFile& minutes, std::vector<Meeting>& meetings, std::vector<std::string>& warnings) {
  Joiner joiner(minutes);
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    for (AgendaItem& item : meetings[i].items) {
      if (item.attachments.empty()) continue;
      const std::string place = agenda_place(meetings[i], i, item);
      for (Attachment& attachment : item.attachments) joiner.take(attachment, item, place);
    }
  }
  joiner.join(warnings);
}

}  // namespace opslag::corpus::minutes
