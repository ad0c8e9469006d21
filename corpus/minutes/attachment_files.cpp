// Finds attachments' files by ever looser forms of their names.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/minutes/attachment_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <unordered_map>

#include "analyzers/text.h"
#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/lines.h"
#include "corpus/portals/manifest_files.h"

namespace opslag::corpus::minutes {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostFiles = 200000;

// Letters and digits, what stands between them as one space.
std::string loose(std::string_view name) {
  std::string out;
  for (const char c : analyzers::lower(analyzers::nfc(name))) {
    const bool word = (c >= 'a' && c <= 'z') || is_digit(c) || static_cast<unsigned char>(c) >= 0xC3;
    if (word) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string stem_of(const std::string& name) {
  const std::string extension = file_extension(name);
  return extension.empty() ? name : name.substr(0, name.rfind('.'));
}

// "bilag 1 notat" → "notat"; unchanged where no number follows or nothing is left.
std::string without_prefix(const std::string& stem) {
  if (!stem.starts_with("bilag ")) return stem;
  std::size_t at = 6;
  while (at < stem.size() && is_digit(stem[at])) ++at;
  return at == 6 || at + 1 >= stem.size() || stem[at] != ' ' ? stem : stem.substr(at + 1);
}

struct Candidate {
  std::string path;  // relative to SOURCE
  fs::path lies;     // on this machine
  std::string name;  // NFC
  std::string form;  // loose stem
  std::string bare;  // without "bilag n"
  std::string extension;
};

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
        add(at->path(), name, prefix + name);
      }
    }
  }

  // The files that fit a name, by the strictest form that any fits.
  std::vector<const Candidate*> find(const std::string& written) const {
    const std::string name = analyzers::nfc(written), stem = stem_of(name), form = loose(stem);
    const std::string extension = file_extension(name), bare = without_prefix(form);
    const auto exact = pick([&](const Candidate& file) { return file.name == name; });
    if (!exact.empty()) return exact;
    const auto same_kind = [&](const Candidate& file) { return extension.empty() || file.extension == extension; };
    if (form.empty()) return {};
    const auto same = pick([&](const Candidate& file) { return file.form == form && same_kind(file); });
    if (!same.empty()) return same;
    // "Bilag 1" may be missing on one side, never differ between the two.
    const bool prefixed = bare != form;
    return pick([&](const Candidate& file) {
      return same_kind(file) && (prefixed ? file.form == bare : file.bare == form && file.bare != file.form);
    });
  }

  bool empty() const { return files_.empty(); }

 private:
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
        add(at->path(), name, prefix + analyzers::nfc(at->path().lexically_relative(folder).generic_string()));
      }
    }
  }

  void add(const fs::path& lies, const std::string& name, const std::string& path) {
    const std::string form = loose(stem_of(name));
    files_.push_back({path, lies, name, form, without_prefix(form), file_extension(name)});
  }

  const SourceFile& minutes_;
  std::vector<Candidate> files_;
};

fs::path root_of(const SourceFile& minutes) {
  std::error_code error;
  return fs::is_directory(minutes.root, error) ? fs::path(minutes.root) : minutes.path.parent_path();
}

}  // namespace

void join_attachments(const SourceFile& minutes, std::vector<Meeting>& meetings, std::vector<std::string>& warnings) {
  std::optional<Folder> folder;
  ManifestFiles named(root_of(minutes), root_of(minutes));
  std::unordered_map<std::string, std::vector<const Candidate*>> known;
  for (Meeting& meeting : meetings) {
    for (AgendaItem& item : meeting.items) {
      for (Attachment& attachment : item.attachments) {
        if (!attachment.path.empty()) continue;
        if (attachment.file) {  // a source that names its files itself
          // Never one outside of SOURCE: minutes may come from anywhere.
          if (const auto found = named.find(*attachment.file)) attachment.path = found->path;
          if (!attachment.path.empty() && !attachment.media_type) attachment.media_type = media_type(*attachment.file);
          continue;
        }
        if (!folder) folder.emplace(minutes);
        if (folder->empty()) continue;
        const auto [entry, fresh] = known.try_emplace(attachment.name);
        if (fresh) entry->second = folder->find(attachment.name);
        const auto& files = entry->second;
        if (files.size() > 1 && fresh) {
          warnings.push_back("\"" + attachment.name + "\" fits " + std::to_string(files.size()) + " files (" +
                             files[0]->path + ", " + files[1]->path + " …) and is joined with none");
        }
        if (files.size() != 1) continue;
        attachment.file = files[0]->path;
        attachment.path = files[0]->lies;
        if (const auto type = media_type(files[0]->name)) attachment.media_type = type;
      }
    }
  }
}

}  // namespace opslag::corpus::minutes
