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
#include "corpus/minutes/lines.h"
#include "corpus/portals/manifest_files.h"

namespace opslag::corpus::minutes {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostFiles = 200000;

// The bytes of what separates words at `at`, or is not seen at all; 0: a letter, a digit or a sign that tells names
// apart.
std::size_t separator(std::string_view text, std::size_t at, bool& unseen) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(at + i < text.size() ? text[at + i] : 0); };
  unseen = false;
  if (byte(0) < 0x80) {
    const char c = text[at];
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '+' ? 0 : 1;
  }
  if (byte(0) == 0xC2) {  // U+0080 to U+00BF: signs, but for the raised digits
    unseen = byte(1) == 0xAD;
    return byte(1) == 0xB2 || byte(1) == 0xB3 || byte(1) == 0xB9 ? 0 : 2;
  }
  if (byte(0) == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81)) {  // U+2000 to U+207F: spaces, dashes, quotation marks
    if (byte(1) == 0x81 && byte(2) >= 0xB0) return 0;             // raised digits
    unseen = (byte(1) == 0x80 && ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xAA && byte(2) <= 0xAE))) ||
             (byte(1) == 0x81 && byte(2) >= 0xA0);
    return 3;
  }
  const std::string_view rest = text.substr(at);
  unseen = rest.starts_with("\uFEFF");
  return unseen || rest.starts_with("\u3000") || rest.starts_with("\u2212") ? 3 : 0;
}

// Letters and digits, what stands between them as one space.
std::string loose(std::string_view name) {
  const std::string text = analyzers::lower(analyzers::nfc(name));
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    bool unseen = false;
    const std::size_t size = separator(text, at, unseen);
    if (size == 0) {
      out += text[at++];
    } else {
      if (!unseen && !out.empty() && out.back() != ' ') out += ' ';
      at += size;
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

enum Strictness { kExact, kSameWords, kPrefixAside };

struct Fit {
  std::vector<const Candidate*> files;
  Strictness strictness = kExact;
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
        others_.insert(analyzers::nfc(at->path().stem().string()));
        add(at->path(), name, prefix + name);
      }
    }
    others_.erase(analyzers::nfc(minutes.path.stem().string()));
    std::erase_if(files_, [&](const Candidate& file) { return is_anothers(file, prefix.size()); });
  }

  // The files that fit a name, by the strictest form that any fits.
  Fit find(const std::string& written) const {
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
    return claim.names.size() == 1 && fit.strictness == claim.strictness && !other(claim.names, name);
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
    const std::string form = loose(stem_of(name));
    return std::none_of(names.begin(), names.end(),
                        [&](const std::string& known) { return loose(stem_of(known)) == form; });
  }

  std::map<const Candidate*, Claim> claims_;
};

fs::path root_of(const SourceFile& minutes) {
  std::error_code error;
  return fs::is_directory(minutes.root, error) ? fs::path(minutes.root) : minutes.path.parent_path();
}

}  // namespace

void join_attachments(const SourceFile& minutes, std::vector<Meeting>& meetings, std::vector<std::string>& warnings) {
  std::optional<Folder> folder;
  ManifestFiles named(root_of(minutes), root_of(minutes));
  std::unordered_map<std::string, Fit> known;
  std::vector<Attachment*> sought;
  Claims claims;
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
        if (fresh) {
          entry->second = folder->find(attachment.name);
          claims.add(attachment.name, entry->second);
        }
        sought.push_back(&attachment);
      }
    }
  }
  std::set<std::string> said;
  for (Attachment* attachment : sought) {
    const Fit& fit = known.at(attachment->name);
    if (fit.files.empty()) continue;
    const Candidate& file = *fit.files[0];
    if (fit.files.size() == 1 && claims.holds(attachment->name, fit)) {
      attachment->file = file.path;
      attachment->path = file.lies;
      if (const auto type = media_type(file.name)) attachment->media_type = type;
    } else if (said.insert(attachment->name).second) {
      warnings.push_back(fit.files.size() > 1
                             ? "\"" + attachment->name + "\" fits " + std::to_string(fit.files.size()) + " files (" +
                                   file.path + ", " + fit.files[1]->path + " …) and is joined with none"
                             : "\"" + attachment->name + "\" is not joined with " + file.path + ", which \"" +
                                   claims.rival(attachment->name, fit) + "\" fits as well");
    }
  }
}

}  // namespace opslag::corpus::minutes
