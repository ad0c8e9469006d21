// Reads all segments at once and writes one table, each key once and in order.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/publish.h"

#include <xapian.h>

#include <algorithm>
#include <fstream>
#include <queue>

#include "corpus/compressed.h"
#include "corpus/facet_values.h"
#include "corpus/published.h"
#include "corpus/schema.h"
#include "corpus/segment_positions.h"
#include "indexer/durable.h"
#include "indexer/glass_head.h"
#include "indexer/segments.h"

namespace opslag::indexer {
namespace {
namespace fs = std::filesystem;
using corpus::IndexError;

constexpr std::string_view kMetadata("\0\xc0", 2);  // before a key of Xapian's metadata in its postlist table

// Values are read as streams, which is many times faster than document by document.
class Slot {
 public:
  Slot(const Xapian::Database& database, corpus::Slot slot)
      : at_(database.valuestream_begin(static_cast<Xapian::valueno>(slot))),
        end_(database.valuestream_end(static_cast<Xapian::valueno>(slot))) {}
  std::string of(Xapian::docid id) {
    if (at_ != end_) at_.skip_to(id);
    return at_ != end_ && at_.get_docid() == id ? *at_ : std::string();
  }

 private:
  Xapian::ValueIterator at_, end_;
};

struct Source {
  fs::path file;
  Xapian::Database database;
  std::vector<std::uint32_t> numbers;  // by docid: the number in the published file, 0 if it is deleted
};

class Publisher {
 public:
  Publisher(const fs::path& index, const corpus::Generation& generation, const fs::path& file)
      : index_(index), generation_(generation), blocks_(file), table_(blocks_) {
    for (const corpus::SegmentInfo& info : generation.segments) {
      if (corpus::sha256_of_file(index / info.file) != info.sha256)
        throw IndexError((index / info.file).string() + " is damaged; nothing was published");
      sources_.push_back({index / info.file, open_segment(index, info), {}});
      Source& source = sources_.back();
      source.numbers.resize(std::size_t{source.database.get_lastdocid()} + 1);
      for (auto it = source.database.postlist_begin(""); it != source.database.postlist_end(""); ++it) {
        if (!std::binary_search(info.deleted.begin(), info.deleted.end(), *it)) source.numbers[*it] = ++documents_;
      }
    }
  }

  // The order of corpus/published.h.
  std::uint32_t write() {
    each_document([&](const Source& source, Xapian::docid id, std::uint32_t number) {
      add(corpus::data_key(number), source.database.get_document(id, Xapian::DOC_ASSUME_VALID).get_data());
    });
    const std::uint32_t row_chunks = write_rows();
    write_positions();
    write_postings();
    const std::uint32_t word_chunks = write_words();
    corpus::PublishedAbout about{generation_, documents_, row_chunks, word_chunks};
    about.generation.segments.clear();
    add(corpus::about_key(), corpus::pack(about));
    blocks_.finish(glass_head({}, table_.finish(), {}));
    return documents_;
  }

 private:
  void add(const std::string& key, std::string value) {
    table_.add(std::string(kMetadata) + key, corpus::sealed(key, std::move(value)));
  }

  template <typename Visit>
  void each_document(const Visit& visit) const {
    for (const Source& source : sources_) {
      for (Xapian::docid id = 1; id < source.numbers.size(); ++id) {
        if (source.numbers[id] != 0) visit(source, id, source.numbers[id]);
      }
    }
  }

  std::uint32_t write_rows() {
    std::string chunk, item_key;
    std::uint32_t chunks = 0, item = 0;
    const auto end_chunk = [&] { add(corpus::rows_key(chunks++), corpus::compressed(std::exchange(chunk, {}))); };
    for (const Source& source : sources_) {
      Slot sort_keys(source.database, corpus::Slot::sort_key), facets(source.database, corpus::Slot::facets);
      const auto end = source.database.postlist_end("");
      for (auto it = source.database.postlist_begin(""); it != end; ++it) {
        const std::uint32_t number = source.numbers[*it];
        if (number == 0) continue;
        const std::string key = sort_keys.of(*it), values = facets.of(*it);
        corpus::PublishedRow row{key, values, it.get_doclength(), 0};
        switch (kind_of(values)) {
          case corpus::DocumentKind::item:
            item = number;
            item_key = key;
            break;
          case corpus::DocumentKind::attachment:
            // It lies behind its item, unless one of them was written anew.
            row.item = item != 0 && corpus::is_of_item(key, item_key) ? item : item_of(source, *it);
            break;
          case corpus::DocumentKind::meeting:
            break;
        }
        corpus::append(chunk, number, row);
        if (chunk.size() >= corpus::kPublishedChunk) end_chunk();
      }
    }
    if (!chunk.empty()) end_chunk();
    return chunks;
  }

