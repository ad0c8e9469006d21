// The one writer of an index: locks it, collects what a new generation needs, publishes it whole or not at all.
// docs/index_format.md tells the order of every fsync.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>

#include <array>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "corpus/generation.h"
#include "corpus/segment_tables.h"
#include "corpus/stored.h"
#include "indexer/durable.h"
#include "indexer/part_builder.h"
#include "indexer/segments.h"
#include "indexer/word_counts.h"

namespace opslag::indexer {

class IndexWriter {
 public:
  enum class Start { update, rebuild };

  // Creates the directory if need be, locks it, reads the current generation and throws away what an update that was
  // ended before its time left behind. With `rebuild` the generation to be made holds nothing of the current one.
  // Throws corpus::IndexError: locked, damaged, made by another schema or analyser.
  IndexWriter(const std::filesystem::path& index, const std::string& analyzer, Start start,
              std::function<Tokenize()> make_tokenizer, unsigned threads, ExtractText extract);
  ~IndexWriter();

  // Lets runs that an update of the same identity left behind be taken, and leaves some behind if this one is
  // interrupted. The identity stands for all that decides what is made of a document.
  void resume(std::string identity) { identity_ = std::move(identity); }
  // Bytes, about, that documents may take that are being built or wait for it. Before the first add().
  void bound_memory(std::size_t bytes) { memory_ = bytes; }
  // What is built will be wanted again: it stays in `writing/` when this goes.
  void keep_runs() { keep_runs_ = !identity_.empty(); }

  // Sources of the current generation; with `rebuild`, as far as they can be read.
  const std::vector<corpus::SourceState>& known_sources() const { return known_; }
  std::vector<DocumentRecord> documents_of(const std::string& meeting) const;
  // The public items of a meeting in the current generation; none if it has no such meeting. Thread-safe.
  std::vector<corpus::ItemReference> items_of(const std::string& meeting) const;

  // With `words` false its words stay counted: what replaces it has the same (PlannedDocument::same_words).
  void remove(const DocumentRecord& record, bool words = true);
  void add(PlannedDocument document);

  // Publishes a generation with these sources; returns it. If nothing was added or removed and the sources are as
  // before, nothing is written.
  const corpus::Generation& publish(std::vector<corpus::SourceState> sources);
  bool published() const { return published_; }
  // A folder for what this update needs for a while; gone with the writer.
  const std::filesystem::path& scratch() const { return scratch_; }
  // Attachments of added documents whose text is missing or partly so; complete once publish() has returned.
  std::vector<corpus::Failure> text_problems() const { return texts_.problems(); }

 private:
  void sync_published() const;
  void seal_new_segment();
  WordCounts words_of_removed() const;
  void forget_hashes();
  void merge();
  void write_word_list();
  void remove_old_files() const;
  std::filesystem::path path(const std::string& name) const { return index_ / name; }

  std::filesystem::path index_;
  std::filesystem::path scratch_;
  WriterLock lock_;
  std::function<Tokenize()> make_tokenizer_;
  unsigned threads_;
  Tokenize tokenize_;
  std::optional<corpus::Generation> old_;
  std::vector<corpus::SourceState> known_;
  std::vector<Xapian::Database> databases_;   // of the old generation's segments
  std::deque<corpus::SegmentTables> tables_;  // of the same
  corpus::Generation next_;
  std::uint64_t next_segment_ = 1;
  std::array<std::int64_t, 3> change_{};               // of the number of documents, by DocumentKind
  WordCounts words_;                                   // by how much the word list changes, but for the new segment
  std::vector<std::vector<std::uint32_t>> uncounted_;  // by old segment: documents removed whose words go
  Xapian::Database added_;                             // the new segment
  AttachmentTexts texts_;
  std::optional<PartBuilder> parts_;  // of the new segment
  std::size_t memory_ = std::size_t{512} << 20;
  std::string identity_;
  bool keep_runs_ = false;
  bool touched_ = false;
  bool published_ = false;
};

}  // namespace opslag::indexer
