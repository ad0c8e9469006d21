// The tables of a segment, entry by entry, from all runs at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/segment_writer.h"

#include <algorithm>
#include <array>
#include <deque>
#include <stdexcept>

#include "corpus/glass_keys.h"
#include "corpus/positional_postings.h"
#include "indexer/file_digest.h"
#include "indexer/glass_head.h"
#include "indexer/glass_packing.h"
#include "indexer/glass_table.h"
#include "indexer/positions_appender.h"
#include "indexer/posting_chunks.h"
#include "indexer/run_file.h"
#include "indexer/run_merge.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;

constexpr const char* kDamaged = "a file of an update under way is damaged";

// Keys of the postlist table. Texts' keys are the texts, zeros in them marked; what is not a term's begins with a zero.
constexpr std::string_view kValueStatistics("\0\xd0", 2), kValues("\0\xd8", 2), kLengths("\0\xe0", 2);

// The chunks of one posting list, gathered and then written behind each other.
class ListWriter {
 public:
  explicit ListWriter(TableWriter& table) : table_(table) {}

  void add(std::uint32_t document, std::uint32_t count) {
    open_.add(document, count);
    if (open_.bytes.size() >= kChunkBytes) end_chunk();
  }
  void append(std::uint32_t first, std::uint32_t last, std::string_view bytes) {
    open_.append(first, last, bytes);
    if (open_.bytes.size() >= kChunkBytes) end_chunk();
  }
  // `separator` stands between a term and the number of a chunk's first document.
  void finish(const std::string& key, std::string_view separator, std::uint64_t documents, std::uint64_t total) {
    if (!open_.empty()) end_chunk();
    for (std::size_t i = 0; i < count_; ++i) {
      const PostingChunk& chunk = chunks_[i];
      tag_.clear();
      key_ = key;
      if (i == 0) {
        pack_uint(tag_, documents);
        pack_uint(tag_, total);
        pack_uint(tag_, chunk.first - 1);
      } else {
        key_ += separator;
        pack_sortable(key_, chunk.first);
      }
      tag_ += i + 1 == count_ ? '1' : '0';
      pack_uint(tag_, chunk.last - chunk.first);
      tag_ += chunk.bytes;
      table_.add(key_, tag_);
    }
    count_ = 0;
  }

 private:
  void end_chunk() {
    if (chunks_.size() == count_) chunks_.emplace_back();
    std::swap(chunks_[count_++], open_);
    open_.bytes.clear();
  }

  TableWriter& table_;
  PostingChunk open_;
  std::vector<PostingChunk> chunks_;
  std::size_t count_ = 0;
  std::string key_, tag_;
};

// Lists of positions lie beside the segment until what stands before them is written.
class ListSpool {
 public:
  explicit ListSpool(const fs::path& segment)
      : path_(segment.string() + ".lists"), out_(path_, OutputFile::Mode::anew, OutputFile::Pace::behind) {}
  ~ListSpool() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  ListSpool(const ListSpool&) = delete;
  ListSpool& operator=(const ListSpool&) = delete;

  void add(const std::string& term, std::string_view list) {
    out_.write(list);
    lists_.emplace_back(term, list.size());
  }
  void move_to(PositionsAppender& positions) {
    out_.finish();
    const corpus::MappedFile file(path_, corpus::MappedFile::Reading::forward);
    std::string_view left = file.bytes();
    Passed passed(left);
    for (const auto& [term, size] : lists_) {
      positions.add_list(term, left.substr(0, size));
      left.remove_prefix(size);
      passed.until(left.data());
    }
  }

 private:
  fs::path path_;
  OutputFile out_;
  std::vector<std::pair<std::string, std::size_t>> lists_;
};

class SegmentMerge {
 public:
  SegmentMerge(const std::vector<fs::path>& paths, const fs::path& file) : file_(file), blocks_(file), lists_(file) {
    for (const fs::path& path : paths) {
      RunReader& run = runs_.emplace_back(path, documents_);
      documents_ += run.statistics.documents;
    }
  }

  // Returns the file's SHA-256, which another thread makes of what is written already.
  std::string write() {
    TableWriter postings(blocks_);
    write_value_statistics(postings);
    write_values(postings);
    write_lengths(postings);
    write_terms(postings);
    const TableRoot postings_root = postings.finish();
    TableWriter data(blocks_);
    write_data(data);
    const TableRoot data_root = data.finish();
    blocks_.finish(glass_head(statistics(), postings_root, data_root));
    FileDigest digest(file_);
    PositionsAppender positions(file_);
    for (const RunReader& run : runs_) add_positions(run, positions);
    lists_.move_to(positions);
    positions.complete();
    digest.complete();
    positions.finish();
    return digest.hex();
  }

