// The index on disk: generations, their segments, what they were made from. Reading only; indexer/ writes.
// docs/index_format.md describes every file. Holds no Xapian.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace opslag::corpus {

// The index can't be used: absent, damaged, of another schema version or analyser. what() says what to do.
struct IndexError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct SegmentInfo {
  std::string file;  // "segment-000017.glass", in the index directory
  std::uint64_t size = 0;
  std::string sha256;  // lower-case hex
  std::string uuid;    // Xapian's, by which a PostingSource learns where it is
  std::uint32_t documents = 0;
  std::vector<std::uint32_t> deleted;  // docids within the segment, ascending
};

// A line of JSON Lines that says alone what is read from it, and what the index holds of its meeting.
struct SourceLine {
  std::string hash;  // MeetingLine::hash
  std::uint64_t items = 0, withheld = 0;
  bool operator==(const SourceLine&) const = default;
};

// One source file as it was when it was last read.
struct SourceState {
  std::string path;                    // absolute and lexically normal: what a source is known by
  std::string root, name;              // as corpus::SourceFile has them
  std::string hash;                    // sha256 of all that it was read from: bytes, vocabularies, program, options
  std::vector<std::string> meetings;   // ids
  std::uint64_t items = 0;             // in the index
  std::uint64_t withheld = 0;          // closed items, in no index
  std::string context = {};            // with lines: hash of all but the bytes that decides what is read
  std::vector<SourceLine> lines = {};  // one for each of `meetings`, or none: the file is read whole if it changes
};

struct Generation {
  std::uint64_t number = 0;
  int schema_version = 0;
  std::string analyzer;  // analyzers::fingerprint
  std::string audience = "public";
  std::uint64_t meetings = 0, items = 0, attachments = 0;
  std::vector<SegmentInfo> segments;
  std::vector<SourceState> sources;
  std::string word_list;  // "words-000042.txt", see corpus/word_list.h
  std::string word_list_sha256;
};

// "generation-000042.json", "segment-000017.glass", "words-000042.txt".
std::string generation_file(std::uint64_t number);
std::string segment_file(std::uint64_t number);
std::string word_list_file(std::uint64_t number);

// What CURRENT holds for a generation: its file's name, a space, the sha256 of that file, a line feed. A line with the
// name alone is taken too, so that a person can roll back by hand; the manifest carries a checksum of its own besides.
std::string current_line(const std::string& file, std::string_view manifest);

// The file that CURRENT names; nullopt if the directory holds no index. Throws IndexError if it is damaged.
std::optional<std::string> current_file(const std::filesystem::path& index);
// Reads CURRENT and the generation that it names, whole. Throws IndexError.
Generation load_current(const std::filesystem::path& index);
// Reads one manifest. Throws IndexError if it can't be read, is damaged, or is of another schema version.
Generation load_generation(const std::filesystem::path& file);
// The same from its text, as to_json_text() makes it; `name` is what errors call it.
Generation parse_generation(const std::filesystem::path& name, const std::string& text);
// The manifest's text: JSON whose last member is the sha256 of the text before it.
std::string to_json_text(const Generation& generation);

// sha256 of a file, lower-case hex; throws IndexError if it can't be read.
std::string sha256_of_file(const std::filesystem::path& file);
std::string sha256(std::string_view bytes);

}  // namespace opslag::corpus
