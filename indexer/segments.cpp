// Reading, writing and merging single-file Xapian databases.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/segments.h"

#include <algorithm>
#include <array>
#include <bit>
#include <deque>
#include <numeric>
#include <set>

#include "corpus/facet_values.h"
#include "corpus/positional_postings.h"
#include "corpus/segment_tables.h"
#include "corpus/stored.h"
#include "indexer/disk_room.h"
#include "indexer/inverter.h"
#include "indexer/positions_appender.h"
#include "indexer/run_file.h"
#include "indexer/segment_writer.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;
using analyzers::TermKind;
using corpus::DocumentKind;
using corpus::IndexError;
using corpus::SegmentInfo;
using corpus::Slot;

constexpr std::size_t kRunBytes = std::size_t{64} << 20;  // of memory
constexpr const char* kRemedy = "; make the index anew with `opslag-indexer update --rebuild`";

std::uint32_t live(const SegmentInfo& segment) {
  return segment.documents - static_cast<std::uint32_t>(segment.deleted.size());
}

void compact(const std::vector<fs::path>& from, const fs::path& to) {
  constexpr std::uint64_t kTables = std::uint64_t{256} << 10;  // some blocks for each
  std::uint64_t size = kTables;
  std::error_code unknown;
  for (const fs::path& path : from) size += fs::file_size(path, unknown);
  require_room(to.parent_path(), size);
  Xapian::Database all;
  for (const fs::path& path : from) all.add_database(Xapian::Database(path.string()));
  all.compact(to.string(), Xapian::DBCOMPACT_SINGLE_FILE);
}

// A part of what is merged: its positions, and its postings where these are needed.
struct PositionsPart {
  explicit PositionsPart(const fs::path& file) : positions(file), tables(file) {}
  corpus::SegmentPositions positions;
  corpus::SegmentTables tables;
  std::uint32_t before = 0;  // documents of the parts before it
};

// A term's documents from a part where it is too rare for a list.
void add_packed(const PositionsPart& part, const std::string& term, corpus::PositionalPostingsWriter& list) {
  const std::array<std::uint64_t, 1> key{corpus::position_key(term)};
  std::vector<std::vector<std::uint32_t>> found;
  std::string bytes;
  part.tables.postings(term).until(corpus::PostingCursor::kEnd, [&](std::uint32_t document, std::uint32_t) {
    corpus::unpack_positions(part.positions.of(document), key, found);
    if (found.front().empty()) return;
    bytes.clear();
    corpus::encode_positions(found.front(), bytes);
    list.add(part.before + document, bytes);
  });
}

// The terms that have positions and may stand in so many documents of all parts.
std::set<std::string> terms_for_lists(const std::deque<PositionsPart>& parts, std::uint64_t least) {
  std::set<std::string> terms;
  const auto in_one = static_cast<std::uint32_t>((least + parts.size() - 1) / parts.size());
  for (const PositionsPart& part : parts) {
    for (const TermKind kind : {TermKind::lemma, TermKind::part, TermKind::repair, TermKind::typed}) {
      part.tables.each_frequent_term(std::string(1, corpus::prefix_of(kind)), in_one,
                                     [&](std::string term) { terms.insert(std::move(term)); });
    }
  }
  return terms;
}

void append_lists(const std::deque<PositionsPart>& parts, std::uint64_t documents, PositionsAppender& all) {
  // Where one is of before there were lists, all its documents would have to be asked.
  if (!std::all_of(parts.begin(), parts.end(), [](const auto& part) { return part.positions.has_lists(); })) return;
  const std::uint64_t least = corpus::least_documents_of_list(documents);
  corpus::PositionalPostingsWriter merged;
  std::string bytes;
  for (const std::string& term : terms_for_lists(parts, least)) {
    std::uint64_t holders = 0;
    for (const PositionsPart& part : parts) holders += part.tables.documents(term);
    if (holders < least) continue;
    for (const PositionsPart& part : parts) {
      const auto* list = part.positions.list(term);
      if (list == nullptr) {
        add_packed(part, term, merged);
        continue;
      }
      corpus::PositionalCursor at(list->bytes);
      for (; at.document() <= part.positions.documents(); at.next())
        merged.add(part.before + at.document(), at.encoded());
    }
    if (merged.empty()) continue;
    merged.take(bytes);
    all.add_list(term, bytes);
  }
}