 private:
  void write_value_statistics(TableWriter& table) {
    for (std::uint32_t slot = 0; slot < kSlotCount; ++slot) {
      std::uint64_t number = 0;
      std::string_view least, most;
      for (const RunReader& run : runs_) {
        const RunReader::Values& values = run.values[slot];
        if (values.number == 0) continue;
        if (number == 0 || values.least < least) least = values.least;
        if (number == 0 || values.most > most) most = values.most;
        number += values.number;
      }
      if (number == 0) continue;
      std::string key(kValueStatistics), tag;
      if (slot > 0) key += static_cast<char>(slot);
      pack_uint(tag, number);
      pack_string(tag, least);
      if (least != most) tag += most;
      table.add(key, tag);
    }
  }

  void write_values(TableWriter& table) {
    std::string key;
    for (std::uint32_t slot = 0; slot < kSlotCount; ++slot) {
      for (const RunReader& run : runs_) {
        Unpacker chunks(run.values[slot].chunks);
        Passed passed(run.values[slot].chunks);
        for (std::uint32_t i = 0; i < run.values[slot].chunk_count; ++i) {
          key = kValues;
          pack_uint(key, slot);
          pack_sortable(key, run.before + chunks.small());
          table.add(key, chunks.text());
          passed.until(chunks.rest().data());
        }
      }
    }
  }

  void write_lengths(TableWriter& table) {
    ListWriter list(table);
    for (RunReader& run : runs_) {
      for (std::uint32_t i = 1; i <= run.statistics.documents; ++i) list.add(run.before + i, run.lengths.small());
    }
    list.finish(std::string(kLengths), {}, 0, 0);
  }

  void write_terms(TableWriter& table) {
    RunMerge merge(runs_);
    ListWriter list(table);
    std::string term;
    std::uint64_t documents = 0, total = 0;
    corpus::PositionalPostingsWriter places;
    std::string bytes;
    const auto end_term = [&] {
      if (documents > 0) list.finish(corpus::key_of_term(term), std::string_view("\0", 1), documents, total);
      if (!places.empty() && documents >= corpus::least_documents_of_list(documents_)) {
        places.take(bytes);
        lists_.add(term, bytes);
      }
      places.clear();
      documents = total = 0;
    };
    while (RunReader* const next = merge.first()) {
      RunReader& run = *next;
      if (run.term != term) {
        end_term();
        term = run.term;
      }
      documents += run.documents;
      total += run.total;
      for (std::uint64_t i = 0; i < run.chunk_count; ++i) {
        const std::uint32_t first = run.before + run.rest.small();
        const std::uint32_t last = run.before + run.rest.small();
        list.append(first, last, run.rest.text());
      }
      for (Unpacker placed(run.rest.text()); !placed.rest().empty();) {
        const std::uint32_t document = run.before + placed.small();
        places.add(document, placed.text());
      }
      run.passed.until(run.rest.rest().data());
      merge.advance();
    }
    end_term();
  }

  void write_data(TableWriter& table) {
    std::string key;
    for (const RunReader& run : runs_) {
      std::string_view left = run.data;
      Passed passed(run.data);
      for (std::uint32_t i = 1; i <= run.statistics.documents; ++i) {
        Unpacker head(left);
        const std::uint64_t marked = head.number();
        left = head.rest();
        const std::size_t size = marked >> 1;
        if (size > left.size()) throw std::runtime_error(kDamaged);
        key.clear();
        pack_sortable(key, run.before + i);
        if (size > 0) table.add(key, left.substr(0, size), (marked & 1) != 0);
        left.remove_prefix(size);
        passed.until(left.data());
      }
    }
  }

  RunStatistics statistics() const {
    RunStatistics all;
    all.documents = documents_;
    for (const RunReader& run : runs_) {
      const RunStatistics& some = run.statistics;
      all.total_length += some.total_length;
      all.longest = std::max(all.longest, some.longest);
      all.highest_count = std::max(all.highest_count, some.highest_count);
      if (some.shortest > 0 && (all.shortest == 0 || some.shortest < all.shortest)) all.shortest = some.shortest;
    }
    return all;
  }

  static void add_positions(const RunReader& run, PositionsAppender& positions) {
    Unpacker packed(run.positions);
    Passed passed(run.positions);
    for (std::uint32_t i = 0; i < run.statistics.documents; ++i) {
      positions.add(packed.text());
      passed.until(packed.rest().data());
    }
  }

  fs::path file_;
  BlockFile blocks_;
  ListSpool lists_;
  std::deque<RunReader> runs_;
  std::uint32_t documents_ = 0;
};

}  // namespace

std::string write_segment(const std::vector<fs::path>& runs, const fs::path& file) {
  return SegmentMerge(runs, file).write();
}

}  // namespace opslag::indexer
