// Lists sources and reads a file of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/source.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <system_error>

#include "analyzers/plain_bytes.h"
#include "analyzers/text.h"
#include "corpus/facets/facet_reader.h"
#include "corpus/minutes/attachment_files.h"
#include "corpus/minutes/attachment_names.h"
#include "corpus/minutes/flowed.h"
#include "corpus/minutes/json_lines.h"
#include "corpus/minutes/lines.h"
#include "corpus/minutes/reader.h"
#include "corpus/portals/firstagenda.h"
#include "corpus/portals/manifests.h"

namespace opslag::corpus {
namespace fs = std::filesystem;
namespace {

// An attachment's content is told by its bytes up to this size, which is more than is read of any.
constexpr std::uint64_t kLargestAttachment = ExtractionLimits().file_size;

std::string name_of(const fs::path& path) {
  return analyzers::nfc(path.generic_string());
}

// A README tells about a folder and is no minutes, however many dates it names.
bool is_readme(const std::string& name) {
  const std::string lower = analyzers::lower(name);
  return lower == "readme" || lower == "readme.md" || lower == "readme.txt";
}

void sort_by_name(std::vector<SourceFile>& files) {
  std::sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) { return a.name < b.name; });
}

// A source's file, of a size that can be read. Throws SourceUnreadable.
template <typename Use>
auto with_file(const SourceFile& source, std::uint64_t largest, Use use) {
  try {
    OrdinaryFile file(source.path, links_of(source));
    if (file.size() > largest)
      throw SourceUnreadable("the file is larger than " + std::to_string(largest >> 20) + " MB");
    return use(file);
  } catch (const FileError& error) {
    throw SourceUnreadable(std::string("the file cannot be read: ") + error.what());
  }
}

// Memory for a file's bytes that the next file of this thread uses again: pages that were never used are dear.
class KeptBytes {
 public:
  KeptBytes() : bytes_(std::move(spare())) {}
  ~KeptBytes() {
    constexpr std::size_t kMostKept = std::size_t{16} << 20;
    if (bytes_.capacity() <= kMostKept) spare() = std::move(bytes_);
  }
  KeptBytes(const KeptBytes&) = delete;
  KeptBytes& operator=(const KeptBytes&) = delete;
  std::string& operator*() { return bytes_; }

 private:
  static std::string& spare() {
    thread_local std::string kept;
    return kept;
  }
  std::string bytes_;
};

void read_bytes(const SourceFile& source, std::uint64_t largest, std::string& bytes) {
  with_file(source, largest, [&](OrdinaryFile& file) { file.read(largest, bytes); });
}

void check_readable(const SourceFile& source) {
  with_file(source, kLargestSource, [](OrdinaryFile& file) { return file.read(1); });
}

// What lies below one SOURCE.
class FolderWalk {
 public:
  FolderWalk(const fs::path& base, const std::string& root, Listing& listing)
      : base_(base), root_(root), listing_(listing) {}

  void run() {
    if (take_portal(base_)) {
      listing_.files.insert(listing_.files.end(), portals_.begin(), portals_.end());  // in the list's order
      return;
    }
    walk(base_);
    finish();
  }

 private:
  // What can't be listed is named, and all the rest is taken: what lies there is not known to be gone.
  void walk(const fs::path& folder) {
    std::vector<fs::directory_entry> entries;  // so that no folder stays open while those within it are walked
    std::error_code error;
    fs::directory_iterator at(folder, error), end;
    for (; !error && at != end; at.increment(error)) entries.push_back(*at);
    if (error) return listing_.failures.push_back({folder.string(), "the folder cannot be read: " + error.message()});
    for (const fs::directory_entry& entry : entries) {
      if (take(entry) && entry.is_directory(error)) walk(entry.path());
    }
  }

  // Hidden files, links and attachments are left out. False: what is below is not to be entered.
  bool take(const fs::directory_entry& entry) {
    const std::string name = name_of(entry.path().filename());
    std::error_code ignored;
    if (name.starts_with('.') || entry.is_symlink(ignored)) return false;
    if (entry.is_directory(ignored)) return analyzers::lower(name) != "bilag" && !take_portal(entry.path());
    if (!entry.is_regular_file(ignored)) return true;
    if (is_readme(name)) {
      listing_.passed_over.push_back({name_of(entry.path().lexically_relative(base_)),
                                      "skipped: a README tells about its folder and is not read as minutes"});
      return true;
    }
    const bool document = is_document_name(name);
    if (!is_of_agendas(entry.path()) || is_xml_name(name))
      add(document ? documents_ : files_, entry.path());
    else if (!document)
      ++passed_over_;
    return true;
  }

  // Below a folder with a portal's agendas lie their files, those of closed items too.
  bool is_of_agendas(const fs::path& file) const {
    return std::any_of(agenda_folders_.begin(), agenda_folders_.end(), [&](const fs::path& folder) {
      return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first == folder.end();
    });
  }

