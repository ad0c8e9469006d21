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

// One source file as it was when it was last read.
struct SourceState {
  std::string root, name;  // as corpus::SourceFile has them
  std::string hash;        // sha256 of its bytes, of the analyser and the vocabularies
  std::vector<std::string> meetings;  // ids
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
};

// The file that CURRENT names; nullopt if the directory holds no index. Throws IndexError if it is damaged.
std::optional<std::string> current_file(const std::filesystem::path& index);
// Reads CURRENT and the generation that it names, whole. Throws IndexError.
Generation load_current(const std::filesystem::path& index);
Generation load_generation(const std::filesystem::path& file);
std::string to_json_text(const Generation& generation);

// sha256 of a file, lower-case hex; throws IndexError if it can't be read.
std::string sha256_of_file(const std::filesystem::path& file);
std::string sha256(std::string_view bytes);

}  // namespace opslag::corpus
