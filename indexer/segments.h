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

// All that a document was made from, its item's or its attachments' share included.
corpus::Stored stored_document(const Xapian::Database& segment, Xapian::docid id);

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

// What the manifest says of a finished segment file; its name is `name`. `sha256`: the file's, if it is known.
corpus::SegmentInfo describe_segment(const std::filesystem::path& file, const std::string& name,
                                     const std::string& sha256 = {});

}  // namespace opslag::indexer