  void add(std::vector<SourceFile>& files, const fs::path& file, const std::string& listed_as = {}) const {
    files.push_back({file, root_, name_of(file.lexically_relative(base_)), listed_as});
  }

  // A folder with a portal's list of its files: these, and a warning for each that it lists but lacks.
  bool take_portal(const fs::path& folder) {
    std::error_code error;
    try {
      if (fs::is_regular_file(folder / kFirstAgendaList, error)) {
        check_readable({folder / kFirstAgendaList, root_, {}});
        const FirstAgendaFolder found = list_firstagenda(folder);
        for (const std::string& file : found.meetings) add(portals_, folder / file);
        for (const std::string& missing : found.missing) lacks(missing);
        return true;
      }
      const ManifestFolder found = read_manifest_folder(folder);
      if (found.agendas_lie_here && !is_of_agendas(folder)) agenda_folders_.push_back(folder);
      if (!found.listed) return false;
      for (const ListedAgenda& agenda : found.agendas)
        agenda.path.empty() ? lacks(agenda.written) : add(portals_, agenda.path, agenda.type);
    } catch (const SourceError& what) {
      listing_.failures.push_back({folder.string(), std::string("its list can't be read: ") + what.what()});
    }
    return true;
  }

  void lacks(const std::string& what) const { listing_.warnings.push_back({root_, "listed, but not there: " + what}); }

  void finish() {
    if (passed_over_ > 0)
      listing_.warnings.push_back(
          {root_,
           std::to_string(passed_over_) + " text files beside a portal's agendas are no minutes, whatever they hold"});
    std::move(portals_.begin(), portals_.end(), std::back_inserter(files_));
    sort_by_name(files_);
    sort_by_name(documents_);
    std::move(files_.begin(), files_.end(), std::back_inserter(listing_.files));
    std::move(documents_.begin(), documents_.end(), std::back_inserter(listing_.documents));
  }

  const fs::path& base_;
  const std::string& root_;
  Listing& listing_;
  std::vector<SourceFile> portals_, files_, documents_;
  std::vector<fs::path> agenda_folders_;
  std::size_t passed_over_ = 0;  // texts in them
};

// Bytes that no text has: many control characters, or the marks of known kinds of file.
bool is_binary(std::string_view bytes, std::string_view text) {
  for (const std::string_view mark :
       {"%PDF-", "PK\x03\x04", "\xD0\xCF\x11\xE0", "\x89PNG", "\xFF\xD8\xFF", "\x1F\x8B", "GIF8"}) {
    if (bytes.starts_with(mark)) return true;
  }
  const std::string_view sample = text.substr(0, 65536);
  const auto controls = std::count_if(sample.begin(), sample.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v';
  });
  return static_cast<std::size_t>(controls) * 50 > sample.size() + 49;
}

ReadResult read_text(const std::string& text, const SourceFile& file, const ReadOptions& options) {
  const std::string& name = file.name;
  if (is_json_lines_name(name)) return minutes::read_json_lines(text, file.known_lines.get());
  if (looks_like_manifest(text, name)) return read_manifest(text, file);
  if (minutes::looks_like_json(text)) {
    if (is_firstagenda_meeting(text)) {
      ReadResult result;
      result.meetings.push_back(read_firstagenda(text, file.path.parent_path(), options.extract, result.warnings));
      const auto slash = file.name.rfind('/');  // attachments' files are told relative to SOURCE
      for (AgendaItem& item : result.meetings.back().items) {
        for (Attachment& attachment : item.attachments) {
          if (attachment.file && slash != std::string::npos) attachment.file->insert(0, file.name, 0, slash + 1);
        }
      }
      return result;
    }
    try {
      return minutes::read_json_lines(text, file.known_lines.get());
    } catch (const SourceError& error) {
      throw SourceError(std::string("this is JSON, but not meetings in the form that `show` prints: ") + error.what());
    }
  }
  auto meeting = minutes::read_minutes(text);
  if (!meeting) throw SourceError("these are no minutes: there is neither a date nor a \"Beslutning\" in the text");
  ReadResult result;
  if (meeting->layout == "last-resort") {
    result.warnings.push_back("the layout is unknown: the whole text became one item");
  }
  result.meetings.push_back(std::move(*meeting));
  return result;
}

// The kinds that minutes are written in; others are attachments only.
bool may_be_minutes(const std::string& name) {
  const std::string extension = minutes::file_extension(name);
  constexpr std::string_view kKinds[]{"pdf", "docx", "docm", "odt", "rtf", "html", "htm"};
  return std::find(std::begin(kKinds), std::end(kKinds), extension) != std::end(kKinds);
}

// A document may be anything that bears a date: what is taken for minutes must look more like them than text that was
// put among minutes on purpose.
bool looks_like_minutes(const Meeting& meeting) {
  if (meeting.layout == "last-resort" || !meeting.date || meeting.items.empty()) return false;
  return meeting.committee || std::any_of(meeting.items.begin(), meeting.items.end(), [](const AgendaItem& item) {
           return item.decision && !item.decision->text.empty();
         });
}

