// From the sources on the command line to meetings: listing files, reading them, giving ids.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "corpus/attachments/extract.h"
#include "corpus/model.h"
#include "corpus/ordinary_file.h"
#include "corpus/stored.h"

namespace opslag::corpus {

// A source can't be read; what() is a sentence for an administrator, without the source's name.
struct SourceError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The bytes can't be had now (permissions, a disk's error, gone or exchanged since it was listed, too large): that says
// nothing about what they hold, so that what an index has of them stays.
struct SourceUnreadable : SourceError {
  using SourceError::SourceError;
};

// A document is readable, but holds no minutes: it is passed over with a word, which is no failure.
struct NoMinutes : SourceError {
  using SourceError::SourceError;
};

// Hashes of lines of JSON (MeetingLine), each as often as it is known.
using KnownLines = std::multiset<std::string>;

// Where a line of a file lies, without white space at its ends, and its hash (the bytes that MeetingLine writes out).
struct LinePlace {
  std::array<unsigned char, 16> hash{};
  std::uint64_t begin = 0, size = 0;  // bytes
};
using LinePlaces = std::vector<LinePlace>;

// The public items, in order, that an index has of this source's meeting of that id. Thread-safe.
using KnownItems = std::function<std::vector<ItemReference>(const std::string& meeting)>;

struct SourceFile {
  std::filesystem::path path;  // where it lies
  std::string root;            // the SOURCE of the command line, absolute and lexically normal
  std::string name;            // relative to SOURCE, NFC, '/' between folders; the file's own name if SOURCE is a file
  std::string listed_as = {};  // what a portal's list says it is: "referat", "dagsorden"; empty: nothing
  std::shared_ptr<const KnownLines> known_lines = {};  // of JSON Lines: what need not be read; not set: all is read
  std::shared_ptr<const LinePlaces> lines = {};        // of JSON Lines, as far as it is known: its lines
  KnownItems known_items = {};                         // used with `lines` only
};

// A source larger than this is not read, in bytes.
constexpr std::uint64_t kLargestSource = std::uint64_t{100} << 20;

// A link is followed where it is a SOURCE itself.
inline Links links_of(const SourceFile& file) {
  return file.path == file.root ? Links::follow : Links::refuse;
}

struct Failure {
  std::string source;
  std::string reason;
};

struct Listing {
  std::vector<SourceFile> files;      // minutes, in the order of names
  std::vector<SourceFile> documents;  // what may be an attachment of these, or minutes itself: pdf, docx …
  std::vector<Failure> failures;      // SOURCEs, or folders below them by their whole path, that can't be listed
  std::vector<Failure> warnings;      // what a portal's manifest lists but its folder lacks
  std::vector<Failure> passed_over;   // READMEs, by name as SourceFile has it: nothing that one must know
};

// Folders are walked recursively in the order of names; hidden files are skipped, links not followed. Files in a folder
// `bilag/` are attachments and not listed. README, README.md and README.txt are passed over, in any case of letters.
// Attachments' kinds (pdf, docx, …) are listed as documents; one that is a SOURCE itself is listed as minutes.
Listing list_sources(const std::vector<std::string>& sources);

struct ReadOptions {
  std::optional<std::string> organisation;  // --organisation
  // Reads a document's text, in a process that can be trusted with hostile files; not set: such text is left out.
  std::function<Extraction(const std::filesystem::path&)> extract;
  std::uint64_t largest = kLargestSource;  // bytes of a text file of minutes
};

// A line of JSON that holds a meeting.
struct MeetingLine {
  std::string hash;  // of its text, 32 hexadecimal digits
  bool read = true;  // false: it was known, and its meeting is not among those read
  // By item of the meeting that was read: hashes of its text and of all that the line says beside its items. Empty if
  // the items can't be told apart.
  std::vector<std::uint64_t> items = {};
  // The titles of those that were known to be as before, by their place: of these nothing was read but the number.
  std::map<std::size_t, std::string> known_titles = {};
};

struct ReadResult {
  std::vector<Meeting> meetings;        // without ids of meetings and items: assign_ids gives them
  std::vector<std::string> warnings;    // sentences, without the source's name
  bool names_files = false;             // a manifest, which alone says where the attachments' files are
  std::vector<MeetingLine> lines = {};  // of JSON Lines, in order: of those that were read the meetings are above
};

// Whether files of that name are JSON Lines, whatever they hold.
bool is_json_lines_name(const std::string& name);
// Whether a name is of the kinds that attachments have, and so a document.
bool is_document_name(const std::string& name);

// Reads one file: decodes, chooses the reader by the text, reads, joins attachments' files, reads the facets. Documents
// are extracted first. Throws SourceUnreadable, SourceError if the file holds no minutes, NoMinutes if it is a document
// that can be read and holds none.
ReadResult read_source(const SourceFile& file, const ReadOptions& options = {});

// Gives a meeting's items and attachments their ids, which begin with its own.
void assign_item_ids(Meeting& meeting);

// Gives meetings, items and attachments their ids (CONTRACT §1). `taken` holds the ids already in use and is extended.
// `kept`: ids that this source's meetings had before, in order, used again where they still fit.
// Meetings that carry an id already (JSON Lines) keep it if it is unique and safe.
class IdGiver {
 public:
  // Reserves an id for its source; reserved ids are given to no other source.
  void reserve(const std::string& id, const std::string& source);
  // `source` names the file (root + name). Sets ids in place. Meetings are taken in order of start time within a file.
  void assign(std::vector<Meeting>& meetings, const std::string& source, const std::vector<std::string>& kept = {});

 private:
  std::map<std::string, std::string> owner_;  // id → source
};

}  // namespace opslag::corpus