// Xapian takes no notice of what is behind its blocks, and merging leaves it behind.
void append_positions(const std::vector<fs::path>& from, const fs::path& to) {
  PositionsAppender all(to);
  std::deque<PositionsPart> parts;
  std::uint32_t documents = 0;
  for (const fs::path& path : from) {
    PositionsPart& part = parts.emplace_back(path);
    part.before = documents;
    documents += part.positions.documents();
    for (std::uint32_t document = 1; document <= part.positions.documents(); ++document)
      all.add(part.positions.of(document));
  }
  append_lists(parts, documents, all);
  all.complete();
  all.finish();
}

// A segment that is cheap to make anew, or worth it.
bool is_rewritten(const SegmentInfo& segment) {
  constexpr std::uint32_t kSmall = 1000;
  return !segment.deleted.empty() && (segment.documents <= kSmall || segment.deleted.size() > segment.documents / 2);
}

fs::path rewrite(const fs::path& index, const SegmentInfo& segment, const fs::path& scratch, const Tokenize& tokenize) {
  const Xapian::Database database = open_segment(index, segment);
  DocumentBuilder builder(tokenize);
  Inverter inverter;
  std::vector<fs::path> runs;
  const auto end_run = [&] {
    runs.push_back(scratch / ("rewritten-" + std::to_string(runs.size())));
    write_run(runs.back(), inverter.take(builder.terms()));
    builder.trim();
  };
  for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
    if (std::binary_search(segment.deleted.begin(), segment.deleted.end(), *posting)) continue;
    const std::string key = database.get_document(*posting).get_value(static_cast<Xapian::valueno>(Slot::sort_key));
    inverter.add(builder.build(stored_document(database, *posting), corpus::position_in(key)), builder.terms());
    if (inverter.bytes() >= kRunBytes) end_run();
  }
  if (inverter.documents() > 0) end_run();
  const fs::path file = scratch / ("rewritten-" + segment.file);
  write_segment(runs, file);
  for (const fs::path& run : runs) fs::remove(run);
  return file;
}

}  // namespace

Xapian::Database open_segment(const fs::path& index, const SegmentInfo& segment) {
  const fs::path file = index / segment.file;
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  const char* remedy = "; restore it, or make the index anew with `opslag-indexer update --rebuild`";
  if (error) throw IndexError("the segment " + file.string() + " is missing" + remedy);
  if (size != segment.size)
    throw IndexError("the segment " + file.string() + " has not the size it was made with" + remedy);
  try {
    return Xapian::Database(file.string());
  } catch (const Xapian::Error& problem) {
    throw IndexError("the segment " + file.string() + " can't be opened (" + problem.get_msg() + ")" + remedy);
  }
}

namespace {

// An item's attachments lie right behind it, in the same segment.
void add_attachment_pages(const Xapian::Database& segment, Xapian::docid id, corpus::Stored& stored) {
  if (stored.kind != DocumentKind::item) return;
  const std::size_t count = stored.item.attachments.size();
  stored.attachment_pages.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto behind = static_cast<Xapian::docid>(id + 1 + i);
    if (behind > segment.get_lastdocid())
      throw IndexError("an item's attachments are not behind it" + std::string(kRemedy));
    corpus::Stored attachment = corpus::decode(segment.get_document(behind).get_data());
    if (attachment.kind != DocumentKind::attachment || attachment.item.id != stored.item.id)
      throw IndexError("an item's attachments are not behind it" + std::string(kRemedy));
    stored.attachment_pages[i] = std::move(attachment.pages);
  }
}