ReadResult read_document(const SourceFile& file, const ReadOptions& options) {
  if (!may_be_minutes(file.name)) throw NoMinutes("no minutes list it, and minutes are not of this kind of file");
  const Extraction extraction = options.extract(file.path);
  if (extraction.status == ExtractionStatus::failed) {
    check_readable(file);  // else it is not the file's fault
    throw SourceError(extraction.reason);
  }
  auto meeting = minutes::read_minutes(minutes::minutes_text(extraction));
  if (!meeting || !looks_like_minutes(*meeting))
    throw NoMinutes("no minutes list it, and it does not read like minutes");
  ReadResult result;
  if (extraction.status == ExtractionStatus::partial) result.warnings.push_back("partial: " + extraction.reason);
  result.meetings.push_back(std::move(*meeting));
  return result;
}

// By path, since the same file may hang on several items. A file that vanishes meanwhile is as if it were not there.
void hash_attachments(std::vector<Meeting>& meetings) {
  std::map<fs::path, std::string> known;
  for (Meeting& meeting : meetings) {
    for (AgendaItem& item : meeting.items) {
      for (Attachment& attachment : item.attachments) {
        if (attachment.path.empty()) continue;
        const auto [entry, fresh] = known.try_emplace(attachment.path);
        try {
          if (fresh) entry->second = OrdinaryFile(attachment.path, Links::follow).digest(kLargestAttachment);
        } catch (const FileError&) {
          entry->second.clear();
        }
        attachment.content = entry->second;
      }
    }
  }
}

// A manifest's file that is not there: only the name is known.
void drop_absent_files(Meeting& meeting) {
  for (AgendaItem& item : meeting.items) {
    for (Attachment& attachment : item.attachments) {
      if (attachment.path.empty()) attachment.file.reset();
    }
  }
}

// Nothing where the whole file has to be read.
std::optional<ReadResult> read_changed_lines(const SourceFile& file, const ReadOptions& options) {
  if (!file.lines || !is_json_lines_name(file.name)) return std::nullopt;
  std::optional<ReadResult> result;
  with_file(file, options.largest, [&](OrdinaryFile& opened) { result = minutes::read_changed_lines(opened, file); });
  return result;
}

ReadResult read_plain(const SourceFile& file, const ReadOptions& options) {
  if (std::optional<ReadResult> result = read_changed_lines(file, options)) return *std::move(result);
  KeptBytes kept;
  std::string& bytes = *kept;
  read_bytes(file, options.largest, bytes);
  if (minutes::trim(bytes).empty()) throw SourceError("the file is empty");
  const bool plain = analyzers::decodes_as_it_is(bytes);
  const analyzers::DecodedText decoded = plain ? analyzers::DecodedText{} : analyzers::decode(bytes);
  const std::string& text = plain ? bytes : decoded.text;
  if (is_binary(bytes, text)) throw SourceError("this is no text");
  ReadResult result = read_text(text, file, options);
  if (decoded.lossy) result.warnings.push_back("some bytes could not be read as " + decoded.encoding);
  return result;
}

}  // namespace

bool is_json_lines_name(const std::string& name) {
  const std::string extension = analyzers::lower(fs::path(name).extension().string());
  return extension == ".jsonl" || extension == ".ndjson";
}

bool is_document_name(const std::string& name) {
  return minutes::is_attachment_kind(minutes::file_extension(name));
}

Listing list_sources(const std::vector<std::string>& sources) {
  Listing listing;
  for (const std::string& source : sources) {
    std::error_code error;
    fs::path path = fs::absolute(source, error).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      listing.failures.push_back({source, error && error != std::errc::no_such_file_or_directory
                                              ? "it cannot be read: " + error.message()
                                              : "there is no such file or folder"});
    } else if (fs::is_directory(status)) {
      FolderWalk(path, path.string(), listing).run();
    } else if (fs::is_regular_file(status)) {
      listing.files.push_back({path, path.string(), name_of(path.filename())});
    } else {
      listing.failures.push_back({source, "it is neither a file nor a folder"});
    }
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (auto* files : {&listing.files, &listing.documents})
    std::erase_if(*files, [&](const SourceFile& file) { return !seen.emplace(file.root, file.name).second; });
  return listing;
}

ReadResult read_source(const SourceFile& file, const ReadOptions& options) {
  const bool document = options.extract && is_document_name(file.name);
  ReadResult result = document ? read_document(file, options) : read_plain(file, options);
  for (Meeting& meeting : result.meetings) {
    if (options.organisation && !meeting.organisation) meeting.organisation = options.organisation;
    meeting.source = file.name;
  }
  minutes::join_attachments(file, result.meetings, result.warnings);
  if (result.names_files) {
    for (Meeting& meeting : result.meetings) drop_absent_files(meeting);
  }
  hash_attachments(result.meetings);
  static const std::shared_ptr<const Vocabularies> kVocabularies = load_vocabularies();
  for (Meeting& meeting : result.meetings) read_facets(*kVocabularies, meeting);
  return result;
}

}  // namespace opslag::corpus
