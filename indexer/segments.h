// The segments of a generation, opened to look up what is in them; and new segments, written and merged.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "corpus/generation.h"
#include "corpus/schema.h"
#include "indexer/document_builder.h"

namespace opslag::indexer {

// Databases have no term lists: those would take as much room as the text, and all that they tell is in the stored
// data.

// Where a document lies, and what it was made from.
struct DocumentRecord {
  std::size_t segment = 0;  // index into the generation's segments
  Xapian::docid id = 0;     // within the segment
  corpus::DocumentKind kind = corpus::DocumentKind::item;
  std::string term;  // its Q term
  ContentHash hash;
};

// Opens one segment, after checking that its size is what the manifest says. Throws corpus::IndexError.
Xapian::Database open_segment(const std::filesystem::path& index, const corpus::SegmentInfo& segment);

// The documents of a meeting that are not deleted.
std::vector<DocumentRecord> documents_of(const std::string& meeting, const std::vector<Xapian::Database>& databases,
                                         const corpus::Generation& generation);

// An item's attachments lie right behind it, in the same segment: puts their stored pages where the item's document was
// made from. Other documents are left alone.
void add_attachment_pages(const Xapian::Database& segment, Xapian::docid id, corpus::Stored& stored);
// The document made anew from what is stored of it.
Xapian::Document rebuild(const Xapian::Database& segment, Xapian::docid id, const Tokenize& tokenize);

// How many documents a part holds: fresh databases of some hundred documents are made two to three times as fast as one
// that grows.
inline constexpr std::uint32_t kDocumentsInPart = 300;
// An empty database to be thrown away, so nothing about it is safe.
Xapian::WritableDatabase create_part(const std::filesystem::path& path);

// Gathers documents in small fresh databases and compacts them into one
// single-file database. Everything lies in `scratch` until then. Not thread-safe.
class SegmentWriter {
 public:
  explicit SegmentWriter(std::filesystem::path scratch);
  void add(const Xapian::Document& document);
  void adopt(std::filesystem::path part, std::uint32_t documents);  // a finished database, behind all that was added
  std::uint32_t documents() const { return documents_; }
  // Compacts all into `file` (in the scratch folder), fsynced.
  void finish(const std::filesystem::path& file);

 private:
  void close_part();
  void push(std::filesystem::path part);
  void merge_level(std::size_t level);

  std::filesystem::path scratch_;
  Xapian::WritableDatabase part_;
  std::uint32_t in_part_ = 0;
  std::uint32_t documents_ = 0;
  std::size_t parts_ = 0;
  std::vector<std::vector<std::filesystem::path>> levels_;  // parts of about the same size
};

// Which segments are due to be merged into one, as indices; empty if none. Small ones go together once there are some
// of about their size, and one of which more than half is deleted is written anew, so that segments stay few (of the
// order of log documents) and every document is rewritten few times.
std::vector<std::size_t> merge_candidates(const std::vector<corpus::SegmentInfo>& segments);

// Merges segments into a single-file database at `file`, fsynced; uses `scratch`. Documents that are deleted are left
// out of segments that are small or mostly deleted: those are made anew from what they store. Large ones with few
// deletions are taken as they are; returns the docids of what is deleted in the merged one.
std::vector<std::uint32_t> merge_segments(const std::filesystem::path& index,
                                          const std::vector<corpus::SegmentInfo>& segments,
                                          const std::filesystem::path& scratch, const std::filesystem::path& file,
                                          const Tokenize& tokenize);

// What the manifest says of a finished segment file; its name is `name`.
corpus::SegmentInfo describe_segment(const std::filesystem::path& file, const std::string& name);

}  // namespace opslag::indexer