  static corpus::DocumentKind kind_of(std::string_view facets) {
    const auto piece = corpus::pieces(facets)[static_cast<std::size_t>(corpus::Facet::kind)];
    for (const corpus::FacetValue& kind : corpus::unpack_piece(piece)) {
      if (kind.value == corpus::name_of(corpus::DocumentKind::item)) return corpus::DocumentKind::item;
      if (kind.value == corpus::name_of(corpus::DocumentKind::attachment)) return corpus::DocumentKind::attachment;
    }
    return corpus::DocumentKind::meeting;
  }

  // By the id of its item, which an attachment carries.
  std::uint32_t item_of(const Source& source, Xapian::docid id) const {
    const corpus::Stored stored = corpus::decode(source.database.get_document(id).get_data());
    const std::string term = corpus::boolean_term(corpus::kIdPrefix, stored.item.id);
    for (const Source& other : sources_) {
      for (auto it = other.database.postlist_begin(term); it != other.database.postlist_end(term); ++it) {
        if (other.numbers[*it] != 0) return other.numbers[*it];
      }
    }
    return 0;
  }

  void write_positions() {
    for (const Source& source : sources_) {
      const corpus::SegmentPositions positions(source.file);
      for (Xapian::docid id = 1; id < source.numbers.size(); ++id) {
        if (source.numbers[id] == 0) continue;
        const std::string_view packed = positions.of(id);
        if (!packed.empty()) add(corpus::positions_key(source.numbers[id]), std::string(packed));
      }
    }
  }

  struct Terms {
    Xapian::TermIterator at, end;
    const Source* source;
  };

  void write_postings() {
    std::vector<Terms> all;
    for (const Source& source : sources_) {
      Terms terms{source.database.allterms_begin(), source.database.allterms_end(), &source};
      if (terms.at != terms.end) all.push_back(std::move(terms));
    }
    const auto later = [](const Terms* a, const Terms* b) {
      const int order = (*a->at).compare(*b->at);
      return order != 0 ? order > 0 : a->source > b->source;
    };
    std::priority_queue<Terms*, std::vector<Terms*>, decltype(later)> queue(later);
    for (Terms& terms : all) queue.push(&terms);
    corpus::PostingPacker list;
    while (!queue.empty()) {
      const std::string term = *queue.top()->at;
      while (!queue.empty() && *queue.top()->at == term) {
        Terms& terms = *queue.top();
        queue.pop();
        const Source& source = *terms.source;
        for (auto it = source.database.postlist_begin(term); it != source.database.postlist_end(term); ++it) {
          if (source.numbers[*it] != 0) list.add(source.numbers[*it], it.get_wdf());
        }
        if (++terms.at != terms.end) queue.push(&terms);
      }
      if (list.documents() > 0) add(corpus::postings_key(term), list.take());
    }
  }

  std::uint32_t write_words() {
    std::uint32_t chunks = 0;
    if (generation_.word_list.empty()) return chunks;
    const fs::path file = index_ / generation_.word_list;
    if (corpus::sha256_of_file(file) != generation_.word_list_sha256)
      throw IndexError("the word list " + file.string() + " is damaged; nothing was published");
    std::ifstream in(file, std::ios::binary);
    std::string chunk(corpus::kPublishedChunk, '\0');
    while (in) {
      in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
      const auto got = static_cast<std::size_t>(in.gcount());
      if (got > 0) add(corpus::words_key(chunks++), corpus::compressed(std::string_view(chunk).substr(0, got)));
    }
    return chunks;
  }

  const fs::path& index_;
  const corpus::Generation& generation_;
  BlockFile blocks_;
  TableWriter table_;
  std::vector<Source> sources_;
  std::uint32_t documents_ = 0;
};

}  // namespace

Published publish_index(const fs::path& index, const fs::path& file) {
  Published published;
  published.generation = corpus::load_current(index);
  const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
  const fs::path unfinished = folder / (file.filename().string() + ".unfinished");
  try {
    published.documents = Publisher(index, published.generation, unfinished).write();
    sync_file(unfinished);
    published.bytes = fs::file_size(unfinished);
    const std::string sum = corpus::sha256_of_file(unfinished) + "  " + file.filename().string() + '\n';
    rename_file(unfinished, file);
    write_durably(folder / (file.filename().string() + ".sha256"), sum, folder);
    sync_directory(folder);
  } catch (...) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    throw;
  }
  return published;
}

}  // namespace opslag::indexer