// An attachment's item lies before it, as many documents as it has attachments before this one.
void add_item_before(const Xapian::Database& segment, Xapian::docid id, corpus::Stored& attachment) {
  const std::size_t back = attachment.attachment + 1;
  if (back >= id) throw IndexError("an attachment's item is not before it" + std::string(kRemedy));
  const Xapian::Document item = segment.get_document(id - static_cast<Xapian::docid>(back));
  corpus::add_item(corpus::decode(item.get_data()), attachment);
}

}  // namespace

corpus::Stored stored_document(const Xapian::Database& segment, Xapian::docid id) {
  corpus::Stored stored = corpus::decode(segment.get_document(id).get_data());
  add_attachment_pages(segment, id, stored);
  if (stored.kind == DocumentKind::attachment) add_item_before(segment, id, stored);
  return stored;
}

std::vector<DocumentRecord> documents_of(const std::string& meeting, const std::vector<Xapian::Database>& databases,
                                         const corpus::Generation& generation) {
  std::vector<DocumentRecord> records;
  const std::string term = corpus::boolean_term(corpus::kMeetingPrefix, meeting);
  for (std::size_t i = 0; i < databases.size(); ++i) {
    const std::vector<std::uint32_t>& deleted = generation.segments[i].deleted;
    for (auto posting = databases[i].postlist_begin(term); posting != databases[i].postlist_end(term); ++posting) {
      if (std::binary_search(deleted.begin(), deleted.end(), *posting)) continue;
      const Xapian::Document document = databases[i].get_document(*posting);
      const std::string slot = document.get_value(static_cast<Xapian::valueno>(corpus::Slot::content));
      const corpus::Stored stored = corpus::decode(document.get_data());
      records.push_back({i, *posting, stored.kind, unique_term(stored), unpack_content_hash(slot)});
    }
  }
  return records;
}

std::vector<std::size_t> merge_candidates(const std::vector<SegmentInfo>& segments) {
  constexpr std::size_t kTogether = 4;  // so many of a size class are merged, with all that are smaller
  constexpr std::size_t kMost = 12;     // more segments than this are never kept
  std::vector<std::size_t> order(segments.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return live(segments[a]) < live(segments[b]); });
  // Size classes are powers of four.
  const auto size_class = [&](std::size_t i) { return std::bit_width(live(segments[order[i]])) / 2; };
  std::size_t count = segments.size() > kMost ? kTogether : 0;
  for (std::size_t i = kTogether - 1; i < order.size(); ++i) {
    if (size_class(i - (kTogether - 1)) == size_class(i)) count = i + 1;
  }
  std::vector<std::size_t> chosen(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool worn = segments[i].deleted.size() > segments[i].documents / 2;
    if (worn && std::find(chosen.begin(), chosen.end(), i) == chosen.end()) chosen.push_back(i);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

std::vector<std::uint32_t> merge_segments(const fs::path& index, const std::vector<SegmentInfo>& segments,
                                          const fs::path& scratch, const fs::path& file, const Tokenize& tokenize) {
  std::vector<fs::path> parts;
  std::vector<std::uint32_t> deleted;
  std::uint32_t offset = 0;
  for (const SegmentInfo& segment : segments) {
    if (live(segment) == 0) continue;
    if (is_rewritten(segment)) {
      parts.push_back(rewrite(index, segment, scratch, tokenize));
      offset += live(segment);
      continue;
    }
    // Docids of a segment run from 1 without gaps, and merging puts one segment's behind another's.
    for (const std::uint32_t id : segment.deleted) deleted.push_back(offset + id);
    parts.push_back(index / segment.file);
    offset += segment.documents;
  }
  compact(parts, file);
  append_positions(parts, file);
  for (const fs::path& part : parts) {
    if (part.parent_path() == scratch) fs::remove(part);
  }
  return deleted;
}

SegmentInfo describe_segment(const fs::path& file, const std::string& name, const std::string& sha256) {
  const Xapian::Database database(file.string());
  SegmentInfo segment;
  segment.file = name;
  segment.size = fs::file_size(file);
  segment.sha256 = sha256.empty() ? corpus::sha256_of_file(file) : sha256;
  segment.uuid = database.get_uuid();
  segment.documents = database.get_doccount();
  return segment;
}

}  // namespace opslag::indexer
